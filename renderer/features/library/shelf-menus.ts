import type { Collection, SavedSearch } from '../../../shared/domain/collection.ts';
import { text } from '../../app/messages.ts';
import type { MenuItem } from '../../ui/menu-item.ts';
import { askName } from './name-prompt.ts';
import {
  createCollection,
  moveSearch,
  removeCollection,
  removeSearch,
  renameCollection,
  renameSearch,
} from './shelving.ts';

const words = text.library.shelves;
const maxLength = 120;

/** @param ids put into the new collection at once */
export function askCollectionName(ids: readonly number[] = [], parentId: string | null = null): void {
  askName({
    title: parentId === null ? words.newCollection : words.newInside,
    label: words.collectionName,
    value: '',
    confirmLabel: words.create,
    maxLength,
    submit: (name) => createCollection(name, ids, parentId),
  });
}

/** @param inner it lies in another one, so none can lie in it */
export function collectionMenu(collection: Collection, inner: boolean): readonly MenuItem[] {
  return [
    {
      id: 'rename',
      label: words.rename,
      onSelect: () =>
        askName({
          title: words.renameTitle(collection.name),
          label: words.collectionName,
          value: collection.name,
          confirmLabel: words.rename,
          maxLength,
          submit: (name) => renameCollection(collection, name),
        }),
    },
    ...(inner
      ? []
      : [{ id: 'inside', label: words.newInside, onSelect: () => askCollectionName([], collection.id) }]),
    { kind: 'separator', id: 'line' },
    { id: 'remove', label: words.remove, danger: true, onSelect: () => void removeCollection(collection) },
  ];
}

export function searchMenu(search: SavedSearch, searches: readonly SavedSearch[]): readonly MenuItem[] {
  const isFirst = searches[0]?.id === search.id;
  const isLast = searches.at(-1)?.id === search.id;
  return [
    {
      id: 'rename',
      label: words.rename,
      onSelect: () =>
        askName({
          title: words.renameTitle(search.name),
          label: words.searchName,
          value: search.name,
          confirmLabel: words.rename,
          maxLength,
          submit: (name) => renameSearch(search, name),
        }),
    },
    ...(isFirst
      ? []
      : [{ id: 'up', label: words.moveUp, onSelect: () => void moveSearch(search, searches, -1) }]),
    ...(isLast
      ? []
      : [{ id: 'down', label: words.moveDown, onSelect: () => void moveSearch(search, searches, 1) }]),
    { kind: 'separator', id: 'line' },
    { id: 'remove', label: words.remove, danger: true, onSelect: () => void removeSearch(search) },
  ];
}
