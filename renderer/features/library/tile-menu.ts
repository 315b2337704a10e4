import type { LibraryQuery } from '../../../shared/domain/creation.ts';
import { openInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import type { MenuItem } from '../../ui/menu-item.ts';
import { openExport } from '../exchange/export-store.ts';
import { areFavourites, moveToTrash, restore, reveal, saveCopies, toggleFavourite } from './actions.ts';
import { askTag } from './ask-tag.ts';
import { chooseCollection } from './CollectionDialog.tsx';
import { confirmErase } from './confirm-erase.ts';
import { reread } from './creations.ts';
import { takeFromCollection } from './shelving.ts';
import { useShelves } from './shelves-store.ts';
import { select, showSimilar } from './store.ts';

/**
 * What a right click on a tile offers.
 * @param ids the selection when the tile is part of it, else the tile alone
 */
export function tileMenu(
  ids: readonly number[],
  { trashed, collectionId }: Pick<LibraryQuery, 'trashed' | 'collectionId'>,
  onOpen: (id: number) => void,
): readonly MenuItem[] {
  const words = text.library;
  const [id] = ids;
  if (id === undefined) return [];
  const single: readonly MenuItem[] =
    ids.length > 1
      ? []
      : [
          { id: 'open', label: words.open, keys: 'Enter', onSelect: () => onOpen(id) },
          { id: 'select', label: words.select, keys: 'Space', onSelect: () => select.toggle(id) },
          { kind: 'separator', id: 'after-open' },
        ];
  if (trashed) {
    return [
      ...single,
      { id: 'restore', label: words.restore, onSelect: () => void restore(ids) },
      { id: 'erase', label: words.erase, danger: true, onSelect: () => void confirmErase(ids) },
    ];
  }
  return [
    ...single,
    {
      id: 'favourite',
      label: areFavourites(ids) ? words.unfavourite : words.favourite,
      keys: 'F',
      onSelect: () => void toggleFavourite(ids),
    },
    ...(ids.length > 1 ? [] : reuse(id)),
    { kind: 'separator', id: 'before-shelves' },
    {
      id: 'collect',
      label: words.shelves.addTo,
      keys: 'Mod+Shift+A',
      onSelect: () => chooseCollection(ids),
    },
    ...takeOut(ids, collectionId),
    { id: 'tag', label: words.shelves.addTag, keys: 'T', onSelect: () => askTag(ids) },
    ...(ids.length > 1
      ? []
      : [{ id: 'similar', label: words.similar.show, onSelect: () => showSimilar(id) }]),
    { kind: 'separator', id: 'before-files' },
    { id: 'export', label: text.exchange.export.open, keys: 'Mod+E', onSelect: () => openExport(ids) },
    { id: 'save', label: words.saveCopies, onSelect: () => void saveCopies(ids) },
    ...(ids.length > 1 ? [] : [{ id: 'reveal', label: text.viewer.reveal, onSelect: () => void reveal(id) }]),
    { kind: 'separator', id: 'before-trash' },
    { id: 'trash', label: words.trash, keys: 'Delete', onSelect: () => void moveToTrash(ids) },
  ];
}

function takeOut(ids: readonly number[], collectionId: string | null): readonly MenuItem[] {
  const shown = useShelves.getState().collections.find(({ id }) => id === collectionId);
  if (!shown) return [];
  const label = text.library.shelves.takeFrom(shown.name);
  return [{ id: 'take', label, onSelect: () => void takeFromCollection(shown, ids) }];
}

function reuse(id: number): readonly MenuItem[] {
  const recall = async (mode: 'all' | 'remix'): Promise<void> => {
    const creation = await reread(id);
    if (creation) openInCreate(creation.recipe, mode);
  };
  return [
    { id: 'use', label: text.library.useInCreate, onSelect: () => void recall('all') },
    { id: 'remix', label: text.library.remix, onSelect: () => void recall('remix') },
  ];
}
