import type { ItemRange } from './band.ts';

/** Which creations are selected, by id, so that a selection outlives a refresh, a search and the viewer. */
export type Selection = {
  readonly ids: ReadonlySet<number>;
  /** Where a range starts: the id last selected without Shift. */
  readonly anchor: number | null;
  /** Where the range that Shift selected last ends: another range takes its place. Null: there is none. */
  readonly head: number | null;
  /** What is selected besides that range. */
  readonly besides: ReadonlySet<number>;
};

export const noSelection: Selection = { ids: new Set(), anchor: null, head: null, besides: new Set() };

/** Selected by itself, with ranges to start at `anchor`. */
function anchored(ids: ReadonlySet<number>, anchor: number | null): Selection {
  return { ids, anchor, head: null, besides: ids };
}

export function toggle(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return anchored(ids, id);
}

/**
 * Selects everything between the anchor and `to` in place of the range before. Without an anchor that is still shown,
 * `to` alone.
 * @param indexOf place of an id in the current query; -1 when it is not there
 * @param ids the current query's ids
 */
export function extendTo(
  selection: Selection,
  to: number,
  ids: Float64Array,
  indexOf: (id: number) => number,
): Selection {
  const { anchor, besides } = selection;
  const end = indexOf(to);
  const start = anchor === null ? -1 : indexOf(anchor);
  if (end === -1) return selection;
  if (start === -1) return anchored(new Set(selection.ids).add(to), to);
  const extended = new Set(besides);
  for (const id of ids.subarray(Math.min(start, end), Math.max(start, end) + 1)) extended.add(id);
  return { ids: extended, anchor, head: to, besides };
}

/** Ready for a range from where the keyboard is: goes on with the one that ends or starts there, else begins one. */
export function extendFrom(selection: Selection, from: number): Selection {
  const goesOn = selection.ids.has(from) && (from === selection.head || from === selection.anchor);
  return goesOn ? selection : anchored(new Set(selection.ids).add(from), from);
}

/** Everything in some ranges of the query. @param before what stays selected besides */
export function selectRanges(before: Selection, ranges: readonly ItemRange[], ids: Float64Array): Selection {
  const chosen = new Set(before.ids);
  for (const [start, end] of ranges) for (const id of ids.subarray(start, end)) chosen.add(id);
  const [first] = ranges;
  return anchored(chosen, (first && ids[first[0]]) ?? before.anchor);
}

export function selectAll(ids: Float64Array): Selection {
  return anchored(new Set(ids), ids[0] ?? null);
}

/** What is left after creations have gone. The same object when nothing changes. */
export function withoutIds(selection: Selection, gone: Iterable<number>): Selection {
  const away = [...gone].filter((id) => selection.ids.has(id));
  if (away.length === 0) return selection;
  const less = (ids: ReadonlySet<number>): ReadonlySet<number> => {
    const left = new Set(ids);
    for (const id of away) left.delete(id);
    return left;
  };
  return { ...selection, ids: less(selection.ids), besides: less(selection.besides) };
}
