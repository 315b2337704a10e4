import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { assertSearchIndex, segment } from '../db/search-index.ts';
import { isDamage } from './database-task.ts';

/** Jobs whose words belong in the index: those that have made something. */
const hasCreations = `EXISTS (SELECT 1 FROM creation c WHERE c.id >= j.id AND c.id < j.id + ${idsPerMillisecond})`;
const wanted = `SELECT j.id FROM job j WHERE ${hasCreations}`;
/** Prompts written in one go: a few milliseconds. */
const slice = 200;

/**
 * Compares the index with the library both ways.
 * @returns how many jobs are missing or there without reason; every job when the index itself is broken
 */
export function countSearchFaults(db: Database): number {
  try {
    db.exec("INSERT INTO prompt_index(prompt_index) VALUES ('integrity-check')");
    const missing = `SELECT count(*) FROM (${wanted} EXCEPT SELECT rowid FROM prompt_index)`;
    const extra = `SELECT count(*) FROM (SELECT rowid FROM prompt_index EXCEPT ${wanted})`;
    return count(db, missing) + count(db, extra);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return Math.max(1, count(db, `SELECT count(*) FROM (${wanted})`));
  }
}

/** Makes the index anew from the prompts. @returns how many are in it */
export function rebuildSearchIndex(db: Database): number {
  return db.transaction(() => [...rebuilding(db)].reduce((total, rows) => total + rows, 0))();
}

/** The same while the library is in use: other work gets its turn between slices. Cut short, it can be repeated. */
export async function rebuildSearchIndexGently(db: Database, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (const rows of rebuilding(db)) {
    total += rows;
    await setImmediate();
    signal.throwIfAborted();
  }
  return total;
}

/** Newest first: what is looked for most is found again soonest. Jobs that come meanwhile add themselves. */
function* rebuilding(db: Database): Generator<number> {
  db.exec('DROP TABLE IF EXISTS prompt_index');
  assertSearchIndex(db);
  const add = db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (?, ?)');
  const page = db
    .prepare<[number], [number, string]>(
      `SELECT j.id, j.prompt FROM job j WHERE j.id < ? AND ${hasCreations}
        AND NOT EXISTS (SELECT 1 FROM prompt_index p WHERE p.rowid = j.id) ORDER BY j.id DESC LIMIT ${slice}`,
    )
    .raw();
  const write = db.transaction((jobs: readonly [number, string][]) => {
    for (const [id, prompt] of jobs) add.run(id, segment(prompt));
  });
  let last = Number.MAX_SAFE_INTEGER;
  for (let jobs = page.all(last); jobs.length > 0; jobs = page.all(last)) {
    write(jobs);
    last = jobs.at(-1)?.[0] ?? 0;
    yield jobs.length;
  }
}

function count(db: Database, sql: string): number {
  return Number(db.prepare(sql).pluck().get());
}
