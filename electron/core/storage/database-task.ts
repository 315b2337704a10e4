import { rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/**
 * Reading a whole database takes seconds at a million creations: this runs in a thread of its own, over a
 * connection of its own, so that nothing else waits.
 */
export type DatabaseTask =
  /** Copies a database while it is in use, and checks the copy. */
  | { readonly kind: 'copy'; readonly from: string; readonly to: string }
  | { readonly kind: 'check'; readonly path: string };

/** `problem` null: sound. */
export type DatabaseTaskResult =
  | { readonly kind: 'checked'; readonly problem: string | null }
  /** The disk's or SQLite's own error code. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Never rejects. A copy that is not sound, or not whole, is not left behind. */
export async function runDatabaseTask(task: DatabaseTask): Promise<DatabaseTaskResult> {
  try {
    if (task.kind === 'check') return { kind: 'checked', problem: checkDatabase(task.path) };
    await copyDatabase(task.from, task.to);
    const problem = checkDatabase(task.to);
    if (problem !== null) removeDatabase(task.to);
    return { kind: 'checked', problem };
  } catch (error) {
    if (task.kind === 'copy') removeDatabase(task.to);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { kind: 'failed', code, message: error instanceof Error ? error.message : String(error) };
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  removeDatabase(to);
  const source = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    // All pages in one step: a writer in between would make SQLite begin again.
    await source.backup(to, { progress: () => 0x7fff_ffff });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to);
  try {
    // One file without a log beside it can be moved and kept by anyone.
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/**
 * Reads every page.
 * @returns what is wrong, in SQLite's words; null when nothing is
 */
export function checkDatabase(path: string): string | null {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(path, { readonly: true, fileMustExist: true });
    const found = String(db.pragma('quick_check(1)', { simple: true }));
    return found === 'ok' ? null : found;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error.message;
  } finally {
    db?.close();
  }
}

/** The file's content is wrong, rather than the disk full or the file in use. */
export function isDamage(error: unknown): error is Error {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code);
}

/** A database and what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}
