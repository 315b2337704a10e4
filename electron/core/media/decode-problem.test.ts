import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { decodeProblem } from './decode-problem.ts';

/** What decoding a file with these bytes is said to end in. */
async function problemOf(bytes: Uint8Array | string): Promise<string> {
  const path = join(tempFolder(), 'broken');
  writeFileSync(path, bytes);
  return sharp(path, { failOn: 'error' }).raw().toBuffer().then(String, decodeProblem);
}

test('what a decoder says of a broken file is told in plain words', async () => {
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#c33' } });
  const png = await picture.clone().png().toBuffer();
  const jpeg = await picture.clone().jpeg().toBuffer();
  expect(await problemOf(png.subarray(0, 60))).toBe('the file is cut short or damaged.');
  expect(await problemOf(jpeg.subarray(0, jpeg.length / 2))).toBe('the file is cut short or damaged.');
  expect(await problemOf('no picture any more')).toBe('there is no picture in the file.');
});

test('what is in plain words already stays as it is', () => {
  expect(decodeProblem(new Error('Its file is missing.'))).toBe('Its file is missing.');
});
