import type { LibraryIndex } from '../../../shared/domain/creation.ts';
import { indexOfId, pickItems, sameIds } from './library-index.ts';

/** Where creations go in an order made by hand. Places are counted before the move; the count itself is the end. */

export const orderSteps = ['back', 'forward', 'start', 'end'] as const;
export type OrderStep = (typeof orderSteps)[number];

export type Move = {
  /** In the order shown. */
  readonly ids: readonly number[];
  /** Right before this one; null: at the end. */
  readonly before: number | null;
  readonly index: LibraryIndex;
  /** Where the first of them lies then, counted from 1. */
  readonly place: number;
};

/** Moves what is shown of `ids` to a place, together. @returns null: all of it lies there already */
export function moveTo(index: LibraryIndex, ids: Iterable<number>, place: number): Move | null {
  const moved = new Set(ids);
  const isMoved = (item: number) => moved.has(index.ids[item] ?? 0);
  const items = Array.from(index.ids, (_, item) => item);
  const upper = items.slice(0, place).filter((item) => !isMoved(item));
  const lower = items.slice(place).filter((item) => !isMoved(item));
  const middle = items.filter(isMoved);
  const [next] = lower;
  const after = pickItems(index, Uint32Array.from([...upper, ...middle, ...lower]));
  if (middle.length === 0 || sameIds(after.ids, index.ids)) return null;
  return {
    ids: middle.map((item) => index.ids[item] ?? 0),
    before: next === undefined ? null : (index.ids[next] ?? null),
    index: after,
    place: upper.length + 1,
  };
}

/** The place one step from where `ids` lie: from the first of them backwards, from the last of them forwards. */
export function placeAfterStep(index: LibraryIndex, ids: readonly number[], step: OrderStep): number {
  const items = ids.map((id) => indexOfId(index.ids, id)).filter((item) => item !== -1);
  const count = index.ids.length;
  switch (step) {
    case 'start':
      return 0;
    case 'end':
      return count;
    case 'back':
      return Math.max(0, items.reduce((least, item) => Math.min(least, item), count) - 1);
    case 'forward':
      return Math.min(count, items.reduce((most, item) => Math.max(most, item), -1) + 2);
  }
}
