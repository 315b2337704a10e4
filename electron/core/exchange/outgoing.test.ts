import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createOutgoing } from './outgoing.ts';

const hour = 60 * 60 * 1000;

async function library(pictures: readonly Buffer[]) {
  const source = tempFolder();
  for (const [place, bytes] of pictures.entries()) writeFileSync(join(source, `${place}.png`), bytes);
  const studio = await createExchangeRig(tempFolder());
  await studio.importAll(source);
  const folder = join(tempFolder(), 'out');
  let now = Date.now();
  const outgoing = createOutgoing({
    creations: studio.creations,
    originals: studio.originals,
    thumbnails: { get: async () => null },
    folder,
    now: () => now,
  });
  const prepare = (ids = studio.ids(), signal = new AbortController().signal) =>
    outgoing.prepare(ids, signal);
  return { ...studio, folder, prepare, pass: (ms: number) => (now += ms) };
}

test('what is dragged out is the original, byte for byte, under a name of its own', async () => {
  const pictures = [samplePng(40, 30, 1), samplePng(40, 30, 2)];
  const studio = await library(pictures);
  const files = await studio.prepare();
  if (files.kind !== 'ready') throw new Error(files.kind);
  expect(files.paths).toHaveLength(2);
  expect(new Set(files.paths).size).toBe(2);
  for (const path of files.paths) expect(basename(path)).toMatch(/^\d{4}-\d{2}-\d{2}.*\.png$/);
  const left = files.paths.map((path) => readFileSync(path).toString('hex')).toSorted();
  expect(left).toEqual(pictures.map((bytes) => bytes.toString('hex')).toSorted());
  expect(await sharp(files.icon).metadata()).toMatchObject({ format: 'png' });
});

test('whoever writes to what was dragged out does not write to the library', async () => {
  const picture = samplePng(40, 30, 1);
  const studio = await library([picture]);
  const files = await studio.prepare();
  if (files.kind !== 'ready') throw new Error(files.kind);
  const [path = ''] = files.paths;
  const [id = 0] = studio.ids();
  const ref = studio.creations.originalOf(id);
  if (!ref) throw new Error('no original');
  expect(statSync(path).ino).not.toBe(statSync(studio.originals.pathOf(ref)).ino);
  writeFileSync(path, 'edited');
  expect(readFileSync(studio.originals.pathOf(ref))).toEqual(picture);
});

test('what is left of earlier drags is removed after an hour, not while it may still be read', async () => {
  const studio = await library([samplePng()]);
  const first = await studio.prepare();
  await studio.prepare();
  expect(readdirSync(studio.folder)).toHaveLength(2);
  if (first.kind !== 'ready') throw new Error(first.kind);
  const old = new Date(Date.now() - 2 * hour);
  utimesSync(dirname(first.paths[0] ?? ''), old, old);
  await studio.prepare();
  expect(readdirSync(studio.folder)).toHaveLength(2);
  studio.pass(2 * hour);
  await studio.prepare();
  expect(readdirSync(studio.folder)).toHaveLength(1);
});

test('a drag that has ended leaves nothing, and one of missing files is refused', async () => {
  const studio = await library([samplePng()]);
  await expect(studio.prepare(studio.ids(), AbortSignal.abort())).rejects.toThrow('abort');
  expect(readdirSync(studio.folder)).toEqual([]);
  expect(await studio.prepare([4711])).toEqual({ kind: 'refused', reason: 'missing' });
});
