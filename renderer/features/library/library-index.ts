import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';

/** What the index of a query answers, and edits that are shown before the core has confirmed them. */

export const emptyIndex: LibraryIndex = {
  ids: new Float64Array(0),
  widths: new Uint16Array(0),
  heights: new Uint16Array(0),
  flags: new Uint16Array(0),
  colors: new Uint32Array(0),
};

/** Places by id of answers in an order of their own, as a collection has; null: newest first, no need of them. */
const ownPlaces = new WeakMap<Float64Array, ReadonlyMap<number, number> | null>();

function placesOf(ids: Float64Array): ReadonlyMap<number, number> | null {
  const known = ownPlaces.get(ids);
  if (known !== undefined) return known;
  const made = isNewestFirst(ids) ? null : new Map(Array.from(ids, (id, place) => [id, place]));
  ownPlaces.set(ids, made);
  return made;
}

/** Whether ids fall from the first to the last. */
export function isNewestFirst(ids: Float64Array): boolean {
  return ids.every((id, place) => place === 0 || id < (ids[place - 1] ?? 0));
}

/** Place of a creation; -1 when the query does not answer it. */
export function indexOfId(ids: Float64Array, id: number): number {
  const own = placesOf(ids);
  if (own) return own.get(id) ?? -1;
  const at = firstAtMost(ids, id);
  return ids[at] === id ? at : -1;
}

/**
 * What takes the place of a creation: the next one that is still there, else the one before.
 * @returns itself while it is there; null: nothing that stood beside it is left
 */
export function successorOf(before: Float64Array, id: number, now: Float64Array): number | null {
  if (indexOfId(now, id) !== -1) return id;
  const place = indexOfId(before, id);
  if (place === -1 || now.length === 0) return null;
  const stays = (each: number) => indexOfId(now, each) !== -1;
  return before.subarray(place + 1).find(stays) ?? before.subarray(0, place).findLast(stays) ?? null;
}

/** Newest first: the first place whose id is at most `id`: where it is, or would be. May be `ids.length`. */
export function firstAtMost(ids: Float64Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) > id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function hasFlag(
  index: LibraryIndex,
  item: number,
  flag: (typeof creationFlag)[keyof typeof creationFlag],
): boolean {
  return ((index.flags[item] ?? 0) & flag) !== 0;
}

export function without(index: LibraryIndex, ids: ReadonlySet<number>): LibraryIndex {
  const keep = new Uint32Array(index.ids.length);
  let kept = 0;
  for (let item = 0; item < index.ids.length; item += 1) {
    if (ids.has(index.ids[item] ?? 0)) continue;
    keep[kept] = item;
    kept += 1;
  }
  return pickItems(index, keep.subarray(0, kept));
}

/** Some items of an answer, in the order given. */
export function pickItems(index: LibraryIndex, places: Uint32Array): LibraryIndex {
  return {
    ids: Float64Array.from(places, (item) => index.ids[item] ?? 0),
    widths: Uint16Array.from(places, (item) => index.widths[item] ?? 0),
    heights: Uint16Array.from(places, (item) => index.heights[item] ?? 0),
    flags: Uint16Array.from(places, (item) => index.flags[item] ?? 0),
    colors: Uint32Array.from(places, (item) => index.colors[item] ?? 0),
  };
}

/** Whether two answers list the same creations; their pictures then have the same places. */
export function sameIds(one: Float64Array, other: Float64Array): boolean {
  return one === other || (one.length === other.length && one.every((id, place) => id === other[place]));
}

/** How many creations of `next` are newer than everything in `before`. */
export function countNewer(before: LibraryIndex, next: LibraryIndex): number {
  const newest = before.ids[0];
  return newest === undefined ? 0 : firstAtMost(next.ids, newest);
}
