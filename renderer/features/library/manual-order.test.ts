import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LibraryIndex } from '../../../shared/domain/creation.ts';
import { moveTo, orderSteps, placeAfterStep } from './manual-order.ts';

function indexOf(ids: readonly number[]): LibraryIndex {
  return {
    ids: Float64Array.from(ids),
    widths: Uint16Array.from(ids, (id) => id * 10),
    heights: Uint16Array.from(ids, (id) => id * 20),
    flags: Uint16Array.from(ids),
    colors: Uint32Array.from(ids, (id) => id * 1000),
  };
}

const shown = indexOf([5, 1, 4, 2, 3]);
const orderOf = (move: ReturnType<typeof moveTo>) => move && [...move.index.ids];

test('creations move together, in the order shown, before what comes next', () => {
  const move = moveTo(shown, [2, 5], 3);
  expect(orderOf(move)).toEqual([1, 4, 5, 2, 3]);
  expect(move).toMatchObject({ ids: [5, 2], before: 3, place: 3 });
  expect(orderOf(moveTo(shown, [1], 5))).toEqual([5, 4, 2, 3, 1]);
  expect(moveTo(shown, [1], 5)?.before).toBeNull();
});

test('where they lie already, and with nothing that is shown, there is no move', () => {
  expect(moveTo(shown, [1, 4], 1)).toBeNull();
  expect(moveTo(shown, [1, 4], 2)).toBeNull();
  expect(moveTo(shown, [1, 4], 3)).toBeNull();
  expect(moveTo(shown, [99], 0)).toBeNull();
});

test('a step goes past one neighbour, and stops at the ends', () => {
  const step = (ids: readonly number[], to: (typeof orderSteps)[number]) =>
    orderOf(moveTo(shown, ids, placeAfterStep(shown, ids, to)));
  expect(step([4], 'back')).toEqual([5, 4, 1, 2, 3]);
  expect(step([4], 'forward')).toEqual([5, 1, 2, 4, 3]);
  expect(step([4, 2], 'forward')).toEqual([5, 1, 3, 4, 2]);
  expect(step([4], 'start')).toEqual([4, 5, 1, 2, 3]);
  expect(step([4], 'end')).toEqual([5, 1, 2, 3, 4]);
  expect(step([5], 'back')).toBeNull();
  expect(step([3], 'forward')).toBeNull();
  // What lies apart is gathered first.
  expect(step([5, 2], 'back')).toEqual([5, 2, 1, 4, 3]);
});

test('nothing is lost or doubled, and every picture keeps its columns', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(ids, fc.array(fc.integer({ min: 1, max: 500 })), fc.nat(40), (all, some, place) => {
      const move = moveTo(indexOf(all), some, Math.min(place, all.length));
      if (!move) return;
      const after = [...move.index.ids];
      expect(move.index).toEqual(indexOf(after));
      expect(after).toHaveLength(all.length);
      expect(new Set(after)).toEqual(new Set(all));
      const end = move.before === null ? after.length : after.indexOf(move.before);
      expect(after.slice(end - move.ids.length, end)).toEqual([...move.ids]);
      expect(after.indexOf(move.ids[0] ?? 0)).toBe(move.place - 1);
    }),
  );
});
