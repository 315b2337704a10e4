import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { countFileFaults, rebuildFileIndex, rebuildingFileIndex } from '../db/file-index.ts';
import { assertSearchIndex, createNoteIndex, segment } from '../db/search-index.ts';
import { isDamage } from './database-task.ts';

type Index = {
  readonly table: string;
  /** The column of `table` that holds the words. */
  readonly column: string;
  /** The ids that belong in it. */
  readonly wanted: string;
  /** The newest of those below an id that are not in it yet, with their text. */
  readonly page: string;
  readonly create: (db: Database) => void;
};

/** Texts written in one go: a few milliseconds. */
const slice = 200;

/** Jobs whose words belong in the index: those that have made something. */
const hasCreations = `EXISTS (SELECT 1 FROM creation c WHERE c.id >= j.id AND c.id < j.id + ${idsPerMillisecond})`;

const prompts: Index = {
  table: 'prompt_index',
  column: 'prompt',
  wanted: `SELECT j.id FROM job j WHERE ${hasCreations}`,
  page: `SELECT j.id, j.prompt FROM job j WHERE j.id < ? AND ${hasCreations}
     AND NOT EXISTS (SELECT 1 FROM prompt_index p WHERE p.rowid = j.id) ORDER BY j.id DESC LIMIT ${slice}`,
  create: assertSearchIndex,
};

const notes: Index = {
  table: 'note_index',
  column: 'text',
  wanted: 'SELECT creation_id FROM creation_note',
  page: `SELECT n.creation_id, n.text FROM creation_note n WHERE n.creation_id < ?
     AND NOT EXISTS (SELECT 1 FROM note_index i WHERE i.rowid = n.creation_id) ORDER BY n.creation_id DESC LIMIT ${slice}`,
  create: createNoteIndex,
};

const indexes = [prompts, notes];

/**
 * Compares the indexes with the library both ways.
 * @returns how many prompts, notes and files are missing or there without reason; all of them when an index itself is
 * broken
 */
export function countSearchFaults(db: Database): number {
  return indexes.reduce((total, index) => total + countFaults(db, index), countFaultyFiles(db));
}

function countFaultyFiles(db: Database): number {
  try {
    return countFileFaults(db);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return Math.max(1, count(db, 'SELECT count(*) FROM creation'));
  }
}

function countFaults(db: Database, { table, wanted }: Index): number {
  try {
    db.exec(`INSERT INTO ${table}(${table}) VALUES ('integrity-check')`);
    const missing = `SELECT count(*) FROM (${wanted} EXCEPT SELECT rowid FROM ${table})`;
    const extra = `SELECT count(*) FROM (SELECT rowid FROM ${table} EXCEPT ${wanted})`;
    return count(db, missing) + count(db, extra);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return Math.max(1, count(db, `SELECT count(*) FROM (${wanted})`));
  }
}

/** Makes the indexes anew from prompts, notes and files. */
export function rebuildSearchIndex(db: Database): void {
  db.transaction(() => {
    for (const index of indexes) for (const steps = rebuilding(db, index); !steps.next().done;);
    rebuildFileIndex(db);
  })();
}

/**
 * The same of those that are at fault, while the library is in use: other work gets its turn between slices. Cut short,
 * it can be repeated.
 */
export async function rebuildSearchIndexGently(db: Database, signal: AbortSignal): Promise<number> {
  let total = 0;
  const atFault = indexes.filter((index) => countFaults(db, index) > 0).map((index) => rebuilding(db, index));
  if (countFaultyFiles(db) > 0) atFault.push(rebuildingFileIndex(db));
  for (const steps of atFault) {
    for (const rows of steps) {
      total += rows;
      await setImmediate();
      signal.throwIfAborted();
    }
  }
  return total;
}

/** Newest first: what is looked for most is found again soonest. What comes meanwhile adds itself. */
function* rebuilding(db: Database, { table, column, page, create }: Index): Generator<number> {
  db.exec(`DROP TABLE IF EXISTS ${table}`);
  create(db);
  const add = db.prepare(`INSERT INTO ${table}(rowid, ${column}) VALUES (?, ?)`);
  const next = db.prepare<[number], [number, string]>(page).raw();
  const write = db.transaction((texts: readonly [number, string][]) => {
    for (const [id, text] of texts) add.run(id, segment(text));
  });
  let last = Number.MAX_SAFE_INTEGER;
  for (let texts = next.all(last); texts.length > 0; texts = next.all(last)) {
    write(texts);
    last = texts.at(-1)?.[0] ?? 0;
    yield texts.length;
  }
}

function count(db: Database, sql: string): number {
  return Number(db.prepare(sql).pluck().get());
}
