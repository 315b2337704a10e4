/** A bit for every slot, which is the place of a job in the order of ids. */
export type Slots = Uint32Array<ArrayBuffer>;

/** @param planes weights of slots, a bit of each in every plane. @returns the sum of those that are marked */
export function weighSlots(slots: Slots, planes: readonly Slots[]): number {
  let sum = 0;
  for (let at = 0; at < slots.length; at += 1) {
    const word = slots[at] ?? 0;
    if (word === 0) continue;
    for (let bit = 0; bit < planes.length; bit += 1)
      sum += countBits(word & (planes[bit]?.[at] ?? 0)) * (1 << bit);
  }
  return sum;
}

/** How many slots are marked. */
export function countSlots(slots: Slots): number {
  let count = 0;
  for (let at = 0; at < slots.length; at += 1) count += countBits((slots[at] ?? 0) | 0);
  return count;
}

/** Of pairs, of fours, of bytes, all bytes together. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** Calls back with every slot that is marked, ascending. */
export function eachSlot(slots: Slots, take: (slot: number) => void): void {
  for (let at = 0; at < slots.length; at += 1) {
    for (let bits = slots[at] ?? 0; bits !== 0; bits &= bits - 1)
      take(at * 32 + 31 - Math.clz32(bits & -bits));
  }
}
