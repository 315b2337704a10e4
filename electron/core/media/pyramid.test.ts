import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { sizeOfLevel, smallestLevel, tileEdge } from '../../../shared/domain/large-picture.ts';
import { makePyramid, makeRendition } from './pyramid.ts';

const plain = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background }, limitInputPixels: false });

async function saved(picture: Sharp, ending: string): Promise<string> {
  const path = join(tempFolder(), `picture.${ending}`);
  await picture.toFile(path);
  return path;
}

async function pyramidOf(path: string): Promise<string> {
  const folder = tempFolder();
  await makePyramid(path, join(folder, 'levels'), join(folder, 'scratch'));
  expect(readdirSync(folder)).toEqual(['levels']);
  return join(folder, 'levels');
}

async function renditionOf(path: string): Promise<string> {
  const folder = tempFolder();
  await makeRendition(path, join(folder, 'screen'), join(folder, 'scratch'));
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

async function colourAt(path: string, left: number, top: number): Promise<number[]> {
  const pixels = await sharp(path).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  return [...pixels];
}

const near = (value: number) => expect.closeTo(value, -1);

test.each([
  [1, 30_000],
  [30_000, 1],
  [512, 513],
  [1025, 700],
  [2048, 2048],
  [1, 1],
])('%d × %d px: every level and tile that the window asks for is there, in its size', async (w, h) => {
  const levels = await pyramidOf(await saved(plain(w, h, '#48c'), 'png'));
  const top = smallestLevel({ width: w, height: h });
  expect(readdirSync(levels)).toHaveLength(top + 1);
  for (let level = 0; level <= top; level += 1) {
    const { width, height } = sizeOfLevel({ width: w, height: h }, level);
    const folder = join(levels, String(top - level));
    const [columns, rows] = [Math.ceil(width / tileEdge), Math.ceil(height / tileEdge)];
    expect(readdirSync(folder)).toHaveLength(columns * rows);
    expect(await sharp(join(folder, `${columns - 1}_${rows - 1}.jpeg`)).metadata()).toMatchObject({
      width: width - (columns - 1) * tileEdge,
      height: height - (rows - 1) * tileEdge,
    });
  }
});

test('a picture that the camera held sideways stands upright in rendition and tiles', async () => {
  const left = await plain(600, 800, '#d02020').png().toBuffer();
  const picture = plain(1200, 800, '#2020d0').composite([{ input: left, left: 0, top: 0 }]);
  const turned = await saved(picture.withMetadata({ orientation: 6 }).jpeg(), 'jpg');
  const levels = await pyramidOf(turned);
  // What was left is up.
  expect(await colourAt(join(levels, '2', '0_0.jpeg'), 400, 5)).toEqual([near(0xd0), near(0x20), near(0x20)]);
  expect(await colourAt(join(levels, '2', '0_2.jpeg'), 5, 100)).toEqual([near(0x20), near(0x20), near(0xd0)]);
  expect(await sharp(await renditionOf(turned)).metadata()).toMatchObject({ width: 800, height: 1200 });
});

test('transparency stays; 16 bits, CMYK and grey become what a screen shows', async () => {
  const clear = sharp({
    create: { width: 700, height: 700, channels: 4, background: { r: 20, g: 200, b: 20, alpha: 0.5 } },
  });
  const clearPng = await saved(clear.png(), 'png');
  expect(await colourAt(join(await pyramidOf(clearPng), '1', '0_0.png'), 3, 3)).toEqual([20, 200, 20, 128]);
  const rendition = await renditionOf(clearPng);
  expect(await colourAt(rendition, 3, 3)).toEqual([near(20), near(200), near(20), near(128)]);

  const deep = await saved(plain(700, 700, '#c08040').toColourspace('rgb16').png(), 'png');
  const print = await saved(plain(700, 700, '#c08040').toColourspace('cmyk').jpeg(), 'jpg');
  expect(await sharp(deep).metadata()).toMatchObject({ depth: 'ushort' });
  expect(await sharp(print).metadata()).toMatchObject({ space: 'cmyk' });
  for (const path of [deep, print]) {
    expect(await sharp(await renditionOf(path)).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar' });
    const tile = join(await pyramidOf(path), '1', '0_0.jpeg');
    const [red = 0, green = 0, blue = 0] = await colourAt(tile, 3, 3);
    expect(red > green && green > blue).toBe(true);
  }
  const grey = await saved(plain(700, 700, '#777').greyscale().png(), 'png');
  expect(existsSync(join(await pyramidOf(grey), '1', '1_1.jpeg'))).toBe(true);
});

test('what is no picture leaves nothing behind', async () => {
  const folder = tempFolder();
  const text = join(tempFolder(), 'text.png');
  writeFileSync(text, 'not a picture');
  await expect(makePyramid(text, join(folder, 'levels'), join(folder, 'scratch'))).rejects.toThrow();
  await expect(makeRendition(text, join(folder, 'screen'), join(folder, 'scratch'))).rejects.toThrow();
  expect(readdirSync(folder)).toEqual([]);
});
