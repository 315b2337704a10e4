import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingBits, scanLooks, type LookColumns } from './look-scan.ts';
import { duplicateBits, groupLooks } from './near-duplicates.ts';

function columnsOf(hashes: readonly bigint[]): LookColumns {
  return {
    lookHigh: Int32Array.from(hashes, (hash) => Number(BigInt.asIntN(32, hash >> 32n))),
    lookLow: Int32Array.from(hashes, (hash) => Number(BigInt.asIntN(32, hash))),
    length: hashes.length,
  };
}

/** Counted the plain way. */
function bitsApart(a: bigint, b: bigint): number {
  return BigInt.asUintN(64, a ^ b)
    .toString(2)
    .replaceAll('0', '').length;
}

const flip = (hash: bigint, bits: readonly number[]) =>
  bits.reduce((so, bit) => so ^ (1n << BigInt(bit)), hash);
const anyHash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Families of hashes that are more and less near each other, as in a real library. */
const hashes = fc
  .array(
    fc.record({
      seed: fc.oneof(anyHash, fc.constant(0n), fc.constant(2n ** 64n - 1n)),
      variants: fc.array(fc.array(fc.nat(63), { maxLength: 12 }), { maxLength: 6 }),
    }),
    { maxLength: 12 },
  )
  .map((families) =>
    families.flatMap(({ seed, variants }) => [seed, ...variants.map((bits) => flip(seed, bits))]),
  );

function drive<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test('bits are counted right', () => {
  fc.assert(
    fc.property(anyHash, anyHash, (a, b) => {
      const { lookHigh, lookLow } = columnsOf([a ^ b]);
      expect(differingBits(lookHigh[0] ?? 0, lookLow[0] ?? 0)).toBe(bitsApart(a, b));
    }),
  );
});

test('a scan finds what comparing one by one finds, the most alike first, then the newest', () => {
  fc.assert(
    fc.property(hashes, anyHash, fc.nat(20), (all, wanted, most) => {
      const { lookHigh, lookLow } = columnsOf([wanted]);
      const found = scanLooks(columnsOf(all), lookHigh[0] ?? 0, lookLow[0] ?? 0, most);
      const expected = all
        .map((hash, place) => ({ hash, place, bits: bitsApart(hash, wanted) }))
        .filter(({ hash, bits }) => hash !== 0n && bits <= most)
        .toSorted((a, b) => a.bits - b.bits || b.place - a.place)
        .map(({ place }) => place);
      expect([...found]).toEqual(expected);
    }),
  );
});

test('bands group exactly what comparing every pair groups', () => {
  fc.assert(
    fc.property(hashes, fc.func(fc.boolean()), (all, coin) => {
      const isCandidate = (place: number) => place % 7 !== 3;
      // Symmetric, as colour and kind are.
      const mayMatch = (a: number, b: number) => (a + b) % 5 !== 0 || coin(Math.min(a, b), Math.max(a, b));
      const open = new Set(all.flatMap((hash, place) => (hash !== 0n && isCandidate(place) ? [place] : [])));
      const expected: number[][] = [];
      for (const first of open) {
        open.delete(first);
        const group = [...open].filter(
          (place) => bitsApart(all[first] ?? 0n, all[place] ?? 0n) <= duplicateBits && mayMatch(first, place),
        );
        for (const place of group) open.delete(place);
        if (group.length > 0) expected.push([first, ...group]);
      }
      const found = drive(groupLooks(columnsOf(all), isCandidate, mayMatch));
      const byFirst = (groups: readonly (readonly number[])[]) =>
        groups.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
      expect(byFirst(found)).toEqual(byFirst(expected));
    }),
    { numRuns: 300 },
  );
});

test('it rests often, also where half of all look the same', () => {
  const same = columnsOf(Array.from({ length: 3000 }, (_, at) => (at % 2 === 0 ? 0xf0f0n : 0xf0f1n)));
  let compared = 0;
  let most = 0;
  const never = () => {
    compared += 1;
    return false;
  };
  const grouping = groupLooks(same, () => true, never);
  while (!grouping.next().done) {
    most = Math.max(most, compared);
    compared = 0;
  }
  expect(most).toBeGreaterThan(10_000);
  expect(most).toBeLessThan(250_000);
});
