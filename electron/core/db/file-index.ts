import type { Database } from 'better-sqlite3';
import { partsMerged } from './search-index.ts';

/** Four bytes of a hash tell a million files apart; the whole is compared on the row. */
const startOf = (sha256: string) => `hex(substr(${sha256}, 1, 4))`;

/**
 * Which creations have a file, by its hash. Hashes come in no order: an index of the table would write a page for every
 * row. FTS5 gathers what a transaction adds, and merges it by itself. Asserted at every open.
 */
export function assertFileIndex(db: Database): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'file_index'").get() !== undefined) return;
  db.transaction(() => {
    db.exec(`
      CREATE VIRTUAL TABLE file_index USING fts5(start, content='', columnsize=0, detail=none, tokenize='ascii');
      INSERT INTO file_index(file_index, rank) VALUES ('automerge', ${partsMerged});
      INSERT INTO file_index(rowid, start) SELECT id, ${startOf('sha256')} FROM creation`);
  })();
}

/** For rows of `creation`: SQL that is true of those whose file has this hash. The plus keeps the plan (see `job-repository.ts`). */
export const hasFile = (sha256: string) =>
  `id IN (SELECT rowid FROM file_index WHERE file_index MATCH ${startOf(sha256)}) AND sha256 = +${sha256}`;

/** Keeps the index as the rows are. To be called after all rows are written: see `creation-repository.ts`. */
export function createFileIndex(db: Database) {
  const add = db.prepare<[number, Buffer]>(
    `INSERT INTO file_index(rowid, start) VALUES (?, ${startOf('?')})`,
  );
  const remove = db.prepare<[number, Buffer]>(
    `INSERT INTO file_index(file_index, rowid, start) VALUES ('delete', ?, ${startOf('?')})`,
  );
  return {
    add: (id: number, sha256: Buffer): void => void add.run(id, sha256),
    remove: (id: number, sha256: Buffer): void => void remove.run(id, sha256),
  };
}
