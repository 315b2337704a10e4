import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportOptions } from '../../../shared/domain/exchange.ts';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createLibrary } from '../library/library.ts';
import { createMarks } from '../library/marks.ts';
import { createOrganiser } from '../library/organiser.ts';
import { createInputFiles } from '../media/input-files.ts';
import { createLargePictures } from '../media/large-pictures.ts';
import { createMediaServer } from '../media/serve-media.ts';
import { createTileCache } from '../media/tile-cache.ts';
import { createCopyIn } from '../storage/copy-in.ts';
import { examineOriginal } from '../storage/examine.ts';
import { locateOriginals } from '../storage/locate.ts';

const never = () => new AbortController().signal;

async function rig() {
  const source = tempFolder();
  const folder = tempFolder();
  const studio = await createExchangeRig(folder);
  const { db, creations, originals, thumbnails, references, intake } = studio;
  const put = (name: string, seed: number) => {
    const path = join(source, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, samplePng(64, 48, seed));
    return path;
  };
  const emit = () => undefined;
  const locating = {
    creations,
    originals,
    references,
    thumbnailMaker: thumbnails,
    intake,
    ownFolders: [folder],
    damagedFolder: join(folder, 'damaged'),
    emit,
  };
  const largePictures = createLargePictures({
    cache: createTileCache(join(folder, 'tiles'), 1e9, Date.now),
    creations,
    originals,
    log: { info: () => undefined, error: () => 'log' },
  });
  const serve = createMediaServer({
    creations,
    originals,
    thumbnails,
    largePictures,
    inputs: createInputFiles(join(folder, 'inputs')),
  });
  return {
    ...studio,
    source,
    folder,
    put,
    locating,
    library: createLibrary({
      creations,
      originals,
      thumbnails,
      largePictures,
      marks: createMarks(db, creations.touch),
      emit,
      now: Date.now,
    }),
    locate: (where: string, damaged: number | null = null) =>
      locateOriginals(where, damaged, locating, never(), () => undefined),
    served: (id: number) => serve(new Request(`app://studio/media/original/${id}`), `/media/original/${id}`),
    ownFiles: () =>
      readdirSync(join(folder, 'media'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
  };
}

/** Everything of a folder that tells whether somebody touched it. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const path = join(folder, name);
      const found = statSync(path);
      const bytes = found.isFile() ? readFileSync(path).toString('base64') : '';
      return `${name} ${found.mtimeMs} ${found.mode} ${bytes}`;
    })
    .toSorted();
}

test('a referenced original is read where it is, everywhere, and nothing is copied', async () => {
  const { source, put, referAll, all, thumbnail, served, exporter, ownFiles, originals, creations, close } =
    await rig();
  const path = put('boat.png', 1);
  const before = snapshot(source);
  expect(await referAll(source)).toMatchObject({ state: 'done', imported: 1 });
  const [creation] = all();
  const id = creation?.id ?? 0;
  expect(creation).toMatchObject({ present: true, reference: { path, changed: false } });
  expect(ownFiles()).toEqual([]);
  expect(thumbnail(id)).not.toBeNull();
  expect(Buffer.from(await (await served(id)).arrayBuffer())).toEqual(readFileSync(path));
  expect(await originals.verify(creations.originalOf(id)!)).toBe(true);
  const out = tempFolder();
  const options = exportOptions.parse({ template: 'out' });
  expect(await exporter.run([id], out, options, never())).toMatchObject({ saved: 1, failures: [] });
  expect(readFileSync(join(out, 'out.png'))).toEqual(readFileSync(path));
  expect(snapshot(source)).toEqual(before);
  close();
});

test('erasing a referenced creation for good leaves the person’s file alone, and says so before', async () => {
  const { source, put, referAll, importAll, all, ids, library, references, db, creations, ownFiles, close } =
    await rig();
  put('stays.png', 1);
  await referAll(source);
  const other = join(tempFolder(), 'own.png');
  writeFileSync(other, samplePng(64, 48, 2));
  await importAll(other);
  const before = snapshot(source);
  const own = all().find(({ reference }) => reference === null);
  expect(createOrganiser(db, Date.now, creations.readLooks).deletionImpact(ids())).toMatchObject({
    creations: 2,
    referenced: 1,
    sizeBytes: own?.sizeBytes,
  });
  library.trash(ids(), true);
  expect(await library.erase(all().map(({ id }) => id))).toBe(0);
  const trashed = db.prepare<[], number>('SELECT id FROM creation').pluck().all();
  expect(await library.erase(trashed)).toBe(2);
  expect(ownFiles()).toEqual([]);
  expect(references.use()).toEqual({ count: 0, sizeBytes: 0 });
  expect(snapshot(source)).toEqual(before);
  close();
});

test('a file that is gone or changed is told so, and is not shown as what it was', async () => {
  const { source, put, referAll, all, served, exporter, close } = await rig();
  put('gone.png', 1);
  put('changed.png', 2);
  await referAll(source);
  const [gone, changed] = ['gone', 'changed'].map((name) =>
    all().find(({ reference }) => reference?.path.endsWith(`${name}.png`)),
  );
  rmSync(join(source, 'gone.png'));
  put('changed.png', 9);
  const now = (id = 0) => all().find((one) => one.id === id);
  expect(now(gone?.id)).toMatchObject({ present: false, reference: { changed: false } });
  expect(now(changed?.id)).toMatchObject({ present: false, reference: { changed: true } });
  expect((await served(changed?.id ?? 0)).status).toBe(404);
  const report = await exporter.run(
    [gone?.id ?? 0, changed?.id ?? 0],
    tempFolder(),
    exportOptions.parse({}),
    never(),
  );
  expect(report).toMatchObject({ saved: 0, failures: [{}, {}] });
  close();
});

test('a file that was only touched is compared with its hash and is itself again', async () => {
  const { put, referAll, all, when, source, close } = await rig();
  const path = put('touched.png', 1);
  await referAll(source);
  utimesSync(path, new Date(2020, 1, 1), new Date(2020, 1, 1));
  const seen = when('library.changed', ({ changed }) => changed.length === 1);
  expect(all()[0]?.present).toBe(false);
  await seen;
  expect(all()[0]?.present).toBe(true);
  close();
});

test('why an original cannot be shown is told, and a good copy puts a damaged one right', async () => {
  const { importAll, ids, originals, creations, locate, locating, served, folder, close } = await rig();
  const elsewhere = tempFolder();
  const good = samplePng(64, 48, 2);
  writeFileSync(join(elsewhere, 'copy.png'), good);
  await importAll(elsewhere);
  const [id = 0] = ids();
  const path = originals.pathOf(creations.originalOf(id)!);
  const examine = () => examineOriginal(id, locating);
  expect(await examine()).toEqual({ kind: 'intact' });
  writeFileSync(path, good.subarray(0, 40));
  expect(await examine()).toEqual({ kind: 'cut', sizeBytes: 40, storedBytes: good.byteLength });
  writeFileSync(path, good.toReversed());
  expect(await examine()).toEqual({ kind: 'altered' });
  // One that is there is looked for only when it is named.
  expect(await locate(elsewhere)).toEqual({ found: 0, left: 0 });
  expect(await locate(elsewhere, id)).toEqual({ found: 1, left: 0 });
  expect(await examine()).toEqual({ kind: 'intact' });
  expect(Buffer.from(await (await served(id)).arrayBuffer())).toEqual(Buffer.from(good));
  expect(readdirSync(join(folder, 'damaged'))).toHaveLength(1);
  rmSync(path);
  expect(await examine()).toEqual({ kind: 'missing' });
  mkdirSync(path);
  expect(await examine()).toMatchObject({ kind: 'unreadable' });
  close();
});

test('missing originals are located by their bytes, referenced and copied ones alike', async () => {
  const { source, put, referAll, importAll, all, originals, creations, locate, served, ownFiles, close } =
    await rig();
  put('referenced.png', 1);
  await referAll(source);
  const copies = tempFolder();
  writeFileSync(join(copies, 'copied.png'), samplePng(64, 48, 2));
  await importAll(copies);
  const copied = all().find(({ reference }) => reference === null);
  rmSync(originals.pathOf(creations.originalOf(copied?.id ?? 0)!));
  const moved = tempFolder();
  renameSync(join(source, 'referenced.png'), join(moved, 'another name.dat'));
  writeFileSync(join(moved, 'decoy.png'), samplePng(64, 48, 7));
  expect(all().map(({ present }) => present)).toEqual([false, false]);
  expect(await locate(moved)).toEqual({ found: 1, left: 1 });
  expect(await locate(copies)).toEqual({ found: 1, left: 0 });
  expect(all().map(({ present }) => present)).toEqual([true, true]);
  expect(all().map(({ reference }) => reference?.path)).toContain(join(moved, 'another name.dat'));
  expect(ownFiles()).toHaveLength(1);
  for (const { id } of all()) expect((await served(id)).status).toBe(200);
  close();
});

test('a missing original is also found again when its bytes are imported once more', async () => {
  const { source, put, referAll, importAll, all, close } = await rig();
  const path = put('a.png', 1);
  await referAll(source);
  const elsewhere = join(tempFolder(), 'b.png');
  renameSync(path, elsewhere);
  expect(await referAll(elsewhere)).toMatchObject({ imported: 0, duplicates: 1 });
  expect(all()[0]).toMatchObject({ present: true, reference: { path: elsewhere } });
  const third = join(tempFolder(), 'c.png');
  renameSync(elsewhere, third);
  expect(await importAll(third)).toMatchObject({ imported: 0, duplicates: 1 });
  expect(all()[0]).toMatchObject({ present: true, reference: null });
  close();
});

test('references become copies; what is not there any more stays as it is', async () => {
  const { source, put, referAll, all, references, locating, ownFiles, close } = await rig();
  for (const place of [1, 2, 3]) put(`${place}.png`, place);
  await referAll(source);
  rmSync(join(source, '1.png'));
  put('2.png', 22);
  const before = snapshot(source);
  const done = Promise.withResolvers<void>();
  const copyIn = createCopyIn({
    ...locating,
    progress: (at, total) => {
      if (at === total && references.wantedUse().count === 0) done.resolve();
    },
  });
  copyIn.copyAll();
  await done.promise;
  await copyIn.close();
  expect(copyIn.use()).toMatchObject({ count: 2, copying: null, failed: 2 });
  expect(ownFiles()).toHaveLength(1);
  expect(
    all()
      .filter(({ present }) => present)
      .map(({ reference }) => reference),
  ).toEqual([null]);
  expect(snapshot(source)).toEqual(before);
  close();
});

test('copying references in, killed again and again, ends with every copy and every file as it was', async () => {
  const { source, folder, put, referAll, close } = await rig();
  for (let place = 0; place < 30; place += 1) put(`${place}.png`, place);
  await referAll(source);
  close();
  const before = snapshot(source);
  const child = join(import.meta.dirname, '../../../tests/support/copy-in-child.ts');
  let kills = 0;
  for (let ended = false; !ended;) {
    const studio = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (kills < 3) studio.stdout.once('data', () => studio.kill('SIGKILL'));
    studio.stdout.resume();
    const [code] = (await once(studio, 'exit')) as [number | null];
    ended = code === 0;
    if (!ended) kills += 1;
  }
  expect(kills).toBe(3);
  const again = await createExchangeRig(folder);
  expect(again.references.use().count).toBe(0);
  expect(again.all().every(({ present, reference }) => present && reference === null)).toBe(true);
  for (const id of again.ids())
    expect(await again.originals.verify(again.creations.originalOf(id)!)).toBe(true);
  expect(snapshot(source)).toEqual(before);
  again.close();
}, 120_000);
