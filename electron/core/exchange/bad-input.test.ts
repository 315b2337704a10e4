import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { exportOptions } from '../../../shared/domain/exchange.ts';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { pngWith } from '../../../tests/fixtures/recipes/marked-files.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { mountSmallDisk } from '../../../tests/support/small-disk.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { startLibrary } from '../storage/start-library.ts';

const probe = mountSmallDisk(1024 * 1024);
// Skipped where this user may not mount a small file system (tmpfs).
probe?.unmount();

async function rig(library = tempFolder()) {
  const source = tempFolder();
  const studio = await createExchangeRig(library, { threads: true });
  const close = async () => {
    await studio.importer.stop();
    studio.close();
  };
  const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(source, name), bytes);
  return { ...studio, library, source, put, close };
}

function drive(sizeBytes = 32 * 1024 * 1024) {
  const disk = mountSmallDisk(sizeBytes);
  if (!disk) throw new Error('cannot mount');
  onTestFinished(disk.unmount);
  return {
    folder: disk.folder,
    makeReadOnly: () => spawnSync('mount', ['-o', 'remount,ro', disk.folder]),
    /** As pulled out: whoever has a file open keeps it, nobody else finds anything. */
    pullOut: () => spawnSync('umount', ['-l', disk.folder]),
  };
}

test('ten thousand files of junk: each has its reason, and the pictures among them are in', async () => {
  const { source, put, importAll, imports, ids, close, errors } = await rig();
  const junk = [
    '',
    'x',
    '{"a":1}',
    '<!doctype html>',
    'RIFF\0\0\0\0WEBP',
    'GIF89a',
    '\x89PNG\r\n\x1a\n',
    '<svg',
  ];
  for (let n = 0; n < 10_000; n += 1) put(`junk-${n}.png`, Buffer.from(junk[n % junk.length]!, 'latin1'));
  for (let n = 0; n < 3; n += 1) put(`picture-${n}.png`, samplePng(40, 30, n));
  const run = await importAll(source);
  expect(errors).toEqual([]);
  expect(run).toMatchObject({ state: 'done', found: 10_003, imported: 3, skipped: 10_000 });
  expect(ids()).toHaveLength(3);
  expect(imports.skipped(run.id, 9000, 1000)).toHaveLength(1000);
  expect(Object.values(run.reasons).every((reason) => reason.length > 8)).toBe(true);
  await close();
}, 120_000);

test('thirty thousand pixels each way are refused by their header; what can be decoded is in', async () => {
  const { source, put, importAll, all, close } = await rig();
  const head = Buffer.from(samplePng(8, 8, 1));
  const wide = await sharp({
    create: { width: 30_000, height: 1000, channels: 3, background: '#246' },
    limitInputPixels: false,
  })
    .png()
    .toBuffer();
  put('wide.png', wide);
  put('huge.png', hugePngHead(head, 30_000, 30_000));
  const deep = await sharp(samplePng(64, 48, 3))
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const cmyk = await sharp(samplePng(64, 48, 4))
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer();
  put('deep.png', deep);
  put('cmyk.jpg', cmyk);
  const run = await importAll(source);
  expect(run.reasons).toEqual({
    [join(source, 'huge.png')]: 'It has 900 megapixels; the most is 300.',
  });
  expect(all().map(({ width }) => width)).toContain(30_000);
  expect(run.imported).toBe(3);
  await close();
}, 60_000);

test('why a file stays out is said in words about that file, not about the library', async () => {
  const { library, source, put, importAll, all, close } = await rig();
  const avif = await sharp(samplePng(200, 150, 1))
    .avif()
    .toBuffer();
  put('cut.avif', avif.subarray(0, -20));
  put('about.txt', 'A picture can be drawn with an <svg> element.');
  put('page.txt', '<p>A page with an <svg></svg> in it</p>');
  put('LOUD.PNG', samplePng(40, 30, 2));
  put('LOUD.txt', 'a loud boat\nSteps: 2, Seed: 3, Model: x');
  put('drawing.svg', '<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const run = await importAll(source);
  const reasonOf = (name: string) => run.reasons[join(source, name)] ?? '';
  expect(reasonOf('cut.avif')).toMatch(/^It is damaged: /);
  expect(Object.values(run.reasons).filter((reason) => reason.includes(library))).toEqual([]);
  expect(reasonOf('about.txt')).toBe('It is not a known picture or video format.');
  expect(reasonOf('page.txt')).toBe('It is not a known picture or video format.');
  expect(reasonOf('LOUD.txt')).toBe('It is the description of the picture beside it.');
  expect(all().map(({ recipe }) => recipe.prompt)).toContain('a loud boat');
  expect(run).toMatchObject({ imported: 2, skipped: 4 });
  await close();
});

/** The same picture, promising another size. */
function hugePngHead(png: Buffer, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, 8),
    chunkOf('IHDR', header),
    chunkOf('IDAT', deflateSync(Buffer.alloc(16))),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
}

function chunkOf(type: string, data: Buffer): Buffer {
  const made = pngWith([[type, data]], 1);
  const afterHeader = 33;
  return made.subarray(afterHeader, afterHeader + 12 + data.length);
}

test('names with whatever a system allows come in, and go out under names that every system takes', async () => {
  const { source, put, importAll, referAll, all, ids, exporter, close } = await rig();
  const names = [
    'CON.png',
    'nul',
    'LPT1.tar.png',
    'ends with a dot.',
    ' spaces ',
    '-rf',
    'new\nline\r\ttab.png',
    '\u202egnp.exe',
    'a\u0301 decomposed, \u00e1 composed.png',
    '🦊👩‍👩‍👧.png',
    '%00%2e%2e%2f.png',
    '$(touch x);`id`|&.png',
    'o\'clock "quoted" \\back\\slash.png',
    `${'x'.repeat(251)}.png`,
    'ü'.repeat(127),
  ];
  for (const [n, name] of names.entries()) put(name, samplePng(40, 30, n));
  const run = await importAll(source);
  expect(run).toMatchObject({ state: 'done', imported: names.length, skipped: 0 });
  const out = tempFolder();
  const report = await exporter.run(
    ids(),
    out,
    exportOptions.parse({ template: '{prompt}{n}', sidecar: true }),
    new AbortController().signal,
  );
  expect(report).toMatchObject({ saved: names.length, failures: [] });
  for (const name of readdirSync(out)) {
    expect(name).not.toMatch(/[<>:"/\\|?*]|[. ]$|^(?:CON|NUL|LPT1)\b/i);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  }
  for (const [n, name] of names.entries()) writeFileSync(join(source, name), samplePng(41, 30, n));
  expect(await referAll(source)).toMatchObject({ imported: names.length, skipped: 0 });
  expect(all().every(({ present }) => present)).toBe(true);
  await close();
});

test.skipIf(process.platform !== 'linux')(
  'a name that is no text is told, wherever it lies, and what else is there comes in',
  async () => {
    const { source, put, importAll, close } = await rig();
    const bytes = (text: string, ...more: readonly number[]) =>
      Buffer.concat([Buffer.from(`${source}/${text}`), Buffer.from(more)]);
    writeFileSync(bytes('latin-', 0xe9, 0x2e, 0x70), samplePng(40, 30, 1));
    mkdirSync(bytes('folder-', 0xff));
    writeFileSync(bytes('folder-', 0xff, 0x2f, 0x61), samplePng(40, 30, 2));
    put('good.png', samplePng(40, 30, 3));
    // A name may really hold the character that stands for what could not be read.
    put('real \ufffd.png', samplePng(40, 30, 4));
    const run = await importAll(source);
    expect(run).toMatchObject({ state: 'done', found: 4, imported: 2, skipped: 2 });
    expect(new Set(Object.values(run.reasons))).toEqual(
      new Set(['Its name is not valid text. Give it another name to import it.']),
    );
    await close();
  },
);

test.skipIf(!probe)(
  'the drive that files come from is pulled out: halted, and no half of one is in',
  async () => {
    const stick = drive();
    const { importer, imports, when, all, originals, creations, close } = await rig();
    for (let n = 0; n < 60; n += 1) writeFileSync(join(stick.folder, `${n}.png`), samplePng(300, 300, n));
    const first = when('library.changed', ({ added }) => added.length > 0);
    const id = importer.start([stick.folder], 'copy');
    await first;
    stick.pullOut();
    await importer.settled();
    expect(imports.get(id)).toMatchObject({ state: 'halted', skipped: 0 });
    expect(all().length).toBeLessThan(60);
    for (const creation of all())
      expect(await originals.verify(creations.originalOf(creation.id)!)).toBe(true);
    await close();
  },
);

test.skipIf(!probe)(
  'the library’s own drive fills up in the middle: said, and the import goes on later',
  async () => {
    const disk = drive(16 * 1024 * 1024);
    const library = join(disk.folder, 'library');
    const { source, put, importer, imports, when, events, errors, close } = await rig(library);
    for (let n = 0; n < 60; n += 1) put(`${n}.png`, samplePng(300, 300, n));
    const first = when('library.changed', ({ added }) => added.length > 0);
    const id = importer.start([source], 'copy');
    await first;
    const filler = join(disk.folder, 'filler');
    const { bavail, bsize } = statfsSync(disk.folder);
    // The import takes some of it meanwhile: full is full.
    expect(() => writeFileSync(filler, Buffer.alloc(2 * bavail * bsize))).toThrow('ENOSPC');
    await importer.settled();
    expect(errors).toEqual([]);
    // Where not even the halt can be written down, the window is told.
    const told = events.some(({ name }) => name === 'app.notice');
    expect(told || imports.get(id)?.state === 'halted').toBe(true);
    await close();
    rmSync(filler);
    const again = await createExchangeRig(library);
    await again.staged.sweep(again.originals, again.creations);
    again.importer.resume();
    await again.importer.settled();
    expect(again.imports.get(id)).toMatchObject({ state: 'done', imported: 60, skipped: 0 });
    expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok');
    again.close();
  },
);

test.skipIf(!probe)('a library on a read-only drive is not opened, and stays as it is', async () => {
  const disk = drive();
  const { importAll, source, put, close } = await rig(disk.folder);
  put('a.png', samplePng());
  await importAll(source);
  await close();
  const path = join(disk.folder, 'library.sqlite');
  const before = readFileSync(path);
  disk.makeReadOnly();
  expect(await startLibrary(disk.folder, { now: Date.now })).toMatchObject({
    ok: false,
    error: { kind: 'unwritable' },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});
