import type { RefObject } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { openExport } from '../exchange/export-store.ts';
import { pickImport } from '../exchange/import-store.ts';
import { moveToTrash, saveCopies } from './actions.ts';
import { openCompare } from '../viewer/compare/open-compare.ts';
import { confirmErase } from './confirm-erase.ts';
import { toggleFavourite } from './marking.ts';
import { askNote } from './noting.ts';
import { toggleShelves } from './shelves-store.ts';
import { select, showSimilar, useLibrary } from './store.ts';
import type { VirtualGrid } from './virtual-grid.ts';

type Page = {
  readonly grid: VirtualGrid | null;
  readonly selectedIds: readonly number[];
  readonly searchField: RefObject<HTMLInputElement | null>;
};

/** Everything the page can do by key or palette. Acts on the selection, else on the tile with the focus. */
export function useLibraryActions({ grid, selectedIds, searchField }: Page): void {
  const words = text.library.actions;
  const trashed = useLibrary((state) => state.query.trashed);
  const filled = useLibrary((state) => (state.index?.ids.length ?? 0) > 0);
  const similar = useLibrary((state) => state.similarTo !== null);
  const selecting = selectedIds.length > 0;

  const withTargets = (act: (ids: readonly number[]) => unknown): void => {
    const ids = targetsOf(grid, selectedIds);
    if (ids.length > 0) void act(ids);
  };

  useAction({
    id: 'library.search',
    label: words.search,
    keys: 'Mod+F',
    run: () => {
      searchField.current?.focus();
      searchField.current?.select();
    },
  });
  useAction({
    id: 'library.favourite',
    label: words.favourite,
    keys: 'F',
    enabled: filled && !trashed,
    run: () => withTargets(toggleFavourite),
  });
  useAction({
    id: 'library.trash',
    label: words.trash,
    keys: 'Delete',
    enabled: filled,
    run: () => withTargets(trashed ? confirmErase : moveToTrash),
  });
  useAction({
    id: 'library.selectAll',
    label: words.selectAll,
    enabled: filled,
    run: select.all,
  });
  useAction({
    id: 'library.clearSelection',
    label: words.clearSelection,
    keys: 'Escape',
    enabled: selecting,
    run: select.none,
  });
  useAction({
    id: 'library.saveCopies',
    label: words.saveCopies,
    keys: 'Mod+S',
    enabled: filled && !trashed,
    run: () => withTargets(saveCopies),
  });
  useAction({
    id: 'library.export',
    label: words.export,
    keys: 'Mod+E',
    enabled: filled && !trashed,
    run: () => withTargets(openExport),
  });
  useAction({
    id: 'library.duplicates',
    label: words.duplicates,
    enabled: !trashed,
    run: () => navigate('/library/duplicates'),
  });
  useAction({ id: 'library.importFiles', label: words.importFiles, run: () => void pickImport('files') });
  useAction({ id: 'library.importFolder', label: words.importFolder, run: () => void pickImport('folder') });
  useAction({
    id: 'library.note',
    label: words.note,
    keys: 'N',
    enabled: filled && !trashed,
    run: () => withTargets(askNote),
  });
  useAction({
    id: 'library.lookAlikes',
    label: text.library.similar.look.show,
    keys: 'Shift+L',
    enabled: filled && !trashed,
    run: () => withTargets(([id = 0]) => showSimilar({ id, by: 'look' })),
  });
  useAction({
    id: 'library.leaveSimilar',
    label: text.library.similar.close,
    keys: 'Escape',
    enabled: similar && !selecting,
    run: () => showSimilar(null),
  });
  useAction({ id: 'library.shelves', label: words.shelves, enabled: !trashed, run: toggleShelves });
  useAction({
    id: 'library.compare',
    label: words.compare,
    keys: 'C',
    enabled: selectedIds.length === 2,
    run: () => {
      const [left, right] = selectedIds;
      if (left !== undefined && right !== undefined) openCompare(left, right);
    },
  });
}

/** What a key is about: the selection, else the tile with the focus. */
export function targetsOf(grid: VirtualGrid | null, selectedIds: readonly number[]): readonly number[] {
  if (selectedIds.length > 0) return selectedIds;
  const id = grid ? useLibrary.getState().index?.ids[grid.focusedItem] : undefined;
  return id === undefined ? [] : [id];
}
