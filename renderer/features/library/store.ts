import { create } from 'zustand';
import {
  everything,
  type LibraryFacets,
  type LibraryIndex,
  type LibraryQuery,
} from '../../../shared/domain/creation.ts';
import { isCancelled, request, subscribe } from '../../bridge/client.ts';
import type { ItemRange } from './band.ts';
import { forget, rereadKnown } from './creations.ts';
import { indexOfId } from './library-index.ts';
import { followThumbnailFailures } from './thumbnail-failures.ts';
import { readSimilar, type SimilarTo } from './similar.ts';
import {
  extendFrom,
  extendTo,
  noSelection,
  selectAll,
  type Selection,
  selectRanges,
  toggle,
  withoutIds,
} from './selection.ts';
import type { GridPosition } from './virtual-grid.ts';

type LibraryState = {
  readonly query: LibraryQuery;
  /** What the query answers; the previous answer while a new one is on its way, null before the first. */
  readonly index: LibraryIndex | null;
  /** The query that `index` answers. */
  readonly answered: LibraryQuery;
  readonly failed: boolean;
  /** Shown in place of the query: what is like one creation. */
  readonly similarTo: SimilarTo | null;
  /** False: nothing is known of what `similarTo` looks like. */
  readonly comparable: boolean;
  readonly facets: LibraryFacets | null;
  readonly selection: Selection;
  /** Where the grid was left, for the way back from the viewer. */
  readonly position: GridPosition | null;
  readonly lastViewed: number | null;
};

export const useLibrary = create<LibraryState>(() => ({
  query: everything,
  index: null,
  answered: everything,
  failed: false,
  similarTo: null,
  comparable: true,
  facets: null,
  selection: noSelection,
  position: null,
  lastViewed: null,
}));

const { getState, setState } = useLibrary;
let asking: AbortController | undefined;
let changeTimer: ReturnType<typeof setTimeout> | undefined;

/** Many creations finishing together are one refresh. */
const gatherMs = 80;

export function setQuery(patch: Partial<LibraryQuery>): void {
  const { query } = getState();
  const next = { ...query, ...patch };
  const leavesView = next.trashed !== query.trashed || next.collectionId !== query.collectionId;
  setState({ query: next, similarTo: null, ...(leavesView ? { selection: noSelection } : {}) });
  void refresh();
}

export function clearFilters(): void {
  const { trashed, collectionId } = getState().query;
  setQuery({ ...everything, trashed, collectionId });
}

/** Null: back to what the query answers. */
export function showSimilar(similarTo: SimilarTo | null): void {
  setState({ similarTo, position: null, selection: noSelection });
  void refresh();
}

export function hasFilters(query: LibraryQuery): boolean {
  return (
    query.text.trim() !== '' ||
    query.favourite ||
    query.minRating > 0 ||
    [query.media, query.modelId, query.provider, query.from, query.to, query.flag, query.label].some(
      (value) => value !== null,
    )
  );
}

/** Asks for the current query again; a newer call replaces an older one that has not answered. */
export async function refresh(): Promise<void> {
  asking?.abort();
  const asked = new AbortController();
  asking = asked;
  const { query, similarTo } = getState();
  try {
    const [answer, facets] = await Promise.all([
      similarTo === null ? readQuery(query, asked.signal) : readSimilar(similarTo, asked.signal),
      request('library.facets', {}, { signal: asked.signal }),
    ]);
    if (asked.signal.aborted) return;
    setState({ ...answer, facets, answered: query, failed: false });
  } catch (error) {
    if (asked.signal.aborted || isCancelled(error)) return;
    setState({ failed: true });
  }
}

async function readQuery(query: LibraryQuery, signal: AbortSignal) {
  return { index: await request('library.index', query, { signal }), comparable: true };
}

/** Reads the library and keeps it fresh. Returns the way to stop. */
export function followLibrary(): () => void {
  void refresh();
  const stop = subscribe('library.changed', ({ changed, removed }) => {
    forget(removed);
    void rereadKnown(changed);
    setState({ selection: withoutIds(getState().selection, removed) });
    clearTimeout(changeTimer);
    changeTimer = setTimeout(() => void refresh(), gatherMs);
  });
  const stopFailures = followThumbnailFailures();
  return () => {
    clearTimeout(changeTimer);
    stop();
    stopFailures();
  };
}

export const select = {
  toggle(id: number): void {
    setState({ selection: toggle(getState().selection, id) });
  },
  /** @param from where the keyboard was; left out: from where the last range began */
  extendTo(id: number, from?: number): void {
    const { selection, index } = getState();
    if (!index) return;
    const before = from === undefined ? selection : extendFrom(selection, from);
    setState({ selection: extendTo(before, id, index.ids, (each) => indexOfId(index.ids, each)) });
  },
  /** @param adds false: instead of what is selected */
  ranges(ranges: readonly ItemRange[], adds: boolean): void {
    const { selection, index } = getState();
    if (index) setState({ selection: selectRanges(adds ? selection : noSelection, ranges, index.ids) });
  },
  all(): void {
    const { index } = getState();
    if (index) setState({ selection: selectAll(index.ids) });
  },
  none(): void {
    setState({ selection: noSelection });
  },
};
