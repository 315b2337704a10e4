import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * One process at a time may run a library's queue. The lock is SQLite's own file lock on a file beside the
 * library: the system lets go of it however the process ends, so nothing is ever left locked.
 * @returns what lets go of it, or null when another process has it
 */
export function lockLibrary(path: string): (() => void) | null {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Sqlite(path, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return () => db.close();
  } catch (error) {
    db.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
