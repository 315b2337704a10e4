import type { Database } from 'better-sqlite3';

/** Rows indexed in one go: a few milliseconds. */
const slice = 1000;

/** Of a million files, fifteen begin with the same two bytes: the whole hash is compared on their rows. */
const startOf = (sha256: string) => `hex(substr(${sha256}, 1, 2))`;

/** For rows of `creation`: SQL that is true of those whose file has this hash. The plus keeps the plan (see `job-repository.ts`). */
export const hasFile = (sha256: string) =>
  `id IN (SELECT rowid FROM file_index WHERE file_index MATCH ${startOf(sha256)}) AND sha256 = +${sha256}`;

/**
 * Which creations have a file, by its hash. Hashes come in no order: an index of the table would write a page for every
 * row. FTS5 gathers what a transaction adds, and merges it by itself. Asserted at every open.
 */
export function assertFileIndex(db: Database): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'file_index'").get() === undefined)
    rebuildFileIndex(db);
}

/** @returns how many creations are in it */
export function rebuildFileIndex(db: Database): number {
  return db.transaction(() => [...rebuildingFileIndex(db)].reduce((sum, rows) => sum + rows, 0))();
}

/** Makes it anew, some rows at every step. What comes meanwhile adds itself; to be in it twice does no harm. */
export function* rebuildingFileIndex(db: Database): Generator<number> {
  db.exec(`
    DROP TABLE IF EXISTS file_index;
    CREATE VIRTUAL TABLE file_index USING fts5(start, content='', columnsize=0, detail=none, tokenize='ascii')`);
  const next = db
    .prepare<[number], number>(`SELECT id FROM creation WHERE id < ? ORDER BY id DESC LIMIT ${slice}`)
    .pluck();
  const add = db.prepare<[number, number]>(
    `INSERT INTO file_index(rowid, start)
     SELECT id, ${startOf('sha256')} FROM creation WHERE id BETWEEN ? AND ? ORDER BY id`,
  );
  let last = Number.MAX_SAFE_INTEGER;
  for (let ids = next.all(last); ids.length > 0; ids = next.all(last)) {
    const newest = ids[0] ?? 0;
    last = ids.at(-1) ?? 0;
    yield add.run(last, newest).changes;
  }
}

/**
 * Compares it with the creations both ways.
 * @returns how many are missing or there without reason
 * @throws when the index itself is broken
 */
export function countFileFaults(db: Database): number {
  db.exec(`
    INSERT INTO file_index(file_index) VALUES ('integrity-check');
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.file_starts USING fts5vocab('main', 'file_index', 'instance')`);
  const rows = `SELECT id, lower(${startOf('sha256')}) FROM creation`;
  const indexed = 'SELECT doc, term FROM temp.file_starts';
  const count = db
    .prepare<[], number>(
      `SELECT (SELECT count(*) FROM (${rows} EXCEPT ${indexed})) + (SELECT count(*) FROM (${indexed} EXCEPT ${rows}))`,
    )
    .pluck();
  return count.get() ?? 0;
}

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
