import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePng } from './png.ts';

test.each([
  [1, 1],
  [3, 2],
  [257, 131],
])('a picture of %i × %i comes back pixel for pixel', async (width, height) => {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7919) % 251);
  const { data, info } = await sharp(await encodePng(rgb, width, height), { failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height, channels: 3 });
  expect(new Uint8Array(data)).toEqual(rgb);
});
