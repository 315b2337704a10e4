import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { placeOf, type Columns } from './columns.ts';
import type { Marks, MarksPool } from './place-marks.ts';
import type { JobSlots } from './word-index.ts';
import { countSlots, type Slots } from './word-table.ts';

/** Of a smaller part of all jobs, the creations are listed; of so few also where they have to be sorted. */
const smallPart = 1 / 4;
const fewJobs = 4000;

/** Creations of jobs: as ascending places, or as marks (1: it is one of theirs) where there are many. */
export type JobPlaces =
  | { readonly kind: 'places'; readonly places: Uint32Array }
  | { readonly kind: 'marks'; readonly marks: Marks };

/** Finds the creations of slots in the columns. */
export function createSlotPlaces(pool: MarksPool) {
  /** Used again and again: fresh memory for every query would be felt. */
  let list = new Uint32Array(0);
  /** Where the creations of each slot begin, and how many there are. */
  let firsts = new Uint32Array(0);
  let counts = new Uint16Array(0);
  let known = { slots: -1, columns: -1 };
  /** Whether places ascend as slots do: not where something older was imported late. */
  let ascend = true;

  /** 3 ms for a million, when creations or jobs came or went. */
  function learn(slots: JobSlots, columns: Columns): void {
    if (known.slots === slots.version && known.columns === columns.version) return;
    known = { slots: slots.version, columns: columns.version };
    const { ids, length } = columns;
    if (firsts.length < slots.length) {
      firsts = new Uint32Array(slots.jobs.length);
      counts = new Uint16Array(slots.jobs.length);
    }
    if (list.length < length) list = new Uint32Array(length);
    ascend = true;
    let place = 0;
    let last = -1;
    for (let slot = 0; slot < slots.length; slot += 1) {
      const job = slots.jobs[slot] ?? 0;
      if (job < last) {
        ascend = false;
        place = placeOf(ids, length, job);
      }
      last = job;
      while (place < length && (ids[place] ?? 0) < job) place += 1;
      firsts[slot] = place;
      const end = job + idsPerMillisecond;
      while (place < length && (ids[place] ?? 0) < end) place += 1;
      counts[slot] = place - (firsts[slot] ?? 0);
    }
  }

  // Both walk through the bits themselves: calling back for every slot takes as long again.

  /** Good until the next query. */
  function listed(slots: Slots): Uint32Array {
    let length = 0;
    for (let at = 0; at < slots.length; at += 1) {
      for (let bits = slots[at] ?? 0; bits !== 0; bits &= bits - 1) {
        const slot = at * 32 + 31 - Math.clz32(bits & -bits);
        const first = firsts[slot] ?? 0;
        const end = first + (counts[slot] ?? 0);
        for (let place = first; place < end; place += 1) {
          list[length] = place;
          length += 1;
        }
      }
    }
    const found = list.subarray(0, length);
    return ascend ? found : found.toSorted();
  }

  function marked(slots: Slots): Marks {
    const marks = pool.take();
    for (let at = 0; at < slots.length; at += 1) {
      for (let bits = slots[at] ?? 0; bits !== 0; bits &= bits - 1) {
        const slot = at * 32 + 31 - Math.clz32(bits & -bits);
        const first = firsts[slot] ?? 0;
        const end = first + (counts[slot] ?? 0);
        for (let place = first; place < end; place += 1) marks[place] = 1;
      }
    }
    return marks;
  }

  return {
    of(slots: Slots, jobs: JobSlots, columns: Columns): JobPlaces {
      learn(jobs, columns);
      const count = countSlots(slots);
      return count > smallPart * jobs.length || (!ascend && count > fewJobs)
        ? { kind: 'marks', marks: marked(slots) }
        : { kind: 'places', places: listed(slots) };
    },
  };
}

/** Creations of jobs by id, ascending: one walk along both, leaping where they are far apart. */
export function placesOfJobs(jobs: readonly number[], { ids, length }: Columns): Uint32Array {
  const found: number[] = [];
  let place = 0;
  for (const job of jobs) {
    let leap = 1;
    while (place + leap < length && (ids[place + leap] ?? Infinity) < job) leap *= 2;
    if (leap > 1 || (ids[place] ?? Infinity) < job) {
      place = placeOf(ids, Math.min(length, place + leap + 1), job, place + (leap >> 1));
    }
    const end = job + idsPerMillisecond;
    for (; place < length && (ids[place] ?? Infinity) < end; place += 1) found.push(place);
  }
  return Uint32Array.from(found);
}
