/** A source of numbers in [0, 1). */
export type Random = () => number;

/** 32-bit hash of a text: FNV-1a over UTF-16 units, then MurmurHash3's finaliser. Never negative. */
export function hashText(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    // UTF-16 units, not code points: lone surrogates must hash too.
    // oxlint-disable-next-line unicorn/prefer-code-point
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return mixBits(hash);
}

/** 32-bit hash of a lattice cell, for per-cell choices that need no stored table. */
export function hashCell(seed: number, column: number, row: number): number {
  return mixBits(seed ^ Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1));
}

function mixBits(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 2_246_822_507);
  bits = Math.imul(bits ^ (bits >>> 13), 3_266_489_909);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** sfc32 (Chris Doty-Humphrey's small fast counter), seeded by one 32-bit number. */
export function createRandom(seed: number): Random {
  let a = seed >>> 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/** A number between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** One item; throws on an empty list, which would be a bug in the caller. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('pick from an empty list');
  return item;
}
