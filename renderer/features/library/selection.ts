import type { ItemRange } from './band.ts';

/** Which creations are selected, by id, so that a selection outlives a refresh, a search and the viewer. */
export type Selection = {
  readonly ids: ReadonlySet<number>;
  /** Where a range starts: the id last selected without Shift. */
  readonly anchor: number | null;
};

export const noSelection: Selection = { ids: new Set(), anchor: null };

export function toggle(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/**
 * Adds everything between the anchor and `to`. Without an anchor that is still shown, `to` alone.
 * @param indexOf place of an id in the current query; -1 when it is not there
 * @param ids the current query's ids
 */
export function extendTo(
  selection: Selection,
  to: number,
  ids: Float64Array,
  indexOf: (id: number) => number,
): Selection {
  const end = indexOf(to);
  const start = selection.anchor === null ? -1 : indexOf(selection.anchor);
  if (end === -1) return selection;
  if (start === -1) return { ids: new Set(selection.ids).add(to), anchor: to };
  const extended = new Set(selection.ids);
  for (const id of ids.subarray(Math.min(start, end), Math.max(start, end) + 1)) extended.add(id);
  return { ids: extended, anchor: selection.anchor };
}

/** Everything in some ranges of the query. @param before what stays selected besides */
export function selectRanges(before: Selection, ranges: readonly ItemRange[], ids: Float64Array): Selection {
  const chosen = new Set(before.ids);
  for (const [start, end] of ranges) for (const id of ids.subarray(start, end)) chosen.add(id);
  const [first] = ranges;
  return { ids: chosen, anchor: (first && ids[first[0]]) ?? before.anchor };
}

export function selectAll(ids: Float64Array): Selection {
  return { ids: new Set(ids), anchor: ids[0] ?? null };
}

/** What is left after creations have gone. The same object when nothing changes. */
export function withoutIds(selection: Selection, gone: Iterable<number>): Selection {
  const ids = new Set(selection.ids);
  let changed = false;
  for (const id of gone) changed = ids.delete(id) || changed;
  return changed ? { ids, anchor: selection.anchor } : selection;
}
