import { readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { png } from '../../../tests/support/pictures.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createInputFiles } from './input-files.ts';
import { inspectFile } from './inspect.ts';
import { createOriginals, TooLargeError } from './originals.ts';
import { makeThumbnail, openThumbnailStore } from './thumbnails.ts';

test('a file is named by its bytes only when it is complete', async () => {
  const folder = join(tempFolder(), 'media');
  const originals = createOriginals(folder);
  const bytes = await png();
  const received = await originals.receive([bytes.subarray(0, 10), bytes.subarray(10)], 1e6);
  const ref = { sha256: received.sha256, format: 'png' };
  expect(received.sha256.toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(originals.isPresent(ref)).toBe(false);
  await originals.keep(received, 'png');
  expect(Buffer.from(await readFile(originals.pathOf(ref))).equals(Buffer.from(bytes))).toBe(true);
  expect(await originals.verify(ref)).toBe(true);
  // The same bytes again are one file, and the temporary one is gone.
  await originals.keep(await originals.receive([bytes], 1e6), 'png');
  expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
  writeFileSync(originals.pathOf(ref), 'rot');
  expect(await originals.verify(ref)).toBe(false);
});

test('a stream that breaks or never ends leaves nothing', async () => {
  const folder = join(tempFolder(), 'media');
  const originals = createOriginals(folder);
  async function* broken() {
    yield new Uint8Array(10);
    throw new Error('line cut');
  }
  async function* endless() {
    for (;;) yield new Uint8Array(1000);
  }
  await expect(originals.receive(broken(), 1e6)).rejects.toThrow('line cut');
  await expect(originals.receive(endless(), 5000)).rejects.toThrow(TooLargeError);
  expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
});

test('formats are told by bytes, never by name', async () => {
  const folder = tempFolder();
  const inspect = async (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(folder, name), bytes);
    return inspectFile(join(folder, name));
  };
  const picture = await png(40, 30);
  expect(await inspect('lies.mp4', picture)).toMatchObject({
    ok: true,
    value: { format: 'png', width: 40, height: 30 },
  });
  const turned = await sharp(picture).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await inspect('turned.jpg', turned)).toMatchObject({
    ok: true,
    value: { format: 'jpg', width: 30, height: 40 },
  });
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>';
  expect(await inspect('v.svg', svg)).toMatchObject({ ok: true, value: { format: 'svg', width: 20 } });
  expect(await inspect('page.png', '<!DOCTYPE html><html></html>')).toEqual({
    ok: false,
    error: 'It is a web page.',
  });
  expect(await inspect('error.png', '{"error":"no"}')).toEqual({ ok: false, error: 'It is text (JSON).' });
  expect(await inspect('empty.png', '')).toEqual({ ok: false, error: 'It is empty.' });
  expect((await inspect('cut.mp4', Buffer.from('0000001866747970697 36f6d', 'hex'))).ok).toBe(false);
});

test('a drawing that would take minutes to draw is refused before it is drawn', async () => {
  const path = join(tempFolder(), 'drawing.svg');
  const inspect = (text: string, before = '') => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><text y="9">${text}</text></svg>`;
    writeFileSync(path, before + svg);
    return inspectFile(path);
  };
  const words = (count: number) => 'word '.repeat(count / 5);
  const lines = '</text><text y="20">'.concat(words(1000)).repeat(20);
  expect(await inspect(words(5000) + lines)).toMatchObject({ ok: true });
  const error = 'It is a drawing with a text of more than 5,000 characters.';
  expect(await inspect(words(200_000))).toEqual({ ok: false, error });
  expect(await inspect(`<tspan>${words(4000)}</tspan> <tspan>${words(4000)}</tspan>`)).toEqual({
    ok: false,
    error,
  });
  const entities = `<!DOCTYPE svg [<!ENTITY a "${words(500)}"><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>`;
  expect(await inspect('&b;', entities)).toMatchObject({ ok: true });
  expect(await inspect('&b;&b;', entities)).toEqual({ ok: false, error });
  const endless = '<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>';
  expect(await inspect('&a;', endless)).toEqual({ ok: false, error });
  const chain = Array.from({ length: 50_000 }, (_, n) => `<!ENTITY a${n} "&a${n + 1};">`).join('');
  expect(await inspect('&a0;', `<?xml version="1.0"?><!--<svg--><!DOCTYPE svg [${chain}]>`)).toEqual({
    ok: false,
    error,
  });
  // As drawing programs write it.
  const named = '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>';
  expect(await inspect('a few words', named)).toMatchObject({ ok: true });
});

test('a picture of more pixels than can be decoded is refused by its header alone', async () => {
  const header = Buffer.from(await png(10, 10));
  header.writeUInt32BE(40_000, 16);
  header.writeUInt32BE(40_000, 20);
  const path = join(tempFolder(), 'huge.png');
  writeFileSync(path, header);
  expect(await inspectFile(path)).toMatchObject({ ok: false });
});

test('thumbnails fit, keep the ratio, know the colour, and refuse a cut-off file', async () => {
  const made = await makeThumbnail(await png(1600, 800, '#ff8000'));
  expect(await sharp(made.small).metadata()).toMatchObject({ format: 'webp', width: 256, height: 128 });
  expect(await sharp(made.large).metadata()).toMatchObject({ format: 'jpeg', width: 512, height: 256 });
  expect(made.color.toString(16)).toMatch(/^f[ef]8[01]0[0-2]$/);
  const small = await makeThumbnail(await png(20, 10));
  expect(await sharp(small.small).metadata()).toMatchObject({ width: 20 });
  const noise = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
      background: '#000',
    },
  })
    .png()
    .toBuffer();
  await expect(makeThumbnail(noise.subarray(0, noise.length / 2))).rejects.toThrow();
});

test('grey, transparent and one-pixel pictures get thumbnails too', async () => {
  const grey = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#777' } })
    .greyscale()
    .png()
    .toBuffer();
  const clear = await sharp({
    create: { width: 50, height: 50, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  for (const bytes of [grey, clear, await png(1, 1)]) {
    expect((await makeThumbnail(bytes)).small.length).toBeGreaterThan(0);
  }
});

test('a damaged thumbnail cache is replaced, not mourned', () => {
  const path = join(tempFolder(), 'thumbnails.sqlite');
  writeFileSync(path, 'garbage'.repeat(1000));
  const store = openThumbnailStore(path);
  store.put([{ id: 5, thumbnail: { small: Buffer.from('s'), large: Buffer.from('l'), color: 0, look: 0n } }]);
  expect(store.get(5, 256)?.toString()).toBe('s');
  expect(store.get(6, 512)).toBeNull();
  expect(store.clear()).toBe(1);
  store.close();
});

test('inputs are kept by hash; what is no picture is refused with the reason', async () => {
  const inputs = createInputFiles(join(tempFolder(), 'inputs'));
  const added = await inputs.add(await png(12, 34));
  if (!added.ok) throw new Error(added.error.code);
  expect(added.value).toMatchObject({ mime: 'image/png', width: 12, height: 34 });
  expect(inputs.find(added.value.sha256)?.mime).toBe('image/png');
  expect((await inputs.read(added.value.sha256)).byteLength).toBe(added.value.sizeBytes);
  expect(await inputs.add(Buffer.from('hello'))).toMatchObject({
    ok: false,
    error: { code: 'invalid_input' },
  });
  expect(inputs.find('../../etc/passwd')).toBeNull();
  await expect(inputs.read('0'.repeat(64))).rejects.toThrow('missing');
});
