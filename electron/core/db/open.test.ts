import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { lockLibrary } from './lock.ts';
import { applicationId, latestVersion } from './migrate.ts';
import { describeOpenProblem, openDatabase } from './open.ts';

test('a new library has the latest version, our mark, a search index and durable commits', async () => {
  const opened = await openDatabase(join(tempFolder(), 'new', 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  expect(db.pragma('user_version', { simple: true })).toBe(latestVersion);
  expect(db.pragma('application_id', { simple: true })).toBe(applicationId);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'prompt_index'").get()).toBeDefined();
  db.close();
});

/** Opens and expects a refusal that leaves the file as it was. */
async function refused(path: string) {
  const before = readFileSync(path);
  const opened = await openDatabase(path);
  expect(opened.ok).toBe(false);
  expect(readFileSync(path).equals(before)).toBe(true);
  if (opened.ok) throw new Error('opened');
  expect(describeOpenProblem(opened.error)).toContain(path);
  return opened.error.kind;
}

test('a file that is no database, or is cut off, is refused untouched', async () => {
  const path = join(tempFolder(), 'library.sqlite');
  writeFileSync(path, 'This is not a database at all, it is a shopping list.'.repeat(100));
  expect(await refused(path)).toBe('damaged');
});

test('a library with its first pages overwritten is refused untouched', async () => {
  const path = join(tempFolder(), 'library.sqlite');
  const opened = await openDatabase(path);
  if (opened.ok) opened.value.close();
  const bytes = readFileSync(path);
  bytes.fill(0x7f, 100, 6000);
  writeFileSync(path, bytes);
  expect(await refused(path)).toBe('damaged');
});

test('a library of a newer version, and a database of another program, are refused untouched', async () => {
  const folder = tempFolder();
  const newer = join(folder, 'newer.sqlite');
  const opened = await openDatabase(newer);
  if (!opened.ok) throw new Error(opened.error.kind);
  opened.value.pragma(`user_version = ${latestVersion + 1}`);
  opened.value.close();
  expect(await refused(newer)).toBe('newer');

  const foreign = join(folder, 'foreign.sqlite');
  const other = new Sqlite(foreign);
  other.exec('CREATE TABLE bookmarks(url TEXT)');
  other.close();
  expect(await refused(foreign)).toBe('foreign');
});

test('a folder where the file should be is a clear refusal', async () => {
  const path = join(tempFolder(), 'library.sqlite');
  mkdirSync(path);
  const opened = await openDatabase(path);
  expect(opened).toMatchObject({ ok: false, error: { kind: 'unwritable' } });
});

test('the lock lets one in, and the next after it let go', () => {
  const path = join(tempFolder(), 'library.lock');
  const unlock = lockLibrary(path);
  expect(unlock).not.toBeNull();
  expect(lockLibrary(path)).toBeNull();
  unlock?.();
  const again = lockLibrary(path);
  expect(again).not.toBeNull();
  again?.();
});
