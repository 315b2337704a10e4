import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeLibrary } from '../../../tests/support/small-library.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { homeAt } from './home.ts';
import { countSearchFaults } from './search-repair.ts';
import { startLibrary, type StartedLibrary } from './start-library.ts';

const now = () => 1_790_000_000_000;

async function start(data: string): Promise<StartedLibrary> {
  const started = await startLibrary(data, { now });
  if (!started.ok) throw new Error(started.error.kind);
  return started.value;
}

function stop(library: StartedLibrary): void {
  library.db.close();
  library.endedWell();
  library.unlock();
}

const promptsOf = ({ db }: StartedLibrary) =>
  db
    .prepare('SELECT prompt FROM job WHERE id IN (SELECT id - id % 2048 FROM creation) ORDER BY id')
    .pluck()
    .all();
const found = ({ db }: StartedLibrary, word: string) =>
  db.prepare('SELECT count(*) FROM prompt_index WHERE prompt_index MATCH ?').pluck().get(word);

/** Overwrites the pages of a table's tree, but for its root, so that only some of its rows are gone. */
function damageSome(path: string, table: string): number {
  const db = new Sqlite(path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const pages = db
    .prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(table);
  db.close();
  const bytes = readFileSync(path);
  const page = pages[Math.floor(pages.length / 2)] ?? 1;
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);
  return pages.length;
}

test('a library that ended well is opened as it is', async () => {
  const data = tempFolder();
  await makeLibrary(data, ['a red boat']);
  const library = await start(data);
  expect(library.notices).toEqual([]);
  expect(promptsOf(library)).toEqual(['a red boat']);
  stop(library);
  expect(existsSync(join(data, 'damaged'))).toBe(false);
});

test('rows on sound pages of a damaged table come back, and the rest from the backup', async () => {
  const data = tempFolder();
  const long = 'word '.repeat(190);
  const prompts = Array.from({ length: 12 }, (_, place) => `picture${place} ${long}`);
  await makeLibrary(data, prompts.slice(0, 9));
  const before = await start(data);
  expect((await before.backups.make('daily')).ok).toBe(true);
  stop(before);
  await makeLibrary(data, prompts.slice(9));
  const { database, damaged } = homeAt(data);
  expect(damageSome(database, 'job')).toBeGreaterThan(3);
  const bytes = readFileSync(database);
  writeFileSync(join(data, 'library.running'), '');

  const library = await start(data);
  expect(library.notices).toMatchObject([{ id: 'library-recovered', kind: 'warning' }]);
  expect(promptsOf(library)).toEqual(prompts);
  expect(found(library, 'picture4')).toBe(1);
  expect(countSearchFaults(library.db)).toBe(0);
  expect(library.db.pragma('integrity_check', { simple: true })).toBe('ok');
  const [kept = ''] = readdirSync(damaged);
  expect(library.notices[0]?.text).toContain(kept);
  expect(readFileSync(join(damaged, kept, 'library.sqlite')).equals(bytes)).toBe(true);
  stop(library);

  const again = await start(data);
  expect(again.notices).toEqual([]);
  stop(again);
});

test('without a backup, what can be read is all there is, and it is said', async () => {
  const data = tempFolder();
  const prompts = Array.from({ length: 12 }, (_, place) => `picture${place} ${'word '.repeat(190)}`);
  await makeLibrary(data, prompts);
  damageSome(homeAt(data).database, 'job');
  writeFileSync(join(data, 'library.running'), '');
  const library = await start(data);
  expect(promptsOf(library).length).toBeGreaterThanOrEqual(8);
  expect(library.notices[0]?.text).toContain('may be missing');
  stop(library);
});

test('a file that is no database any more is replaced by the newest sound backup', async () => {
  const data = tempFolder();
  await makeLibrary(data, ['a red boat']);
  const before = await start(data);
  const older = await before.backups.make('daily');
  const newer = await before.backups.make('daily');
  stop(before);
  if (!older.ok || !newer.ok) throw new Error('no backup');
  writeFileSync(join(data, 'backups', newer.value.name), 'also damaged');
  const { database } = homeAt(data);
  writeFileSync(database, 'a shopping list '.repeat(1000));
  const library = await start(data);
  expect(promptsOf(library)).toEqual(['a red boat']);
  stop(library);
});

test.each(['empty', 'gone'])('a database that is %s is restored, not begun anew', async (state) => {
  const data = tempFolder();
  await makeLibrary(data, ['a red boat']);
  const before = await start(data);
  await before.backups.make('daily');
  stop(before);
  const { database } = homeAt(data);
  if (state === 'empty') writeFileSync(database, '');
  else rmSync(database);
  const library = await start(data);
  expect(promptsOf(library)).toEqual(['a red boat']);
  stop(library);
});

test('damage found in use is put right at the next start', async () => {
  const data = tempFolder();
  await makeLibrary(data, ['a red boat']);
  const library = await start(data);
  library.suspect();
  stop(library);
  const again = await start(data);
  expect(again.notices).toMatchObject([{ id: 'library-recovered' }]);
  expect(promptsOf(again)).toEqual(['a red boat']);
  stop(again);
});

test('a library on a drive that is not there is not begun anew', async () => {
  const data = tempFolder();
  writeFileSync(join(data, 'library-location.json'), JSON.stringify({ folder: join(data, 'unplugged') }));
  expect(await startLibrary(data, { now })).toMatchObject({ ok: false, error: { kind: 'missing' } });
  writeFileSync(join(data, 'library-location.json'), '{"folder":');
  expect(await startLibrary(data, { now })).toMatchObject({ ok: false, error: { kind: 'unwritable' } });
  expect(existsSync(join(data, 'library.sqlite'))).toBe(false);
});

test('two studios never have one library, wherever they keep their settings', async () => {
  const [one, two] = [tempFolder(), tempFolder()];
  await makeLibrary(join(one, 'shared'), ['a red boat']);
  for (const data of [one, two])
    writeFileSync(join(data, 'library-location.json'), JSON.stringify({ folder: join(one, 'shared') }));
  const library = await start(one);
  expect(await startLibrary(two, { now })).toMatchObject({ ok: false, error: { kind: 'locked' } });
  stop(library);
  stop(await start(two));
});
