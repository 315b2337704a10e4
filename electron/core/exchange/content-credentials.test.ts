import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sampleMp4, samplePng } from '../../../tests/doubles/media-samples.ts';
import { withManifest } from '../../../tests/fixtures/recipes/marked-files.ts';
import { bufferSource } from './byte-source.ts';
import { findManifest } from './content-credentials.ts';

const formats = ['png', 'jpg', 'webp', 'mp4'] as const;

async function sample(format: (typeof formats)[number]): Promise<Buffer> {
  if (format === 'png') return samplePng();
  if (format === 'mp4') return sampleMp4();
  const picture = sharp(samplePng());
  return format === 'jpg' ? picture.jpeg().withXmp('<x/>').toBuffer() : picture.webp().toBuffer();
}

test.each(formats)('a manifest in %s is found, and none where there is none', async (format) => {
  const plain = await sample(format);
  expect(await findManifest(bufferSource(plain), format)).toBe(false);
  expect(await findManifest(bufferSource(withManifest[format](plain)), format)).toBe(true);
});

test('never throws, whatever is broken', async () => {
  const any = fc.constantFrom('png', 'jpg', 'webp', 'avif', 'mp4', 'mov', 'gif', 'svg', 'webm');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), any, async (bytes, format) => {
      await findManifest(bufferSource(bytes), format);
    }),
    { numRuns: 300 },
  );
  for (const format of formats) {
    const whole = withManifest[format](await sample(format));
    for (let end = 0; end < whole.length; end += 7)
      await findManifest(bufferSource(whole.subarray(0, end)), format);
  }
});
