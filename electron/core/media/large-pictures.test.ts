import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { smallestLevel } from '../../../shared/domain/large-picture.ts';
import { createInputFiles } from './input-files.ts';
import { createLargePictures } from './large-pictures.ts';
import { createOriginals } from './originals.ts';
import { createMediaServer } from './serve-media.ts';
import { createThumbnailMaker } from './thumbnail-maker.ts';
import { openThumbnailStore } from './thumbnails.ts';
import { createTileCache } from './tile-cache.ts';

const huge = { width: 12_500, height: 8000 };

async function library(maxBytes = 1e9) {
  const folder = tempFolder();
  const { add, creations, db } = await createLibraryRig(folder);
  const originals = createOriginals(join(folder, 'media'));
  const tiles = join(folder, 'tiles');
  const logged: unknown[] = [];
  let at = 1_790_000_000_000;
  const now = () => (at += 1000);
  const begin = () =>
    createLargePictures({
      cache: createTileCache(tiles, maxBytes, now),
      creations,
      originals,
      log: { info: (...line) => void logged.push(line), error: () => 'log' },
    });
  const store = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const pictures = begin();
  const serve = createMediaServer({
    creations,
    originals,
    largePictures: pictures,
    thumbnails: createThumbnailMaker({ store, creations, originals, emit: () => undefined }),
    inputs: createInputFiles(join(folder, 'inputs')),
  });
  /** @param write puts the picture at a path */
  async function keep(size: typeof huge, write: (path: string) => Promise<unknown>): Promise<number> {
    const id = add('large', size);
    const sha256 = Buffer.alloc(32, id % 251);
    db.prepare('UPDATE creation SET sha256 = ? WHERE id = ?').run(sha256, id);
    const path = originals.pathOf({ sha256, format: 'png' });
    mkdirSync(dirname(path), { recursive: true });
    await write(path);
    return id;
  }
  const get = (path: string) => serve(new Request(`app://studio${path}`), path);
  return { keep, add, get, begin, pictures, tiles, creations, db, logged };
}

const long = { width: 1, height: 30_000 };
const blank = (size: typeof huge) => (path: string) =>
  sharp({ create: { ...size, channels: 3, background: '#456' }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toFile(path);

test.each(['jpeg', 'png'] as const)(
  '100 megapixels (%s): a rendition, then full-resolution tiles, in bounded memory',
  { timeout: 60_000 },
  async (format) => {
    const { keep, get } = await library();
    const mark = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    const id = await keep(huge, (path) =>
      sharp({ create: { ...huge, channels: 3, background: '#00f' }, limitInputPixels: false })
        .composite([{ input: mark, left: 512 * 20 + 100, top: 512 * 10 + 200 }])
        .toFormat(format, { compressionLevel: 1 })
        .toFile(path),
    );
    const before = process.memoryUsage().rss;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
    const screen = await get(`/media/screen/${id}`);
    expect(await sharp(await screen.arrayBuffer()).metadata()).toMatchObject({ width: 2560, height: 1638 });
    const tile = await get(`/media/tile/${id}/0/20/10`);
    clearInterval(watch);
    const pixels = sharp(await tile.arrayBuffer());
    expect(await pixels.metadata()).toMatchObject({ width: 512, height: 512 });
    const [red = 0, , blue = 255] = await pixels
      .extract({ left: 120, top: 220, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(red > 240 && blue < 20).toBe(true);
    // A whole decode would be 400 MB.
    expect((peak - before) / 1e6).toBeLessThan(200);
  },
);

test('1 × 30,000 px', async () => {
  const { keep, get } = await library();
  const id = await keep(long, blank(long));
  expect((await get(`/media/screen/${id}`)).status).toBe(200);
  const last = await get(`/media/tile/${id}/0/0/58`);
  expect(await sharp(await last.arrayBuffer()).metadata()).toMatchObject({ width: 1, height: 304 });
  expect(last.headers.get('content-type')).toBe('image/jpeg');
  expect((await get(`/media/tile/${id}/${smallestLevel(long)}/0/0`)).status).toBe(200);
});

test('addresses are numbers that exist; small pictures have no tiles', async () => {
  const { keep, add, get } = await library();
  const id = await keep(long, blank(long));
  const small = add('small');
  for (const path of [
    `/media/tile/${id}/0/0/59`,
    `/media/tile/${id}/0/1/0`,
    `/media/tile/${id}/99/0/0`,
    `/media/tile/${id}/0/0`,
    `/media/tile/${id}/0/0/-1`,
    `/media/tile/${id}/0/0/1e0`,
    `/media/tile/${id}/0/..%2F..%2F/0`,
    `/media/screen/${small}`,
    `/media/tile/${small}/0/0/0`,
    '/media/screen/99999999999999999999',
    '/media/screen/',
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test('a picture that cannot be decoded is told once, and asked no more until the cache is cleared', async () => {
  const { keep, get, pictures, logged } = await library();
  const id = await keep(long, async (path) => mkdirSync(path));
  expect((await get(`/media/screen/${id}`)).status).toBe(404);
  expect((await get(`/media/screen/${id}`)).status).toBe(404);
  expect(logged).toHaveLength(1);
  await pictures.clear();
  expect((await get(`/media/screen/${id}`)).status).toBe(404);
  expect(logged).toHaveLength(2);
});

test('going on drops what waits for pictures left behind; the ones on screen are made', async () => {
  const { keep, pictures, tiles } = await library();
  const ids = [];
  for (let count = 0; count < 5; count += 1) ids.push(await keep(long, blank(long)));
  const made = await Promise.all(ids.map((id) => pictures.tile(id, 0, 0, 0)));
  // The first had begun; of the others only the two looked at last are wanted.
  expect(made.map((path) => path !== null)).toEqual([true, false, false, true, true]);
  expect(readdirSync(tiles).filter((name) => name !== '.making')).toHaveLength(3);
});

test('what was not looked at for longest makes room, in later runs too', async () => {
  const { keep, begin, pictures, tiles } = await library(1);
  const ids: number[] = [];
  for (let count = 0; count < 3; count += 1) ids.push(await keep(long, blank(long)));
  for (const id of ids) expect(await pictures.screen(id)).not.toBeNull();
  const there = () => ids.map((id) => existsSync(join(tiles, String(id))));
  expect(there()).toEqual([false, true, true]);
  const later = begin();
  expect(await later.sizeBytes()).toBeGreaterThan(0);
  await later.screen(ids[1] ?? 0);
  await later.screen(ids[0] ?? 0);
  expect(there()).toEqual([true, true, false]);
});

test('tiles go with their creation, with the cache, and may be deleted by hand', async () => {
  const { keep, get, pictures, tiles, creations, begin } = await library();
  const [first, second] = [await keep(long, blank(long)), await keep(long, blank(long))];
  for (const id of [first, second]) expect((await get(`/media/tile/${id}/0/0/0`)).status).toBe(200);
  const both = await pictures.sizeBytes();
  await pictures.forget([first]);
  expect(await pictures.sizeBytes()).toBeCloseTo(both / 2, -3);
  rmSync(tiles, { recursive: true });
  expect((await get(`/media/tile/${second}/0/0/0`)).status).toBe(200);
  await pictures.clear();
  expect([existsSync(tiles), await pictures.sizeBytes()]).toEqual([false, 0]);

  // Erased while they are being made.
  const making = pictures.tile(first, 0, 0, 0);
  creations.setTrashed([first], 1);
  creations.erase([first]);
  await making;
  expect(existsSync(join(tiles, String(first)))).toBe(false);

  // Half-made when the program was killed.
  mkdirSync(join(tiles, '.making', '7-levels'), { recursive: true });
  begin();
  expect(existsSync(join(tiles, '.making'))).toBe(false);
});
