import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlotListWriter } from './slot-lists.ts';
import { countSlots, eachSlot, type Slots, weighSlots } from './slots.ts';

function slotsIn(slots: Slots): readonly number[] {
  const found: number[] = [];
  eachSlot(slots, (slot) => found.push(slot));
  return found;
}

const sorted = (list: readonly number[]) => [...new Set(list)].toSorted((a, b) => a - b);

test('every list of slots is read as it was written, in whatever order, however many', () => {
  const written = fc.nat(3000).chain((most) =>
    fc.record({
      jobs: fc.constant(most + 1),
      // Few are a list, many a bit for every job; now and then something comes twice.
      lists: fc.array(fc.array(fc.nat(most), { maxLength: 200, size: 'max' }), { maxLength: 12 }),
    }),
  );
  fc.assert(
    fc.property(written, ({ jobs, lists }) => {
      const writer = createSlotListWriter(jobs);
      for (const list of lists) {
        writer.add(Float64Array.from(list), (slot) => slot);
        writer.end();
      }
      const read = writer.lists();
      for (const [at, list] of lists.entries()) {
        const into: Slots = new Uint32Array(Math.ceil(jobs / 32));
        read.mark(at, into);
        expect(slotsIn(into)).toEqual(sorted(list));
      }
    }),
  );
});

test('distances of every length, and lists over several pieces of memory', () => {
  const jobs = 2 ** 22;
  const far = [0, 127, 128, 255, 256, 2 ** 14 + 300, 2 ** 21 + 40_000, jobs - 1];
  const long = (shift: number) => Array.from({ length: 120_000 }, (_, at) => 34 * at + shift);
  const written = [far, [], ...Array.from({ length: 20 }, (_, shift) => long(shift)), [jobs - 1], far];
  const writer = createSlotListWriter(jobs);
  for (const list of written) {
    writer.add(Float64Array.from(list), (slot) => slot);
    writer.end();
  }
  const lists = writer.lists();
  const read = written.map((_, at) => {
    const into: Slots = new Uint32Array(jobs / 32);
    lists.mark(at, into);
    return into;
  });
  for (const [at, list] of written.entries()) {
    expect(countSlots(read[at] ?? new Uint32Array(0))).toBe(list.length);
    expect(slotsIn(read[at] ?? new Uint32Array(0)).at(-1)).toBe(list.at(-1));
  }
  expect(slotsIn(read.at(-1) ?? new Uint32Array(0))).toEqual(far);
  const [first, second] = [read[2] ?? new Uint32Array(0), read[3] ?? new Uint32Array(0)];
  expect(weighSlots(first, [second, first, first])).toBe(6 * 120_000);
});
