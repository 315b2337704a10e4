import { create } from 'zustand';
import type { Collection, SavedSearch, TagCount } from '../../../shared/domain/collection.ts';
import { isCancelled, request, subscribe } from '../../bridge/client.ts';

/** Collections, saved searches and tags: what the column beside the grid lists. */
type Shelves = {
  readonly collections: readonly Collection[];
  readonly searches: readonly SavedSearch[];
  readonly tags: readonly TagCount[];
  /** Null: open when there is something in it. */
  readonly open: boolean | null;
};

export const useShelves = create<Shelves>(() => ({ collections: [], searches: [], tags: [], open: null }));

const { setState } = useShelves;

export function isOpen({ open, collections, searches }: Shelves): boolean {
  return open ?? collections.length + searches.length > 0;
}

export function toggleShelves(): void {
  setState((state) => ({ open: !isOpen(state) }));
}

/** Reads them and keeps them fresh. Returns the way to stop. */
export function followShelves(): () => void {
  const leaving = new AbortController();
  const options = { signal: leaving.signal };
  const quietly = (reading: Promise<void>): void => {
    reading.catch((error: unknown) => {
      if (!isCancelled(error)) throw error;
    });
  };
  const readCollections = async () => {
    const [collections, tags] = await Promise.all([
      request('collections.list', {}, options),
      request('tags.list', {}, options),
    ]);
    setState({ collections, tags });
  };
  const readSearches = async () => setState({ searches: await request('searches.list', {}, options) });
  quietly(readCollections());
  quietly(readSearches());
  const stops = [
    subscribe('collections.changed', () => quietly(readCollections())),
    subscribe('searches.changed', () => quietly(readSearches())),
  ];
  return () => {
    leaving.abort();
    for (const stop of stops) stop();
  };
}

/** Collections as they are listed: each followed by those that lie in it. */
export function nested(
  collections: readonly Collection[],
): readonly { readonly collection: Collection; readonly inner: boolean }[] {
  return collections
    .filter(({ parentId }) => parentId === null)
    .flatMap((outer) => [
      { collection: outer, inner: false },
      ...collections
        .filter(({ parentId }) => parentId === outer.id)
        .map((collection) => ({ collection, inner: true })),
    ]);
}
