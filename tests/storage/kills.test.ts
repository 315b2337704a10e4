import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createBackups } from '../../electron/core/storage/backups.ts';
import { checkDatabase, runDatabaseTask } from '../../electron/core/storage/database-task.ts';
import { homeAt } from '../../electron/core/storage/home.ts';
import { makeLibrary } from '../support/small-library.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Orders } from './child.ts';

const prompts = ['a red boat', 'two green cats', 'the blue tower'];

/** @returns how many points it passed, or null when it was killed */
function run(orders: Orders): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const args = [join(import.meta.dirname, 'child.ts'), JSON.stringify(orders)];
    execFile(process.execPath, args, (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve(null);
      else if (error) reject(new Error(stderr));
      else resolve(Number(stdout));
    });
  });
}

/** The task killed at every point, each time over a fresh copy of `folder`, then taken up again. */
async function killEverywhere(
  folder: string,
  task: (data: string) => Orders['task'],
  verify: (data: string, point: number) => void,
): Promise<number> {
  for (let point = 1; ; point += 1) {
    const data = join(tempFolder(), 'data');
    cpSync(folder, data, { recursive: true });
    const orders = { data, task: task(data) };
    const passed = await run({ ...orders, dieAt: point });
    writeFileSync(join(data, 'begun'), '');
    await run({ ...orders, dieAt: null });
    // What is done must not be done twice.
    if (orders.task.kind === 'restore') await run({ ...orders, dieAt: null });
    verify(data, point);
    if (passed !== null) return passed;
  }
}

function promptsIn(database: string): readonly string[] {
  const db = new Sqlite(database, { readonly: true });
  try {
    return db
      .prepare<[], string>(
        'SELECT prompt FROM job WHERE id IN (SELECT id - id % 2048 FROM creation) ORDER BY id',
      )
      .pluck()
      .all();
  } finally {
    db.close();
  }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted();

test('a move killed at any point ends in the new place with everything, and leaves nothing in the old', async () => {
  const folder = join(tempFolder(), 'data');
  await makeLibrary(folder, prompts);
  writeFileSync(join(folder, 'settings.json'), '{}');
  const originals = filesIn(homeAt(folder).media);
  const to = (data: string) => `${data} on another drive`;
  const points = await killEverywhere(
    folder,
    (data) => ({ kind: 'move', to: to(data) }),
    (data, point) => {
      const moved = homeAt(to(data));
      expect(promptsIn(moved.database), `killed at point ${point}`).toEqual(prompts);
      expect(checkDatabase(moved.database)).toBeNull();
      expect(filesIn(moved.media)).toEqual(originals);
      expect(existsSync(moved.thumbnails)).toBe(true);
      expect(filesIn(data), `killed at point ${point}`).toEqual(
        ['begun', 'library-location.json', 'library.lock', 'settings.json'].toSorted(),
      );
    },
  );
  expect(points).toBeGreaterThan(8);
}, 120_000);

test('a restore killed at any point ends with the backup in place and the library before it kept', async () => {
  const folder = join(tempFolder(), 'data');
  await makeLibrary(folder, prompts.slice(0, 1));
  const home = homeAt(folder);
  const now = () => 1_790_000_000_000;
  const backups = createBackups({ database: home.database, folder: home.backups, now, run: runDatabaseTask });
  const made = await backups.make('asked');
  if (!made.ok) throw new Error(made.error.kind);
  await makeLibrary(folder, prompts.slice(1));
  const points = await killEverywhere(
    folder,
    () => ({ kind: 'restore', backup: made.value.name }),
    (data, point) => {
      const restored = homeAt(data);
      expect(promptsIn(restored.database), `killed at point ${point}`).toEqual(prompts.slice(0, 1));
      const kept = readdirSync(restored.backups).filter((name) => name.includes('before-restore'));
      expect(kept.length).toBe(1);
      expect(promptsIn(join(restored.backups, kept[0]!))).toEqual(prompts);
    },
  );
  expect(points).toBeGreaterThan(4);
}, 120_000);

test('putting a damaged library right, killed at any point, loses nothing that can be read', async () => {
  const folder = join(tempFolder(), 'data');
  await makeLibrary(folder, prompts);
  damageIndexes(homeAt(folder).database);
  expect(checkDatabase(homeAt(folder).database)).not.toBeNull();
  const damaged = readFileSync(homeAt(folder).database);
  writeFileSync(join(folder, 'library.running'), '');
  const points = await killEverywhere(
    folder,
    () => ({ kind: 'start' }),
    (data, point) => {
      const home = homeAt(data);
      expect(promptsIn(home.database), `killed at point ${point}`).toEqual(prompts);
      expect(checkDatabase(home.database)).toBeNull();
      const [kept = ''] = readdirSync(home.damaged);
      expect(readFileSync(join(home.damaged, kept, 'library.sqlite')).equals(damaged)).toBe(true);
    },
  );
  expect(points).toBeGreaterThan(5);
}, 120_000);

/** Overwrites the pages of two indexes: tables can be read, the whole is not sound. */
function damageIndexes(path: string): void {
  const db = new Sqlite(path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const roots = db
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name IN ('job_listed', 'creation_model')")
    .pluck()
    .all();
  db.close();
  const file = openSync(path, 'r+');
  for (const page of roots) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, (page - 1) * 4096);
  closeSync(file);
}
