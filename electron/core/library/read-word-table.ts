import type { Database } from 'better-sqlite3';
import { readIndexedWords } from './index-pages.ts';
import { createSlotLists, createWordTable, type WordTable } from './word-table.ts';

/** Jobs, or words and jobs of words, that a step reads: about a millisecond. */
const jobsAtOnce = 4000;
const perStep = 10_000;
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
  yield;
  const slotsOf = createSlotFinder(jobs);
  yield;
  const lists = createSlotLists();
  const listStarts = [0];
  const wordStarts = [1];
  let text = '\n';
  let sinceStep = 0;
  for (const read of readIndexedWords(db)) {
    if (read === null) {
      yield;
      continue;
    }
    const { word, jobs: found } = read;
    if (found.length > 0) {
      lists.add(slotsOf(found));
      listStarts.push(lists.length());
      text += `${word}\n`;
      wordStarts.push(text.length);
    }
    sinceStep += found.length + jobsPerWord;
    if (sinceStep > perStep) {
      sinceStep = 0;
      yield;
    }
  }
  const [words, starts] = [Uint32Array.from(wordStarts), Uint32Array.from(listStarts)];
  return createWordTable(jobs, text, words, lists.bytes(), starts);
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
    if (some.length < jobsAtOnce) return jobs.slice(0, length);
    yield;
  }
}

/** Finds the places of jobs among all of them; what it answers ascends, and is good until the next call. */
function createSlotFinder(jobs: Float64Array): (found: Float64Array) => Uint32Array {
  const first = jobs[0] ?? 0;
  // Evenly cut stretches of time: most have no job, or one, which must be the one that is looked for.
  const count = bucketsPerJob * jobs.length + 1;
  const scale = (count - 1) / Math.max(1, (jobs.at(-1) ?? 0) - first);
  const buckets = new Uint32Array(count + 1);
  let bucket = 0;
  for (let slot = 0; slot < jobs.length; slot += 1) {
    const of = (((jobs[slot] ?? 0) - first) * scale) >>> 0;
    for (; bucket <= of; bucket += 1) buckets[bucket] = slot;
  }
  buckets.fill(jobs.length, bucket);
  let slots = new Uint32Array(4096);

  function slotOf(job: number): number {
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
  }

  return (found) => {
    if (slots.length < found.length) slots = new Uint32Array(2 * found.length);
    let last = -1;
    let ascend = true;
    for (let at = 0; at < found.length; at += 1) {
      const slot = slotOf(found[at] ?? 0);
      if (slot <= last) ascend = false;
      slots[at] = slot;
      last = slot;
    }
    const all = slots.subarray(0, found.length);
    return ascend ? all : Uint32Array.from(new Set(all.toSorted()));
  };
}
