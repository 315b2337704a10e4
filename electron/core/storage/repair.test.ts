import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeLibrary } from '../../../tests/support/small-library.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { everything } from '../../../shared/domain/creation.ts';
import { createFileIndex } from '../db/file-index.ts';
import { createNotes } from '../library/notes.ts';
import { createCreationRepository } from '../library/creation-repository.ts';
import { createInputFiles } from '../media/input-files.ts';
import { createOriginals } from '../media/originals.ts';
import { createReferences } from '../media/references.ts';
import { createThumbnailMaker } from '../media/thumbnail-maker.ts';
import { openThumbnailStore } from '../media/thumbnails.ts';
import { checkLibrary, summaryOf } from './check.ts';
import { repairLibrary } from './repair.ts';
import { startLibrary } from './start-library.ts';

const prompts = ['a red boat', 'two green cats', 'the blue tower', 'a yellow sun'];
const sound = {
  checked: 4,
  missing: [],
  changed: [],
  damaged: [],
  strays: 0,
  thumbnailsMissing: 0,
  searchWrong: 0,
  databaseOk: true,
};

async function library() {
  const data = tempFolder();
  const ids = await makeLibrary(data, prompts);
  const started = await startLibrary(data, { now: () => 1_790_000_000_000 });
  if (!started.ok) throw new Error(started.error.kind);
  const { db, home, run } = started.value;
  const references = createReferences(db);
  const originals = createOriginals(home.media, references);
  const creations = createCreationRepository(db, originals.isPresent);
  const thumbnails = openThumbnailStore(home.thumbnails);
  const suspected: string[] = [];
  const deps = {
    db,
    database: home.database,
    creations,
    originals,
    references,
    thumbnails,
    run,
    inputs: createInputFiles(home.inputs),
    thumbnailMaker: createThumbnailMaker({ store: thumbnails, creations, originals, emit: () => undefined }),
    damagedFolder: home.damaged,
    suspect: () => void suspected.push('suspect'),
  };
  const signal = new AbortController().signal;
  const quiet = () => undefined;
  return {
    ids,
    db,
    home,
    deps,
    pathOf: (place: number) => originals.pathOf(creations.originalOf(ids[place] ?? 0)!),
    check: async () => summaryOf(await checkLibrary(deps, signal, quiet)),
    repair: (given = signal) => repairLibrary(deps, given, quiet),
  };
}

test('a sound library is found sound, and a repair changes nothing', async () => {
  const { check, repair } = await library();
  expect(await check()).toEqual(sound);
  expect(await repair()).toEqual({
    originalsFound: 0,
    thumbnailsMade: 0,
    searchRebuilt: 0,
    databaseAtNextStart: false,
    left: sound,
  });
});

test('everything that can be wrong is found, and what can be put right is', async () => {
  const { ids, db, deps, home, pathOf, check, repair } = await library();
  // Lost, but its bytes were once used as an input.
  const kept = await deps.inputs.add(readFileSync(pathOf(0)));
  expect(kept.ok).toBe(true);
  rmSync(pathOf(0));
  // Damaged, and nowhere else.
  writeFileSync(pathOf(1), 'no picture');
  // Lost, and there under another ending.
  renameSync(pathOf(2), pathOf(2).replace('.png', '.webp'));
  deps.thumbnails.remove([ids[3] ?? 0]);
  db.prepare('DELETE FROM prompt_index WHERE rowid = ?').run(ids[3]);
  db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (2048, ?)').run('of a creation that is gone');
  const inside = () => [...deps.creations.index({ ...everything, text: '*ello*' }).ids];
  expect(inside()).toEqual([]);
  const stray = join(home.media, 'ab', 'cd', `${'abcd'.padEnd(64, '0')}.png`);
  mkdirSync(dirname(stray), { recursive: true });
  writeFileSync(stray, 'a stray');

  expect(await check()).toEqual({
    ...sound,
    missing: [ids[0], ids[2]],
    damaged: [ids[1]],
    strays: 2,
    thumbnailsMissing: 1,
    searchWrong: 2,
  });
  const repaired = await repair();
  expect(repaired).toMatchObject({ originalsFound: 2, searchRebuilt: 4, databaseAtNextStart: false });
  expect(repaired.left).toMatchObject({ missing: [], damaged: [ids[1]], thumbnailsMissing: 0 });
  expect(readFileSync(stray, 'utf8')).toBe('a stray');
  expect(readFileSync(pathOf(1), 'utf8')).toBe('no picture');
  expect(await check()).toEqual({ ...sound, damaged: [ids[1]], strays: 2 });
  const words = db
    .prepare("SELECT rowid FROM prompt_index WHERE prompt_index MATCH 'yellow OR gone'")
    .pluck();
  expect(words.all()).toEqual([ids[3]]);
  expect(inside()).toEqual([ids[3]]);
});

test('files that are not found by their bytes are found again', async () => {
  const { ids, deps, db, check, repair } = await library();
  const hashes = ids.map((id) => deps.creations.originalOf(id)?.sha256 ?? Buffer.alloc(32));
  const [first = Buffer.alloc(32)] = hashes;
  createFileIndex(db).remove(ids[0] ?? 0, first);
  createFileIndex(db).add(2048, first);
  expect(deps.creations.isNamed(first)).toBe(false);
  expect((await check()).searchWrong).toBe(2);
  expect((await repair()).searchRebuilt).toBe(prompts.length);
  expect(hashes.flatMap((sha256) => deps.creations.idsOf(sha256))).toEqual(ids);

  db.unsafeMode(true);
  db.exec('DELETE FROM file_index_data WHERE id > 10');
  db.unsafeMode(false);
  expect((await check()).searchWrong).toBe(prompts.length);
  expect((await repair()).searchRebuilt).toBe(prompts.length);
  expect(await check()).toEqual(sound);
});

test('a damaged original that is found again is set aside, not deleted', async () => {
  const { deps, home, pathOf, repair } = await library();
  await deps.inputs.add(readFileSync(pathOf(0)));
  writeFileSync(pathOf(0), 'no picture');
  expect(await repair()).toMatchObject({ originalsFound: 1, left: { damaged: [] } });
  const [aside = ''] = readdirSync(home.damaged);
  expect(readFileSync(join(home.damaged, aside), 'utf8')).toBe('no picture');
});

test('a broken search index is made anew', async () => {
  const { db, check, repair } = await library();
  db.unsafeMode(true);
  db.exec('DELETE FROM prompt_index_data WHERE id > 10');
  db.unsafeMode(false);
  expect((await check()).searchWrong).toBe(prompts.length);
  expect((await repair()).searchRebuilt).toBe(prompts.length);
  expect(await check()).toEqual(sound);
});

test('notes that cannot be found are found again, and prompts are left alone', async () => {
  const { ids, db, check, repair } = await library();
  const notes = createNotes(db);
  notes.set([{ ids: [...ids], text: 'for the poster' }]);
  db.prepare('DELETE FROM note_index WHERE rowid = ?').run(ids[0]);
  db.prepare('INSERT INTO note_index(rowid, text) VALUES (2048, ?)').run('of a creation that is gone');
  expect((await check()).searchWrong).toBe(2);
  expect((await repair()).searchRebuilt).toBe(prompts.length);
  expect(await check()).toEqual(sound);
  const found = db.prepare("SELECT rowid FROM note_index WHERE note_index MATCH 'poster OR gone'").pluck();
  expect(new Set(found.all())).toEqual(new Set(ids));

  db.unsafeMode(true);
  db.exec('DELETE FROM note_index_data WHERE id > 10');
  db.unsafeMode(false);
  expect((await check()).searchWrong).toBe(prompts.length);
  expect((await repair()).searchRebuilt).toBe(prompts.length);
  expect(await check()).toEqual(sound);
  // What is erased still goes from the new index too.
  notes.set([{ ids: [...ids], text: '' }]);
  expect(await check()).toEqual(sound);
});

test('a referenced original that is changed is told apart, and mended in the library, never where it lies', async () => {
  const { ids, deps, home, pathOf, check, repair } = await library();
  const ref = deps.creations.originalOf(ids[0] ?? 0)!;
  const elsewhere = join(tempFolder(), 'mine.png');
  const bytes = readFileSync(pathOf(0));
  renameSync(pathOf(0), elsewhere);
  const { size, mtimeMs } = statSync(elsewhere);
  deps.references.put(ref.sha256, {
    path: elsewhere,
    sizeBytes: size,
    modifiedAt: Math.floor(mtimeMs),
  });
  expect(await check()).toEqual(sound);
  writeFileSync(elsewhere, 'changed by me');
  expect(await check()).toEqual({ ...sound, changed: [ids[0]] });
  rmSync(elsewhere);
  expect(await check()).toEqual({ ...sound, missing: [ids[0]] });
  writeFileSync(elsewhere, 'changed by me');
  await deps.inputs.add(bytes);
  expect(await repair()).toMatchObject({ originalsFound: 1, left: { changed: [], missing: [] } });
  expect(readFileSync(elsewhere, 'utf8')).toBe('changed by me');
  expect(pathOf(0).startsWith(home.media)).toBe(true);
  expect(readFileSync(pathOf(0)).equals(bytes)).toBe(true);
});

test('a check and a repair can be called off', async () => {
  const { repair } = await library();
  await expect(repair(AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
});
