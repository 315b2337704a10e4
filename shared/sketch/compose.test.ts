import sharp from 'sharp';
import { expect, test } from 'vitest';
import { composeScene } from './compose.ts';
import { interpret } from './interpret.ts';
import { createStage } from './stage.ts';

const SCENES = {
  mountain: 'mountain lake at dawn with a cabin',
  coast: 'lighthouse and boat by the sea at night',
  forest: 'snowy forest under northern lights',
  desert: 'desert at sunset with balloons',
  meadow: 'a cat and a tree in a meadow of poppies, day',
  city: 'city in the rain, vivid',
  space: 'saturn and a nebula',
  geometric: 'bauhaus in teal',
  flow: 'abstract flow',
} as const;

function rgb(prompt: string, width: number, height: number, time = 0): Uint8Array {
  return composeScene({ prompt, negative: '', seed: 7, width, height }).frame(time);
}

/**
 * The promise that a seed gives the same picture everywhere and always. A change here means that
 * people's recipes make other pictures than they did: only on purpose.
 */
const PIXELS: Readonly<Record<string, string>> = {
  mountain: '332138a7c9cc449d4527f8833fad724280213db8e20a74aa4dc6a8eb857159bd',
  coast: 'db7f273411a04f195a9eefadf2f8e59993da651b6cee3fe9b28296472d2d0cf2',
  forest: 'bce2d245bb61c66f04f6cfb03016e71277ea708e749124d2e4fad2d6b35e43ad',
  desert: 'db1507337795b72f42dffed9a97a8034a86b347a67ffaaedcdd635641a724ce2',
  meadow: 'a4055065e34311ad87ee0acf304e4a0a246841f356706cbcfca2023f2d53bbb5',
  city: 'be8da0826c7e3b4aea63f1f2f96b8b4bf8864c2d90f14d0002621a061b2c4331',
  space: '30c034ca840cefeeda2eaf89bef177ac5fe651045ab056c4970e49466eaaa98b',
  geometric: 'ac1c3ce27b5197ae8249f865ddf9490339869402f0f4a3c59645e1fb46ff9810',
  flow: '086ce96918ff679b0a05eb10affcafb893d7c1fd78ff1ccd486ae405b7cc3b9c',
};

test.each(Object.entries(SCENES))('%s has the recorded pixels', async (scene, prompt) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', rgb(prompt, 128, 128)));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  expect({ [scene]: hash }).toEqual({ [scene]: PIXELS[scene] });
});

test.each(Object.entries(SCENES))('%s looks the same small as large', async (scene, prompt) => {
  expect(composeScene({ prompt, negative: '', seed: 7, width: 64, height: 64 }).scene).toBe(scene);
  const large = await sharp(rgb(prompt, 768, 512), { raw: { width: 768, height: 512, channels: 3 } })
    .resize(128)
    .raw()
    .toBuffer();
  const small = await sharp(rgb(prompt, 256, 171), { raw: { width: 256, height: 171, channels: 3 } })
    .resize(128, 85, { fit: 'fill' })
    .raw()
    .toBuffer();
  expect(correlation(large, small)).toBeGreaterThanOrEqual(0.9);
});

test.each(Object.entries(SCENES))('%s moves and loops without a seam', (_scene, prompt) => {
  const { frame } = composeScene({ prompt, negative: '', seed: 7, width: 96, height: 96 });
  const start = frame(0);
  expect(frame(1)).toEqual(start);
  // Just before the seam the picture is all but the first one again; at other times it is not.
  const acrossSeam = difference(start, frame(0.999));
  expect(acrossSeam).toBeLessThan(4);
  expect(Math.max(difference(start, frame(0.25)), difference(start, frame(0.6)))).toBeGreaterThan(acrossSeam);
});

test.each([
  [64, 2048],
  [2048, 64],
  [65, 64],
])('%i×%i is drawn whole', (width, height) => {
  for (const prompt of Object.values(SCENES)) {
    const bytes = rgb(prompt, width, height);
    expect(bytes).toHaveLength(width * height * 3);
    expect(new Set(bytes).size).toBeGreaterThan(16);
  }
});

test('seeds differ, and a seed adds nothing the negative prompt forbids', () => {
  expect(coast('', 1)).not.toEqual(coast('', 2));
  expect(coast('', 1)).toEqual(coast('', 1));
  const stages = Array.from({ length: 12 }, (_, seed) => {
    const request = { prompt: 'coast', negative: 'boat', seed, width: 64, height: 64 };
    return createStage(request, interpret(request.prompt, request.negative));
  });
  expect(stages.some((stage) => stage.shows('boat', 1))).toBe(false);
  expect(stages.every((stage) => stage.shows('lighthouse', 1))).toBe(true);
});

function coast(negative: string, seed: number): Uint8Array {
  return composeScene({ prompt: 'coast', negative, seed, width: 64, height: 64 }).frame(0);
}

test('any prompt can be drawn', () => {
  for (const prompt of ['', 'بحر', '🦖🦖', '\ud800', 'word '.repeat(20_000)]) {
    expect(rgb(prompt, 64, 64)).toHaveLength(64 * 64 * 3);
  }
});

function correlation(a: Uint8Array, b: Uint8Array): number {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [index, value] of a.entries()) {
    const other = (b[index] ?? 0) - meanB;
    both += (value - meanA) * other;
    squaresA += (value - meanA) ** 2;
    squaresB += other ** 2;
  }
  return both / Math.sqrt(squaresA * squaresB);
}

/** Mean absolute difference of two pictures, in byte steps. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
