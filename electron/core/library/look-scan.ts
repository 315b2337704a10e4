import type { Columns } from './columns.ts';

/** What a scan reads: the halves of every hash. */
export type LookColumns = Pick<Columns, 'lookHigh' | 'lookLow' | 'length'>;

/** How many of 64 bits differ, given the differences of both halves. */
export function differingBits(high: number, low: number): number {
  const a = high - ((high >>> 1) & 0x55555555);
  const b = low - ((low >>> 1) & 0x55555555);
  // Sums of four bits each: both halves fit in one.
  const both = (a & 0x33333333) + ((a >>> 2) & 0x33333333) + (b & 0x33333333) + ((b >>> 2) & 0x33333333);
  return Math.imul((both & 0x0f0f0f0f) + ((both >>> 4) & 0x0f0f0f0f), 0x01010101) >>> 24;
}

/**
 * Finds hashes that differ from one in at most `mostBits` bits: a pass of a few milliseconds over a million. A hash
 * of 0 says nothing and is never found.
 * @returns places in the columns, the most alike first, and of the equally alike the newest
 */
export function scanLooks(
  { lookHigh, lookLow, length }: LookColumns,
  high: number,
  low: number,
  mostBits: number,
): Uint32Array {
  const found = new Uint32Array(length + 1);
  let count = 0;
  // Without branches: the next entry overwrites one that does not count.
  for (let place = length - 1; place >= 0; place -= 1) {
    found[count] = place;
    const bits = differingBits((lookHigh[place] ?? 0) ^ high, (lookLow[place] ?? 0) ^ low);
    count += bits <= mostBits ? 1 : 0;
  }
  const near = found.subarray(0, count).filter((place) => lookHigh[place] !== 0 || lookLow[place] !== 0);
  const bitsAt = (place: number) => differingBits((lookHigh[place] ?? 0) ^ high, (lookLow[place] ?? 0) ^ low);
  return near.toSorted((a, b) => bitsAt(a) - bitsAt(b) || b - a);
}
