import { differingBits, type LookColumns } from './look-scan.ts';

/** Bits in which two hashes of one group may differ: the same picture scaled, re-encoded or trimmed a little. */
export const duplicateBits = 7;

/**
 * Four bands of 16 bits. Hashes that differ in at most seven bits differ in at most one bit of some band
 * (7 < 4 × 2), so comparing what agrees in a band but for one bit misses nothing.
 */
const bandCount = 4;
const bandBits = 16;
const bandValues = 1 << bandBits;
/** Pairs compared, and rows passed, between two rests: about a millisecond. */
const pairSlice = 100_000;
const rowSlice = 20_000;

/** Whether two places whose hashes are near may count as the same picture. */
export type MayMatch = (place: number, other: number) => boolean;

/**
 * Groups hashes that lie near that of the group's first, the oldest: every member looks like the first, so no chain
 * leads from one picture to a quite different one. Rests with each `yield`: whoever drives it decides when to go on.
 * @param isCandidate leaves out what is not to be grouped
 * @returns groups of two and more as places in the columns, each from the oldest on
 */
export function* groupLooks(
  columns: LookColumns,
  isCandidate: (place: number) => boolean,
  mayMatch: MayMatch,
): Generator<void, readonly (readonly number[])[]> {
  const { lookHigh, lookLow, length } = columns;
  const isWanted = new Uint8Array(length);
  for (let place = 0; place < length; place += 1) {
    const says = lookHigh[place] !== 0 || lookLow[place] !== 0;
    if (says && isCandidate(place)) isWanted[place] = 1;
    if (place % rowSlice === 0) yield;
  }
  const chains = createChains(length);
  for (let number = 0; number < bandCount; number += 1) {
    yield* joinBuckets(yield* fillBand(columns, isWanted, number), chains, mayMatch);
  }
  const groups: number[][] = [];
  for (const chain of yield* listChains(chains, length)) {
    groups.push(...(yield* splitChain(chain, columns, mayMatch)));
    yield;
  }
  return groups;
}

/** Places that are linked by any number of near pairs: one tree of parents each, whose root is the oldest. */
type Chains = { readonly rootOf: (place: number) => number; readonly join: (a: number, b: number) => void };

function createChains(length: number): Chains {
  const parents = new Uint32Array(length);
  for (let place = 0; place < length; place += 1) parents[place] = place;
  const rootOf = (place: number): number => {
    let at = place;
    for (;;) {
      const parent = parents[at] ?? at;
      if (parent === at) return at;
      parents[at] = parents[parent] ?? parent;
      at = parent;
    }
  };
  return {
    rootOf,
    join(a, b) {
      const [rootA, rootB] = [rootOf(a), rootOf(b)];
      if (rootA < rootB) parents[rootB] = rootA;
      else parents[rootA] = rootB;
    },
  };
}

/** Rows by the value of one band. */
type Band = {
  /** Bucket `v` runs from `starts[v]` to `starts[v + 1]`. */
  readonly starts: Uint32Array;
  /** Three numbers a row: both halves of its hash and its place, side by side because they are read together. */
  readonly rows: Int32Array;
};

function* fillBand(
  { lookHigh, lookLow, length }: LookColumns,
  isWanted: Uint8Array,
  number: number,
): Generator<void, Band> {
  const starts = new Uint32Array(bandValues + 1);
  const valueAt = (place: number) => bandValue(lookHigh[place] ?? 0, lookLow[place] ?? 0, number);
  for (let place = 0; place < length; place += 1) {
    if (isWanted[place] === 1) starts[valueAt(place)] = (starts[valueAt(place)] ?? 0) + 1;
    if (place % rowSlice === 0) yield;
  }
  for (let value = 1; value <= bandValues; value += 1) {
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  }
  const rows = new Int32Array(3 * (starts[bandValues] ?? 0));
  // From the end, so that what was each bucket's end becomes its start.
  for (let place = length - 1; place >= 0; place -= 1) {
    if (isWanted[place] === 1) {
      const value = valueAt(place);
      const at = (starts[value] ?? 0) - 1;
      starts[value] = at;
      rows[3 * at] = lookHigh[place] ?? 0;
      rows[3 * at + 1] = lookLow[place] ?? 0;
      rows[3 * at + 2] = place;
    }
    if (place % rowSlice === 0) yield;
  }
  return { starts, rows };
}

/**
 * Joins the near pairs of every bucket, each with itself and with those one bit away that come after it: the rows are
 * read in the order they lie in memory, which is ten times as fast as looking up each row's neighbours. A bucket that
 * half the library is in, as after a thousand tries at one picture, is taken a few rows at a time.
 */
function* joinBuckets(band: Band, chains: Chains, mayMatch: MayMatch): Generator<void, void> {
  const { starts } = band;
  const countOf = (value: number) => (starts[value + 1] ?? 0) - (starts[value] ?? 0);
  let looked = 0;
  for (let value = 0; value < bandValues; value += 1) {
    const count = countOf(value);
    if (count === 0) continue;
    for (let bit = -1; bit < bandBits; bit += 1) {
      const other = bit === -1 ? value : value ^ (1 << bit);
      const others = other < value ? 0 : countOf(other);
      if (others === 0) continue;
      const rows = Math.max(1, Math.floor(pairSlice / others));
      for (let row = 0; row < count; row += rows) {
        const end = Math.min(count, row + rows);
        joinPairs(band, { value, row, end }, other, chains, mayMatch);
        looked += (end - row) * others;
        if (looked < pairSlice) continue;
        looked = 0;
        yield;
      }
    }
    // A bucket costs as much as a pair, whatever is in it.
    looked += 1;
  }
}

/** Joins the near pairs of some rows of a bucket, `row` up to, not including, `end`, and the rows of another. */
function joinPairs(
  { starts, rows }: Band,
  { value, row, end }: { readonly value: number; readonly row: number; readonly end: number },
  other: number,
  chains: Chains,
  mayMatch: MayMatch,
): void {
  const first = starts[value] ?? 0;
  const otherStart = 3 * (starts[other] ?? 0);
  const otherEnd = 3 * (starts[other + 1] ?? 0);
  for (let at = 3 * (first + row); at < 3 * (first + end); at += 3) {
    const high = rows[at] ?? 0;
    const low = rows[at + 1] ?? 0;
    for (let next = value === other ? at + 3 : otherStart; next < otherEnd; next += 3) {
      if (differingBits((rows[next] ?? 0) ^ high, (rows[next + 1] ?? 0) ^ low) > duplicateBits) continue;
      const [a, b] = [rows[at + 2] ?? 0, rows[next + 2] ?? 0];
      if (mayMatch(Math.min(a, b), Math.max(a, b))) chains.join(a, b);
    }
  }
}

/** The chains of two and more, each from the oldest on, in the order of their oldest. */
function* listChains({ rootOf }: Chains, length: number): Generator<void, Iterable<readonly number[]>> {
  const isRoot = new Uint8Array(length);
  for (let place = 0; place < length; place += 1) {
    const root = rootOf(place);
    if (root !== place) isRoot[root] = 1;
    if (place % rowSlice === 0) yield;
  }
  const chains = new Map<number, number[]>();
  for (let place = 0; place < length; place += 1) {
    if (isRoot[place] === 1) chains.set(place, [place]);
    else if (rootOf(place) !== place) chains.get(rootOf(place))?.push(place);
    if (place % rowSlice === 0) yield;
  }
  return chains.values();
}

/** Groups around the oldest of a chain, around the oldest of what is left, and so on. */
function* splitChain(
  chain: readonly number[],
  { lookHigh, lookLow }: LookColumns,
  mayMatch: MayMatch,
): Generator<void, number[][]> {
  const groups: number[][] = [];
  let looked = 0;
  let rest = chain;
  for (let first = rest[0]; first !== undefined; first = rest[0]) {
    const group = [first];
    const left: number[] = [];
    const high = lookHigh[first] ?? 0;
    const low = lookLow[first] ?? 0;
    for (let at = 1; at < rest.length; at += 1) {
      const place = rest[at] ?? 0;
      const bits = differingBits((lookHigh[place] ?? 0) ^ high, (lookLow[place] ?? 0) ^ low);
      if (bits <= duplicateBits && mayMatch(first, place)) group.push(place);
      else left.push(place);
      looked += 1;
      if (looked % pairSlice === 0) yield;
    }
    if (group.length > 1) groups.push(group);
    rest = left;
  }
  return groups;
}

/** Every fourth bit of the hash: neighbouring bits are alike in many pictures and would crowd a few buckets. */
function bandValue(high: number, low: number, number: number): number {
  return (everyFourth(high >>> number) << 8) | everyFourth(low >>> number);
}

/** Bits 0, 4, 8 … 28 of a word, moved together. */
function everyFourth(word: number): number {
  const pairs = (word & 0x01010101) | ((word & 0x10101010) >>> 3);
  const fours = (pairs & 0x00030003) | ((pairs & 0x03000300) >>> 6);
  return (fours & 0x0000000f) | ((fours & 0x000f0000) >>> 12);
}
