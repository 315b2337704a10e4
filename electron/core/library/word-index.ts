import Sqlite, { type Database } from 'better-sqlite3';
import { createFreshWords } from './fresh-words.ts';
import { readWordTable } from './read-word-table.ts';
import type { Slots } from './slots.ts';
import type { Wanted, WordTable } from './word-table.ts';

/** Ids of jobs by slot; only the first `length` count. */
export type JobSlots = {
  readonly jobs: Float64Array;
  readonly length: number;
  /** Another one whenever jobs came. */
  readonly version: number;
  /** Another one when they were read anew; as long as it is the same, jobs only come behind the others. */
  readonly reading: number;
};

/** So many new jobs, and a quarter of the others, and everything is read anew. */
const manyFresh = 10_000;

/**
 * Every word that occurs in a prompt, and the jobs that have it, in memory: about 27 bytes a creation. The search index
 * stays the truth: it is read in the background, and what is stored after that is added by itself. A job that was never
 * committed, or is erased, does no harm: it has no creations.
 */
export function createWordIndex(db: Database) {
  const whole = db
    .prepare<[string], number>('SELECT 1 FROM prompt_index WHERE prompt_index MATCH ? LIMIT 1')
    .pluck();
  let table: WordTable | null = null;
  let fresh = createFreshWords();
  let reading: ReturnType<typeof beginReading> | null = null;
  let slots: JobSlots = { jobs: new Float64Array(0), length: 0, version: 0, reading: 0 };

  /** From a connection of its own, so that it sees the same index to the end. */
  function beginReading() {
    if (db.inTransaction) throw new Error('Words are read when nothing is being written');
    const source = new Sqlite(db.name, { readonly: true });
    source.exec('BEGIN');
    return { steps: readWordTable(source), fresh: createFreshWords(), close: () => source.close() };
  }

  /** @returns false when it was the last */
  function step(): boolean {
    reading ??= beginReading();
    const { done, value } = reading.steps.next();
    if (!done) return true;
    reading.close();
    table = value;
    fresh = reading.fresh;
    reading = null;
    replaceSlots(value.jobs);
    for (const job of fresh.jobs()) addSlot(job);
    return false;
  }

  function replaceSlots(jobs: Float64Array): void {
    const { version, reading: before } = slots;
    slots = { jobs, length: jobs.length, version: version + 1, reading: before + 1 };
  }

  function addSlot(job: number): void {
    const { length, version } = slots;
    let { jobs } = slots;
    if (length === jobs.length) {
      jobs = new Float64Array(Math.ceil(1.25 * length) + 1024);
      jobs.set(slots.jobs);
    }
    jobs[length] = job;
    slots = { ...slots, jobs, length: length + 1, version: version + 1 };
  }

  const isCurrent = () => table !== null && fresh.jobs().length < manyFresh + table.jobs.length / 4;

  return {
    isLoaded: () => table !== null,

    /** Reads what is not read yet. Not while something is being written. */
    load(): void {
      while (table === null && step());
    },

    /** The same in the background; `pause` lets others have a turn. */
    async warm(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
      const close = () => {
        reading?.close();
        reading = null;
      };
      signal.addEventListener('abort', close, { once: true });
      while (!isCurrent() && !signal.aborted) {
        step();
        await pause();
      }
      signal.removeEventListener('abort', close);
    },

    /** What was read counts no more: the search index was made anew, or a job that was stored has other words now. */
    forget(): void {
      reading?.close();
      reading = null;
      table = null;
      fresh = createFreshWords();
      replaceSlots(new Float64Array(0));
    },

    /** A prompt that is being stored. */
    add(job: number, prompt: string): void {
      reading?.fresh.add(job, prompt);
      if (table && fresh.add(job, prompt)) addSlot(job);
    },

    /** Whether there is such a word: as long as it is not loaded, a whole one or one that begins so. */
    has(wanted: Wanted): boolean {
      if (table) return table.has(wanted) || fresh.has(wanted);
      return whole.get(`"${wanted.text}"${wanted.kind === 'beginning' ? '*' : ''}`) !== undefined;
    },

    slots: () => slots,

    /** Without what was stored since. */
    sizeBytes: () => table?.sizeBytes ?? 0,

    all: (): Slots => new Uint32Array(Math.ceil(slots.length / 32)).fill(0xffff_ffff),

    /** Jobs with any of the words; once it is loaded. */
    find(wanted: Wanted): Slots {
      const found = new Uint32Array(Math.ceil(slots.length / 32));
      table?.mark(wanted, found);
      fresh.mark(wanted, found, table?.jobs.length ?? 0);
      return found;
    },
  };
}
export type WordIndex = ReturnType<typeof createWordIndex>;
