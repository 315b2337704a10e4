import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { everything } from '../../../shared/domain/creation.ts';
import type { KeepOriginals } from '../../../shared/domain/exchange.ts';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { recount } from '../db/counters.ts';

const march = new Date(2024, 2, 5, 12);

async function rig(library = tempFolder()) {
  const folder = tempFolder();
  const studio = await createExchangeRig(library);
  const { watchedFolders, importer, when, ids } = studio;
  /** A file that nobody is writing any more, as when it was moved here. */
  const put = (name: string, seed: number, at = march) => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    const aside = join(tempFolder(), 'aside');
    writeFileSync(aside, samplePng(64, 48, seed));
    utimesSync(aside, at, at);
    renameSync(aside, path);
    return path;
  };
  /** Settles once so many creations are in. */
  const arrived = (count: number) =>
    ids().length >= count ? undefined : when('library.changed', () => ids().length >= count);
  const watch = async (keep: KeepOriginals = 'copy', path = folder) => {
    const added = await watchedFolders.add(path, keep);
    if (!added.ok) throw new Error(added.error.detail);
    return added.value;
  };
  const close = async () => {
    watchedFolders.close();
    await importer.stop();
    studio.close();
  };
  return { ...studio, library, folder, put, arrived, watch, close };
}

test('what is in a watched folder comes in, then what is new, deep inside too', async () => {
  const { put, watch, arrived, ids, imports, all, close } = await rig();
  put('first.png', 1);
  await watch();
  await arrived(1);
  put('second.png', 2);
  await arrived(2);
  put('deep/er/third.png', 3);
  await arrived(3);
  expect(ids()).toHaveLength(3);
  expect(all().every(({ reference }) => reference === null)).toBe(true);
  // Imports that told of nothing but success leave no row behind.
  expect(imports.recent(20).filter(({ state }) => state === 'done')).toEqual([]);
  await close();
});

test('by reference, a changed file comes in as another creation, and a renamed one stays what it was', async () => {
  const { put, folder, watch, arrived, all, when, close } = await rig();
  const path = put('a.png', 1);
  await watch('reference');
  await arrived(1);
  const found = when('library.changed', ({ changed }) => changed.length === 1);
  renameSync(path, join(folder, 'b.png'));
  await found;
  expect(all()).toMatchObject([{ present: true, reference: { path: join(folder, 'b.png') } }]);
  put('b.png', 2, new Date(2024, 3, 1));
  await arrived(2);
  expect(all().map(({ present }) => present)).toEqual([true, false]);
  await close();
});

test('a file that is still being written is waited for', async () => {
  const { folder, watch, arrived, all, close } = await rig();
  await watch();
  const whole = samplePng(300, 300, 5);
  const path = join(folder, 'slow.png');
  writeFileSync(path, whole.subarray(0, 100));
  appendFileSync(path, whole.subarray(100));
  await arrived(1);
  expect(all()).toMatchObject([{ sizeBytes: whole.length, width: 300 }]);
  await close();
}, 20_000);

/** What `exportOptions.sidecar` writes beside a picture. */
function describe(path: string, prompt: string, at = march): void {
  const document = {
    schema: 'videopicai-creation',
    v: 1,
    file: basename(path),
    sha256: 'ab'.repeat(32),
    mime: 'image/png',
    width: 64,
    height: 48,
    seconds: null,
    createdAt: '2024-01-01T00:00:00.000Z',
    model: 'Boats 2',
    recipe: {
      v: 1,
      app: '0.1.0',
      provider: 'replicate',
      model: 'someone/boats-2',
      prompt,
      negative: '',
      seed: 7,
      parameters: {},
      inputs: [],
      ai: true,
    },
  };
  writeFileSync(`${path}.json`, JSON.stringify(document));
  utimesSync(`${path}.json`, at, at);
}

test('a description that arrives after its picture is read then; what has a recipe keeps it', async () => {
  const { put, watch, arrived, all, when, creations, imports, importer, importAll, errors, db, close } =
    await rig();
  const path = put('boat.png', 1);
  await watch();
  await arrived(1);
  const [blank] = all();
  expect(blank).toMatchObject({ provider: 'import', recipe: { prompt: '' } });
  const text = 'a late boat 舟';
  const found = () => [...creations.index({ ...everything, text: 'late boa' }).ids];
  expect(found()).toEqual([]);
  const learned = when('library.changed', ({ changed }) => changed.includes(blank?.id ?? 0));
  describe(path, text);
  await learned;
  expect(all()).toMatchObject([
    {
      id: blank?.id,
      provider: 'replicate',
      modelId: 'someone/boats-2',
      modelName: 'boats-2',
      recipe: { prompt: text, seed: 7, parents: [{ relation: 'import' }] },
    },
  ]);
  expect(found()).toEqual([blank?.id]);
  const counts = () => db.prepare('SELECT id, creations FROM model ORDER BY id').all();
  const counted = counts();
  recount(db);
  expect(counts()).toEqual(counted);
  // What was learned is told before its import has ended.
  await importer.settled();
  expect(imports.recent(20)).toEqual([]);

  // A second word on it, by the folder or by an import, changes nothing.
  describe(path, 'another boat', new Date(2024, 3, 1));
  await importAll(path, `${path}.json`);
  expect(all()[0]?.recipe.prompt).toBe(text);
  expect(errors).toEqual([]);
  await close();
});

test('a description without its recipe, broken, or of nothing is no news of a watched folder', async () => {
  const { put, folder, watch, arrived, all, when, imports, errors, close } = await rig();
  const path = put('boat.png', 1);
  await watch();
  await arrived(1);
  const ended = when('import.progress', ({ state }) => state === 'done');
  writeFileSync(`${path}.json`, '{"half":');
  writeFileSync(join(folder, 'boat.txt'), '');
  for (const file of [`${path}.json`, join(folder, 'boat.txt')]) utimesSync(file, march, march);
  await ended;
  expect(all()).toMatchObject([{ recipe: { prompt: '' } }]);
  expect(imports.recent(20).flatMap(({ id }) => imports.skipped(id, 0, 10))).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('an import of descriptions alone gives them to the pictures they lie beside', async () => {
  const { put, importAll, all, close } = await rig();
  const path = put('boat.png', 1);
  await importAll(path);
  expect(all()[0]?.recipe.prompt).toBe('');
  describe(path, 'a boat told of later');
  expect(await importAll(path, `${path}.json`)).toMatchObject({ duplicates: 1, skipped: 0 });
  expect(all()).toMatchObject([{ recipe: { prompt: 'a boat told of later' } }]);
  await close();
});

test('at the start only what is new or changed is read, and what was deleted there stays in', async () => {
  const first = await rig();
  const { put, watch, arrived, folder, library } = first;
  for (const seed of [1, 2, 3]) put(`${seed}.png`, seed);
  await watch();
  await arrived(3);
  // The last of three is in before its import has ended; closed there, the import would be told of again.
  await first.importer.settled();
  await first.close();
  rmSync(join(folder, '1.png'));
  put('2.png', 22, new Date(2024, 3, 1));
  put('new.png', 4);
  const again = await createExchangeRig(library);
  const read: number[] = [];
  again.heard(({ name, payload }) => {
    if (name === 'import.progress') read.push((payload as { found: number }).found);
  });
  const both = again.when('library.changed', () => again.ids().length === 5);
  again.watchedFolders.start();
  await both;
  await again.importer.settled();
  expect(Math.max(...read)).toBe(2);
  expect(again.all().every(({ present }) => present)).toBe(true);
  again.watchedFolders.close();
  await again.importer.stop();
  again.close();
});

test('a folder that goes away is told and waited for; nothing is lost by it', async () => {
  const { put, folder, watch, arrived, watchedFolders, when, ids, all, close } = await rig();
  put('1.png', 1);
  await watch('reference');
  await arrived(1);
  const state = () => watchedFolders.list()[0]?.state;
  const gone = when('watched.changed', () => state() === 'missing');
  renameSync(folder, `${folder}-away`);
  await gone;
  expect(ids()).toHaveLength(1);
  expect(all()[0]?.present).toBe(false);
  renameSync(`${folder}-away`, folder);
  put('2.png', 2);
  await arrived(2);
  expect(state()).toBe('watching');
  expect(all().every(({ present }) => present)).toBe(true);
  await close();
});

test('nested and doubled folders, the studio’s own, and what is none are refused in plain words', async () => {
  const { folder, library, watch, watchedFolders, close } = await rig();
  mkdirSync(join(folder, 'in/side'), { recursive: true });
  await watch('copy', join(folder, 'in'));
  const refused = async (path: string) => {
    const added = await watchedFolders.add(path, 'copy');
    return added.ok ? null : added.error.detail;
  };
  expect(await refused(join(folder, 'in'))).toBe('This folder is watched already.');
  expect(await refused(join(folder, 'in/side'))).toContain('is watched already');
  expect(await refused(folder)).toContain('Stop watching that one first');
  expect(await refused(join(library, 'media'))).toContain('the studio’s own');
  expect(await refused(join(folder, 'gone'))).toContain('ENOENT');
  expect(watchedFolders.list()).toHaveLength(1);
  await close();
});

test('a folder that holds the studio’s own is watched without it; junk is passed over and can be looked up', async () => {
  const outer = tempFolder();
  const { watch, arrived, importAll, ids, imports, watchedFolders, when, close } = await rig(
    join(outer, 'studio'),
  );
  const made = join(tempFolder(), 'made.png');
  writeFileSync(made, samplePng(64, 48, 1));
  await importAll(made);
  writeFileSync(join(outer, 'junk.png'), 'no picture');
  writeFileSync(join(outer, 'good.png'), samplePng(64, 48, 2));
  for (const name of ['junk.png', 'good.png']) utimesSync(join(outer, name), march, march);
  const ended = when('import.progress', ({ state }) => state === 'done');
  await watch('copy', outer);
  await Promise.all([arrived(2), ended]);
  expect(ids()).toHaveLength(2);
  const runId = watchedFolders.list()[0]?.skippedRunId ?? 0;
  expect(imports.skipped(runId, 0, 10)).toMatchObject([{ path: join(outer, 'junk.png') }]);
  await close();
});

test('not watched any more: what came stays, and nothing more comes', async () => {
  const { put, watch, arrived, ids, watchedFolders, importer, db, close } = await rig();
  put('1.png', 1);
  const { id } = await watch();
  await arrived(1);
  watchedFolders.remove(id);
  put('2.png', 2);
  await importer.settled();
  expect(watchedFolders.list()).toEqual([]);
  expect(ids()).toHaveLength(1);
  expect(db.prepare('SELECT count(*) FROM watched_file').pluck().get()).toBe(0);
  await close();
});

test('killed again and again while a watched folder comes in, it ends with every file in once', async () => {
  const { put, folder, library, close } = await rig();
  await close();
  for (let place = 0; place < 40; place += 1) put(`${place}.png`, place);
  const child = join(import.meta.dirname, '../../../tests/support/watch-child.ts');
  let kills = 0;
  for (let ended = false; !ended;) {
    const args = [child, library, folder, '40'];
    const studio = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (kills < 3) studio.stdout.once('data', () => studio.kill('SIGKILL'));
    studio.stdout.resume();
    const [code] = (await once(studio, 'exit')) as [number | null];
    ended = code === 0;
    if (!ended) kills += 1;
  }
  expect(kills).toBe(3);
  const again = await createExchangeRig(library);
  expect(new Set(again.all().map(({ sha256 }) => sha256)).size).toBe(40);
  expect(again.ids()).toHaveLength(40);
  again.close();
}, 120_000);
