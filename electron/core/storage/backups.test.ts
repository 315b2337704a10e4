import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { backupReason, type LibraryBackup } from '../../../shared/domain/storage.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { openDatabase } from '../db/open.ts';
import { outdatedBackups } from './backup-rotation.ts';
import { createBackups } from './backups.ts';
import { createDatabaseClient } from './database-client.ts';

const dayMs = 86_400_000;

async function library() {
  const folder = tempFolder();
  const database = join(folder, 'library.sqlite');
  const opened = await openDatabase(database);
  if (!opened.ok) throw new Error(opened.error.kind);
  let time = 1_790_000_000_000;
  const backups = createBackups({
    database,
    folder: join(folder, 'backups'),
    now: () => time,
    run: createDatabaseClient(new URL('./database-worker.ts', import.meta.url)),
  });
  return { db: opened.value, folder, database, backups, later: (ms: number) => (time += ms) };
}

test('a backup made in use is a whole, checked database of what was committed', async () => {
  const { db, folder, backups } = await library();
  db.exec("INSERT INTO model(key, id, name, provider) VALUES (1, 'sketch/picture', 'Sketch', 'sketch')");
  const made = await backups.make('asked');
  expect(made).toMatchObject({ ok: true, value: { reason: 'asked', madeAt: 1_790_000_000_000 } });
  db.exec('DELETE FROM model');
  db.close();
  const name = made.ok ? made.value.name : '';
  expect(readdirSync(join(folder, 'backups'))).toEqual([name]);
  const copy = new Sqlite(backups.pathOf(name) ?? '', { readonly: true });
  expect(copy.prepare('SELECT id FROM model').pluck().all()).toEqual(['sketch/picture']);
  copy.close();
});

test('names that are not backups, or lead elsewhere, are none', async () => {
  const { db, folder, backups } = await library();
  mkdirSync(join(folder, 'backups'));
  for (const name of ['notes.txt', 'library-5-never.sqlite', 'library-x-daily.sqlite'])
    writeFileSync(join(folder, 'backups', name), '');
  expect(backups.list()).toEqual([]);
  expect(backups.pathOf('../library.sqlite')).toBeNull();
  db.close();
});

test('a damaged library gives no backup, and good ones stay', async () => {
  const { db, database, backups, later } = await library();
  expect((await backups.make('daily')).ok).toBe(true);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'creation'").pluck().get());
  db.close();
  overwritePage(database, page);
  later(dayMs);
  expect(await backups.make('daily')).toMatchObject({ ok: false, error: { kind: 'damaged' } });
  expect(backups.list().length).toBe(1);
});

test('a month of daily backups leaves few, spread over days and weeks', async () => {
  const daily: LibraryBackup[] = [];
  for (let day = 0; day < 30; day += 1) {
    const madeAt = 1_790_000_000_000 + day * dayMs;
    daily.push({ name: `${day}`, madeAt, reason: 'daily', sizeBytes: 1 });
    for (const gone of outdatedBackups(daily)) daily.splice(daily.indexOf(gone), 1);
  }
  expect(daily.length).toBeLessThanOrEqual(6);
  expect(daily.map(({ name }) => Number(name))).toContain(29);
  expect(Math.min(...daily.map(({ name }) => Number(name)))).toBeLessThan(20);
});

test('the newest of every reason is always kept, and never more than ten', () => {
  const backup = fc.record({
    name: fc.uuid(),
    madeAt: fc.integer({ min: 0, max: 400 * dayMs }),
    reason: fc.constantFrom(...backupReason.options),
    sizeBytes: fc.constant(1),
  });
  fc.assert(
    fc.property(fc.uniqueArray(backup, { selector: ({ madeAt }) => madeAt }), (backups) => {
      const gone = new Set(outdatedBackups(backups));
      const kept = backups.filter((entry) => !gone.has(entry));
      expect(kept.length).toBeLessThanOrEqual(10);
      for (const reason of backupReason.options) {
        const newest = backups
          .filter((entry) => entry.reason === reason)
          .toSorted((a, b) => b.madeAt - a.madeAt)[0];
        if (newest) expect(kept).toContain(newest);
      }
      expect(outdatedBackups(kept)).toEqual([]);
    }),
  );
});

function overwritePage(path: string, page: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
  writeFileSync(path, bytes);
}
