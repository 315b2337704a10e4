import { flagValues } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { placeOf, type Columns } from './columns.ts';
import type { Marks, MarksPool } from './place-marks.ts';
import { countSlots, type Slots, weighSlots } from './slots.ts';
import type { JobSlots } from './word-index.ts';

/** Of a smaller part of all jobs, the creations are listed; of so few also where they have to be sorted. */
const smallPart = 1 / 4;
const fewJobs = 4000;

/** Creations of jobs: as ascending places, or as marks (1: it is one of theirs) where there are many. */
export type JobPlaces =
  | { readonly kind: 'places'; readonly places: Uint32Array }
  | { readonly kind: 'marks'; readonly marks: Marks };

/** Creations whose flags are allowed: how many, and some of the newest. */
export type NewestPlaces = { readonly total: number; readonly places: Uint32Array };

type Taking = { readonly flags: Uint16Array; readonly allowed: Uint8Array; readonly wanted: number };

/** Finds the creations of slots in the columns. */
export function createSlotPlaces(pool: MarksPool) {
  /** Used again and again: fresh memory for every query would be felt. */
  let list = new Uint32Array(0);
  /** Where the creations of each slot begin, and how many there are. */
  let firsts = new Uint32Array(0);
  let counts = new Uint16Array(0);
  let known = { slots: -1, reading: -1, length: 0, columns: -1 };
  /** Places ascend as slots do up to this slot: not where something older was imported late. */
  let ascendTo = 0;
  /** Slots behind that, in the order of their places. */
  let late = new Uint32Array(0);
  /** What the weights of slots were worked out from. */
  let weighed: { readonly revision: number; readonly allowed: Uint8Array } = {
    revision: -1,
    allowed: new Uint8Array(0),
  };
  /** Slots before this one have their weights. */
  let weighedTo = 0;
  /** How many creations of each slot are allowed: a bit of the number in each plane. */
  let planes: Slots[] = [];

  const endOf = (slot: number) => (firsts[slot] ?? 0) + (counts[slot] ?? 0);

  /** How many of the first slots are as they were: all that end before the first creation that moved. */
  function keptSlots(slots: JobSlots, columns: Columns): number {
    if (known.reading !== slots.reading) return 0;
    const kept = columns.keptSince(known.columns);
    let low = 0;
    let high = Math.min(known.length, ascendTo);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (endOf(middle) < kept) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** When creations or jobs came or went: 3 ms for a million, next to nothing where they came at the end. */
  function learn(slots: JobSlots, columns: Columns): void {
    if (known.slots === slots.version && known.columns === columns.version) return;
    const { ids, length } = columns;
    const start = keptSlots(slots, columns);
    const { version, reading } = slots;
    known = { slots: version, reading, length: slots.length, columns: columns.version };
    weighedTo = Math.min(weighedTo, start);
    if (firsts.length < slots.length) {
      const [oldFirsts, oldCounts] = [firsts.subarray(0, start), counts.subarray(0, start)];
      firsts = new Uint32Array(slots.jobs.length);
      counts = new Uint16Array(slots.jobs.length);
      firsts.set(oldFirsts);
      counts.set(oldCounts);
    }
    if (list.length < length) list = new Uint32Array(Math.ceil(1.1 * length));
    // Bits come in whole words: there may be some behind the last slot.
    counts.fill(0, slots.length);
    ascendTo = slots.length;
    let place = start === 0 ? 0 : endOf(start - 1);
    let last = start === 0 ? -1 : (slots.jobs[start - 1] ?? 0);
    for (let slot = start; slot < slots.length; slot += 1) {
      const job = slots.jobs[slot] ?? 0;
      if (job < last) {
        ascendTo = Math.min(ascendTo, slot);
        place = placeOf(ids, length, job);
      }
      last = job;
      while (place < length && (ids[place] ?? 0) < job) place += 1;
      firsts[slot] = place;
      const end = job + idsPerMillisecond;
      while (place < length && (ids[place] ?? 0) < end) place += 1;
      counts[slot] = place - (firsts[slot] ?? 0);
    }
    // With the place before the slot in one number: to sort by a function takes many times as long.
    const keys = new Float64Array(slots.length - ascendTo);
    for (let slot = ascendTo; slot < slots.length; slot += 1)
      keys[slot - ascendTo] = (firsts[slot] ?? 0) * slots.length + slot;
    late = Uint32Array.from(keys.toSorted(), (key) => key % slots.length);
  }

  /** No creation has become allowed, or is not any more: most marks change nothing here. */
  function isWeightKept({ revision, flagShifts }: Columns): boolean {
    if (weighed.revision === revision) return true;
    const { allowed } = weighed;
    for (const [shift, at] of flagShifts) {
      const [from, to] = [Math.floor(shift / flagValues), shift % flagValues];
      if (at > weighed.revision && allowed[from] !== allowed[to]) return false;
    }
    return true;
  }

  /** As long again; all of it when others are allowed now. */
  function weigh(slots: JobSlots, columns: Columns, allowed: Uint8Array): void {
    const { revision, flags } = columns;
    const isKept = Buffer.compare(weighed.allowed, allowed) === 0 && isWeightKept(columns);
    const start = isKept ? weighedTo : 0;
    weighed = { revision, allowed };
    weighedTo = slots.length;
    if (start === slots.length) return;
    const words = Math.ceil(slots.jobs.length / 32);
    planes = start === 0 ? [] : planes.map((plane) => clearedFrom(start, plane, words));
    for (let slot = start; slot < slots.length; slot += 1) {
      const first = firsts[slot] ?? 0;
      const end = first + (counts[slot] ?? 0);
      let weight = 0;
      for (let place = first; place < end; place += 1) weight += allowed[flags[place] ?? 0] ?? 0;
      for (let bit = 0; weight !== 0; bit += 1, weight >>>= 1) {
        if ((weight & 1) === 0) continue;
        while (planes.length <= bit) planes.push(new Uint32Array(words));
        const plane = planes[bit];
        if (plane) plane[slot >>> 5] = (plane[slot >>> 5] ?? 0) | (1 << (slot & 31));
      }
    }
  }

  /** Adds allowed creations of a slot to the list, the newest first. @returns its length */
  function take(slot: number, length: number, { flags, allowed, wanted }: Taking): number {
    const first = firsts[slot] ?? 0;
    let taken = length;
    for (let place = first + (counts[slot] ?? 0) - 1; place >= first && taken < wanted; place -= 1) {
      list[taken] = place;
      taken += allowed[flags[place] ?? 0] ?? 0;
    }
    return taken;
  }

  /** Allowed creations from the newest on, until there are as many as wanted. */
  function takeNewest(slots: Slots, taking: Taking): Uint32Array {
    const { wanted } = taking;
    let length = 0;
    for (let at = slots.length - 1; at >= 0 && length < wanted; at -= 1) {
      for (let bits = wordUpTo(slots, at, ascendTo); bits !== 0 && length < wanted;) {
        const bit = 31 - Math.clz32(bits);
        bits &= ~(1 << bit);
        length = take(at * 32 + bit, length, taking);
      }
    }
    if (late.length === 0) return list.subarray(0, length);
    // Of both as many as are wanted, then the newest of these.
    const early = list.slice(0, length);
    length = 0;
    for (let at = late.length - 1; at >= 0 && length < wanted; at -= 1) {
      const slot = late[at] ?? 0;
      if (((slots[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) length = take(slot, length, taking);
    }
    const both = new Uint32Array(early.length + length);
    both.set(early);
    both.set(list.subarray(0, length), early.length);
    return both.toSorted().toReversed().subarray(0, wanted);
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
    return late.length === 0 ? found : found.toSorted();
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
      return count > smallPart * jobs.length || (late.length > 0 && count > fewJobs)
        ? { kind: 'marks', marks: marked(slots) }
        : { kind: 'places', places: listed(slots) };
    },

    /** Good until the next query. No pass over anything but the bits of the slots, as long as nothing changed. */
    newest(
      { slots, jobs, columns }: { readonly slots: Slots; readonly jobs: JobSlots; readonly columns: Columns },
      allowed: Uint8Array,
      offset: number,
      limit: number,
    ): NewestPlaces {
      learn(jobs, columns);
      weigh(jobs, columns, allowed);
      const total = weighSlots(slots, planes);
      const wanted = Math.min(total, offset + limit);
      return { total, places: takeNewest(slots, { flags: columns.flags, allowed, wanted }).subarray(offset) };
    },
  };
}

/** The same bits before `slot`, none from there on, and room for so many words. */
function clearedFrom(slot: number, plane: Slots, words: number): Slots {
  const word = slot >>> 5;
  const kept = plane.length < words ? new Uint32Array(words) : plane;
  if (kept !== plane) kept.set(plane.subarray(0, word + 1));
  kept.fill(0, word + 1);
  kept[word] = (kept[word] ?? 0) & ((1 << (slot & 31)) - 1);
  return kept;
}

/** Bits of the slots before `end`. */
function wordUpTo(slots: Slots, at: number, end: number): number {
  const beyond = at * 32 + 32 - end;
  if (beyond >= 32) return 0;
  return beyond > 0 ? (slots[at] ?? 0) & (0xffff_ffff >>> beyond) : (slots[at] ?? 0);
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
