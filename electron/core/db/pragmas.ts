import type { Database } from 'better-sqlite3';

/** Settings of every connection, each with its reason. */
export function applyPragmas(db: Database): void {
  // Readers never wait for the writer, and a commit is one sequential write.
  db.pragma('journal_mode = WAL');
  // A commit is on disk before anything is paid for or deleted because of it. Costs 0.1 ms a transaction.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // 32 MiB: the hot part of an index over a million creations.
  db.pragma('cache_size = -32768');
  db.pragma('temp_store = MEMORY');
  // Another process may be taking a backup.
  db.pragma('busy_timeout = 5000');
  // A large import must not leave a large log behind.
  db.pragma('journal_size_limit = 67108864');
  // Memory maps fault when a drive is pulled out; reads are fast without them.
  db.pragma('mmap_size = 0');
}
