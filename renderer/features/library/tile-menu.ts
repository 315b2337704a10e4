import { creationFlag, type Creation, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { recallInCreate, varyInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import type { MenuItem } from '../../ui/menu-item.ts';
import type { PictureWork } from '../create/capability.ts';
import { startWork } from '../create/start-work.ts';
import { openExport } from '../exchange/export-store.ts';
import { openLineage } from '../lineage/open-lineage.ts';
import { openCompare } from '../viewer/compare/open-compare.ts';
import { moveToTrash, restore, reveal, saveCopies } from './actions.ts';
import { askTag } from './ask-tag.ts';
import { chooseCollection } from './choose-collection.ts';
import { confirmErase } from './confirm-erase.ts';
import { copyRecipe } from './copy-recipe.ts';
import { reread } from './creations.ts';
import { hasFlag, indexOfId } from './library-index.ts';
import { areFavourites, toggleFavourite } from './marking.ts';
import { askNote } from './noting.ts';
import { takeFromCollection } from './shelving.ts';
import { useShelves } from './shelves-store.ts';
import { select, showSimilar, useLibrary } from './store.ts';

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
    { id: 'note', label: words.notes.ask, keys: 'N', onSelect: () => void askNote(ids) },
    ...(ids.length > 1
      ? []
      : [
          {
            id: 'similar',
            label: words.similar.prompt.show,
            onSelect: () => showSimilar({ id, by: 'prompt' }),
          },
          {
            id: 'alike',
            label: words.similar.look.show,
            keys: 'Shift+L',
            onSelect: () => showSimilar({ id, by: 'look' }),
          },
        ]),
    ...comparePair(ids),
    { kind: 'separator', id: 'before-files' },
    { id: 'export', label: text.exchange.export.open, keys: 'Mod+E', onSelect: () => openExport(ids) },
    { id: 'save', label: words.saveCopies, keys: 'Mod+S', onSelect: () => void saveCopies(ids) },
    ...(ids.length > 1 ? [] : [{ id: 'reveal', label: text.viewer.reveal, onSelect: () => void reveal(id) }]),
    { kind: 'separator', id: 'before-trash' },
    { id: 'trash', label: words.trash, keys: 'Delete', onSelect: () => void moveToTrash(ids) },
  ];
}

function comparePair(ids: readonly number[]): readonly MenuItem[] {
  const [left, right, ...others] = ids;
  if (left === undefined || right === undefined || others.length > 0) return [];
  return [
    { kind: 'separator', id: 'before-compare' },
    { id: 'compare', label: text.library.compare, keys: 'C', onSelect: () => openCompare(left, right) },
  ];
}

function takeOut(ids: readonly number[], collectionId: string | null): readonly MenuItem[] {
  const shown = useShelves.getState().collections.find(({ id }) => id === collectionId);
  if (!shown) return [];
  const label = text.library.shelves.takeFrom(shown.name);
  return [{ id: 'take', label, onSelect: () => void takeFromCollection(shown, ids) }];
}

function reuse(id: number): readonly MenuItem[] {
  const words = text.viewer.work;
  const withCreation = (act: (creation: Creation) => unknown) => () => {
    void reread(id).then((creation) => creation && act(creation));
  };
  const works: readonly PictureWork[] = isVideo(id) ? [] : ['edit', 'upscale', 'animate'];
  return [
    { kind: 'separator', id: 'before-use' },
    {
      id: 'use',
      label: text.library.useInCreate,
      onSelect: withCreation((creation) => recallInCreate(creation, 'all')),
    },
    {
      id: 'remix',
      label: text.library.remix,
      onSelect: withCreation((creation) => recallInCreate(creation, 'remix')),
    },
    { id: 'vary', label: words.vary, onSelect: withCreation(varyInCreate) },
    ...works.map((work) => ({
      id: work,
      label: work === 'edit' ? words.editWithMask : words[work],
      onSelect: withCreation((creation) => startWork(work, creation)),
    })),
    { id: 'lineage', label: text.lineage.showAll, onSelect: () => openLineage(id) },
    { id: 'copy-recipe', label: words.copyText, onSelect: () => void copyRecipe(id, 'parameters') },
  ];
}

function isVideo(id: number): boolean {
  const { index } = useLibrary.getState();
  const item = index ? indexOfId(index.ids, id) : -1;
  return index !== null && item !== -1 && hasFlag(index, item, creationFlag.video);
}
