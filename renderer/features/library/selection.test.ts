import { expect, test } from 'vitest';
import { indexOfId } from './library-index.ts';
import {
  extendFrom,
  extendTo,
  noSelection,
  selectAll,
  selectRanges,
  toggle,
  withoutIds,
} from './selection.ts';

const ids = Float64Array.from([50, 40, 30, 20, 10]);
const indexOf = (id: number): number => indexOfId(ids, id);

test('toggling adds, removes and moves the anchor', () => {
  const one = toggle(noSelection, 30);
  expect([...one.ids]).toEqual([30]);
  const none = toggle(one, 30);
  expect(none.ids.size).toBe(0);
  expect(none.anchor).toBe(30);
});

test('a range runs both ways from the anchor and keeps what was selected', () => {
  const start = toggle(toggle(noSelection, 50), 30);
  expect([...extendTo(start, 10, ids, indexOf).ids].toSorted((a, b) => a - b)).toEqual([10, 20, 30, 50]);
  expect([...extendTo(start, 40, ids, indexOf).ids].toSorted((a, b) => a - b)).toEqual([30, 40, 50]);
  expect(extendTo(start, 10, ids, indexOf).anchor).toBe(30);
});

const sorted = (selection: { readonly ids: ReadonlySet<number> }) =>
  [...selection.ids].toSorted((a, b) => b - a);

test('going back with Shift takes back what it had selected, and no more', () => {
  const far = extendTo(toggle(toggle(noSelection, 50), 30), 10, ids, indexOf);
  expect(sorted(far)).toEqual([50, 30, 20, 10]);
  expect(sorted(extendTo(far, 20, ids, indexOf))).toEqual([50, 30, 20]);
  expect(sorted(extendTo(far, 40, ids, indexOf))).toEqual([50, 40, 30]);
  expect(sorted(withoutIds(far, [20]))).toEqual([50, 30, 10]);
  expect(sorted(extendTo(withoutIds(far, [50]), 30, ids, indexOf))).toEqual([30]);
});

test('by keyboard a range goes on where the last one ended, and begins anew anywhere else', () => {
  const two = extendTo(extendFrom(noSelection, 50), 40, ids, indexOf);
  expect(sorted(extendTo(extendFrom(two, 40), 30, ids, indexOf))).toEqual([50, 40, 30]);
  expect(sorted(extendTo(extendFrom(two, 20), 10, ids, indexOf))).toEqual([50, 40, 20, 10]);
  const elsewhere = toggle(two, 10);
  expect(sorted(extendTo(extendFrom(elsewhere, 40), 30, ids, indexOf))).toEqual([50, 40, 30, 10]);
  const putDown = toggle(toggle(noSelection, 30), 30);
  expect(sorted(extendTo(extendFrom(putDown, 30), 20, ids, indexOf))).toEqual([30, 20]);
});

test('a range whose anchor is not shown starts anew', () => {
  const hidden = toggle(noSelection, 33);
  const extended = extendTo(hidden, 20, ids, indexOf);
  expect([...extended.ids]).toEqual([33, 20]);
  expect(extended.anchor).toBe(20);
  expect(extendTo(hidden, 99, ids, indexOf)).toBe(hidden);
});

test('ranges are selected instead of, or besides, what was', () => {
  const before = toggle(noSelection, 50);
  const ranges = [
    [1, 2],
    [3, 5],
  ] as const;
  expect([...selectRanges(noSelection, ranges, ids).ids]).toEqual([40, 20, 10]);
  expect([...selectRanges(before, ranges, ids).ids]).toEqual([50, 40, 20, 10]);
  expect(selectRanges(before, ranges, ids).anchor).toBe(40);
  expect(selectRanges(before, [], ids)).toEqual(before);
});

test('everything can be selected, and what has gone is not selected any more', () => {
  const all = selectAll(ids);
  expect(all.ids.size).toBe(5);
  expect([...withoutIds(all, [10, 20]).ids]).toEqual([50, 40, 30]);
  expect(withoutIds(all, [7])).toBe(all);
});
