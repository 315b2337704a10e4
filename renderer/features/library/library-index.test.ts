import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';
import {
  countNewer,
  emptyIndex,
  firstAtMost,
  indexOfId,
  sameIds,
  successorOf,
  without,
} from './library-index.ts';

const someIds = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 60 });

function indexWith(ids: readonly number[]): LibraryIndex {
  const sorted = ids.toSorted((a, b) => b - a);
  return {
    ids: Float64Array.from(sorted),
    widths: Uint16Array.from(sorted, (id) => (id % 2000) + 1),
    heights: Uint16Array.from(sorted, (id) => (id % 1000) + 1),
    flags: Uint16Array.from(sorted, (id) => (id % 3 === 0 ? creationFlag.video : 0)),
    colors: Uint32Array.from(sorted),
  };
}

test('a creation is found by its id, and a missing one by where it would be', () => {
  fc.assert(
    fc.property(someIds, fc.integer({ min: 1, max: 10_000 }), (ids, wanted) => {
      const { ids: sorted } = indexWith(ids);
      expect(indexOfId(sorted, wanted)).toBe(sorted.indexOf(wanted));
      expect(firstAtMost(sorted, wanted)).toBe(ids.filter((id) => id > wanted).length);
    }),
  );
});

test('taking creations out keeps all columns of the others together', () => {
  fc.assert(
    fc.property(someIds, someIds, (ids, removed) => {
      const gone = new Set(removed);
      expect(without(indexWith(ids), gone)).toEqual(indexWith(ids.filter((id) => !gone.has(id))));
    }),
  );
});

test('newcomers are those above what was the newest', () => {
  expect(countNewer(indexWith([10, 20]), indexWith([10, 15, 20, 30, 40]))).toBe(2);
  expect(countNewer(indexWith([10, 20]), indexWith([10]))).toBe(0);
  expect(countNewer(emptyIndex, indexWith([10]))).toBe(0);
});

test('two answers are the same when every id is', () => {
  expect(sameIds(indexWith([1, 2]).ids, indexWith([2, 1]).ids)).toBe(true);
  expect(sameIds(indexWith([1, 2]).ids, indexWith([1, 3]).ids)).toBe(false);
  expect(sameIds(indexWith([1, 2]).ids, indexWith([1]).ids)).toBe(false);
});

test('an answer in an order of its own is searched as well', () => {
  const ids = Float64Array.of(5, 9, 2);
  expect([5, 9, 2, 7].map((id) => indexOfId(ids, id))).toEqual([0, 1, 2, -1]);
});

test('the next one that stays takes the place of what was taken out, else the one before', () => {
  const before = Float64Array.of(50, 40, 30, 20, 10);
  expect(successorOf(before, 40, before)).toBe(40);
  expect(successorOf(before, 40, Float64Array.of(50, 20, 10))).toBe(20);
  expect(successorOf(before, 10, Float64Array.of(50, 40))).toBe(40);
  expect(successorOf(before, 30, Float64Array.of(60))).toBeNull();
  expect(successorOf(before, 35, Float64Array.of(50))).toBeNull();
});
