import type { Database } from 'better-sqlite3';
import { readIndexedWords } from './index-pages.ts';
import { createNumbers } from './numbers.ts';
import { createSlotListWriter } from './slot-lists.ts';
import { createWordTable, type WordTable } from './word-table.ts';

/** Jobs, or words and jobs of words, that a step reads: about a millisecond. */
const jobsAtOnce = 4000;
const placedAtOnce = 30_000;
const perStep = 10_000;
/** The first steps do less: code that has not run often is many times as slow. */
const perFirstStep = 500;
/** A word takes as long as so many jobs of it. */
const jobsPerWord = 20;
const bucketsPerJob = 2;
/** A bucket with more jobs than this is searched by halves. */
const longWalk = 16;

/**
 * Reads every word of the search index with its jobs into memory, a little at each step.
 * @param db nothing may be written to what it sees before the last step
 */
export function* readWordTable(db: Database): Generator<undefined, WordTable> {
  const jobs = yield* readJobs(db);
  const slotOf = yield* createSlotFinder(jobs);
  const lists = createSlotListWriter(jobs.length);
  const words = createWordWriter();
  let isFound = false;
  let sinceStep = 0;
  let most = perFirstStep;
  yield;
  for (const { word, jobs: found, goesOn } of readIndexedWords(db)) {
    lists.add(found, slotOf);
    isFound ||= found.length > 0;
    if (!goesOn && isFound) {
      lists.end();
      words.add(word);
      isFound = false;
    }
    sinceStep += found.length + jobsPerWord;
    if (sinceStep > most) {
      sinceStep = 0;
      most = Math.min(perStep, 1.5 * most);
      yield;
    }
  }
  const [text, starts] = words.textAndStarts();
  yield;
  const slots = lists.lists();
  yield;
  return createWordTable(jobs, text, starts, slots);
}

/** Ids of all jobs that are in the index, ascending. */
function* readJobs(db: Database): Generator<undefined, Float64Array> {
  const next = db
    .prepare<[number], number>(
      `SELECT id FROM prompt_index_docsize WHERE id > ? ORDER BY id LIMIT ${jobsAtOnce}`,
    )
    .pluck();
  let jobs = new Float64Array(jobsAtOnce);
  let length = 0;
  for (;;) {
    const some = next.all(length === 0 ? -1 : (jobs[length - 1] ?? 0));
    if (length + some.length > jobs.length) {
      const larger = new Float64Array(2 * jobs.length);
      larger.set(jobs.subarray(0, length));
      jobs = larger;
    }
    jobs.set(some, length);
    length += some.length;
    yield;
    if (some.length < jobsAtOnce) return jobs.slice(0, length);
  }
}

/** Finds the place of a job among all of them. */
function* createSlotFinder(jobs: Float64Array): Generator<undefined, (job: number) => number> {
  const first = jobs[0] ?? 0;
  // Evenly cut stretches of time: most have no job, or one, which must be the one that is looked for.
  const count = bucketsPerJob * jobs.length + 1;
  const scale = (count - 1) / Math.max(1, (jobs.at(-1) ?? 0) - first);
  const buckets = new Uint32Array(count + 1);
  let bucket = 0;
  for (let slot = 0; slot < jobs.length; slot += 1) {
    const of = (((jobs[slot] ?? 0) - first) * scale) >>> 0;
    for (; bucket <= of; bucket += 1) buckets[bucket] = slot;
    if (slot % placedAtOnce === 0) yield;
  }
  buckets.fill(jobs.length, bucket);

  return (job) => {
    const at = ((job - first) * scale) >>> 0;
    let low = buckets[at] ?? 0;
    let high = buckets[at + 1] ?? 0;
    if (high - low === 1) return low;
    if (high - low <= longWalk) {
      while ((jobs[low] ?? Infinity) < job) low += 1;
      return low;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((jobs[middle] ?? Infinity) < job) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Gathers words as one text, a line feed before and after each. */
function createWordWriter() {
  let text = Buffer.alloc(1 << 20);
  const starts = createNumbers();
  let length = text.write('\n', 0, 'latin1');
  starts.add(length);

  return {
    add(word: string): void {
      if (length + word.length + 1 > text.length) {
        const larger = Buffer.alloc(2 * text.length + word.length);
        text.copy(larger, 0, 0, length);
        text = larger;
      }
      length += text.write(word, length, 'latin1');
      text[length] = lineFeed;
      length += 1;
      starts.add(length);
    },
    textAndStarts: (): [text: string, starts: Uint32Array] => [
      text.toString('latin1', 0, length),
      new Uint32Array(starts.values()),
    ],
  };
}

const lineFeed = 0x0a;
