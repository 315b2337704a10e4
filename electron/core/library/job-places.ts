import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { placeOf, type Columns } from './columns.ts';
import type { Marks, MarksPool } from './place-marks.ts';

/** Of so many jobs, each is looked for by itself. */
const fewJobs = 4000;
/** Creations a bucket holds where they are spread evenly over time. */
const perBucket = 2;
/** Where a bucket holds more than this before the one looked for, it is searched by halves. */
const longWalk = 16;

/** Creations of jobs: as ascending places, or as marks (1: it is one of theirs) where there are many. */
export type JobPlaces =
  | { readonly kind: 'places'; readonly places: Uint32Array }
  | { readonly kind: 'marks'; readonly marks: Marks };

/** Finds the creations of jobs in the columns. */
export function createJobPlaces(pool: MarksPool) {
  let buckets = new Uint32Array(0);
  let scale = 0;
  let version = -1;

  /** For evenly cut stretches of time, the place where each begins: 4 ms for a million, when rows came or went. */
  function cut({ ids, length, version: now }: Columns): void {
    if (version === now) return;
    version = now;
    const count = Math.ceil(length / perBucket) + 1;
    const first = ids[0] ?? 0;
    scale = (count - 1) / Math.max(1, (ids[length - 1] ?? 0) - first);
    if (buckets.length < count + 1) buckets = new Uint32Array(count + 1);
    let bucket = 0;
    for (let place = 0; place < length; place += 1) {
      const of = (((ids[place] ?? 0) - first) * scale) >>> 0;
      for (; bucket <= of; bucket += 1) buckets[bucket] = place;
    }
    for (; bucket <= count; bucket += 1) buckets[bucket] = length;
  }

  /** One look each, in any order and as often as they come. */
  function marksOfJobs(jobs: ArrayLike<number>, columns: Columns): Marks {
    cut(columns);
    const { ids, length } = columns;
    const marks = pool.take();
    const [first, last] = [ids[0] ?? 0, ids[length - 1] ?? 0];
    for (let at = 0; at < jobs.length; at += 1) {
      const job = jobs[at] ?? 0;
      if (job > last || job + idsPerMillisecond <= first) continue;
      const bucket = (Math.max(0, job - first) * scale) >>> 0;
      let place = buckets[bucket] ?? length;
      const end = buckets[bucket + 1] ?? length;
      if (end - place > longWalk) place = placeOf(ids, end, job, place);
      else while (place < length && (ids[place] ?? Infinity) < job) place += 1;
      const next = job + idsPerMillisecond;
      for (; place < length && (ids[place] ?? Infinity) < next; place += 1) marks[place] = 1;
    }
    return marks;
  }

  return {
    /** @param jobs ids in any order */
    of(jobs: ArrayLike<number>, columns: Columns): JobPlaces {
      return jobs.length > fewJobs
        ? { kind: 'marks', marks: marksOfJobs(jobs, columns) }
        : { kind: 'places', places: placesOfJobs(Float64Array.from(jobs).toSorted(), columns) };
    },
  };
}

/** One walk along both, leaping where they are far apart. */
function placesOfJobs(jobs: Float64Array, { ids, length }: Columns): Uint32Array {
  let found = new Uint32Array(4 * jobs.length);
  let count = 0;
  let place = 0;
  for (const job of jobs) {
    let leap = 1;
    while (place + leap < length && (ids[place + leap] ?? Infinity) < job) leap *= 2;
    if (leap > 1 || (ids[place] ?? Infinity) < job) {
      place = placeOf(ids, Math.min(length, place + leap + 1), job, place + (leap >> 1));
    }
    const end = job + idsPerMillisecond;
    for (; place < length && (ids[place] ?? Infinity) < end; place += 1) {
      if (count === found.length) found = grown(found);
      found[count] = place;
      count += 1;
    }
  }
  return found.subarray(0, count);
}

function grown(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * list.length);
  larger.set(list);
  return larger;
}
