import type { Collection, CollectionProblem, SavedSearch } from '../../../shared/domain/collection.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { confirm } from '../../ui/confirm.ts';
import { toast } from '../../ui/toasts.ts';
import { setQuery, useLibrary } from './store.ts';

/** What a person does with collections, tags and saved searches. Names that clash are answers, not failures. */

const words = text.library.shelves;

type Refused = { readonly ok: false; readonly error: CollectionProblem };
type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** The problem as a sentence; null when it worked. */
function problemOf(answer: Answer<unknown>): string | null {
  return answer.ok ? null : words.problems[answer.error];
}

/** @returns what is wrong with the name, for the field it was typed into; null when it was made */
export async function createCollection(
  name: string,
  ids: readonly number[] = [],
  parentId: string | null = null,
): Promise<string | null> {
  const made = await request('collections.create', { name, parentId });
  if (made.ok && ids.length > 0) await addToCollection({ id: made.value.id, name }, ids);
  return problemOf(made);
}

export async function renameCollection(collection: Collection, name: string): Promise<string | null> {
  const { id, parentId } = collection;
  return problemOf(await request('collections.change', { id, name, parentId }));
}

/** Its creations stay in the library; the toast brings it back with all that was in it. */
export async function removeCollection(collection: Collection): Promise<void> {
  const { id, name, parentId } = collection;
  const removed = await request('collections.remove', { id });
  if (!removed.ok) return;
  if (useLibrary.getState().query.collectionId === id) setQuery({ collectionId: null });
  const bringBack = async () => {
    const made = await request('collections.create', { id, name, parentId });
    if (made.ok && removed.value.ids.length > 0) {
      await request('collections.add', { id, ids: removed.value.ids });
    }
  };
  toast({ text: words.removed(name), action: { label: text.library.undo, run: () => void bringBack() } });
}

export async function addToCollection(
  { id, name }: Pick<Collection, 'id' | 'name'>,
  ids: readonly number[],
): Promise<void> {
  const added = await request('collections.add', { id, ids: [...ids] });
  if (!added.ok) {
    toast({ text: words.problems[added.error], kind: 'error' });
    return;
  }
  const fresh = added.value.ids;
  if (fresh.length === 0) {
    toast({ text: words.alreadyIn(name) });
    return;
  }
  const undo = () => void request('collections.take', { id, ids: fresh });
  toast({ text: words.added(fresh.length, name), action: { label: text.library.undo, run: undo } });
}

export async function takeFromCollection(
  { id, name }: Pick<Collection, 'id' | 'name'>,
  ids: readonly number[],
): Promise<void> {
  const taken = await request('collections.take', { id, ids: [...ids] });
  if (!taken.ok || taken.value.places.length === 0) return;
  const { places } = taken.value;
  const undo = () => void request('collections.restore', { id, places });
  toast({ text: words.taken(places.length, name), action: { label: text.library.undo, run: undo } });
}

export async function setTag(ids: readonly number[], name: string, value: boolean): Promise<void> {
  const { ids: changed } = await request('tags.set', { name, ids: [...ids], value });
  if (changed.length === 0) return;
  const undo = () => void request('tags.set', { name, ids: changed, value: !value });
  const said = value ? words.tagged(changed.length, name) : words.untagged(changed.length, name);
  toast({ text: said, action: { label: text.library.undo, run: undo } });
}

export async function saveSearch(name: string, search: string): Promise<string | null> {
  return problemOf(await request('searches.save', { name, text: search }));
}

export async function renameSearch(search: SavedSearch, name: string): Promise<string | null> {
  return problemOf(await request('searches.save', { ...search, name }));
}

export async function removeSearch(search: SavedSearch): Promise<void> {
  const agreed = await confirm({
    title: words.removeSearchTitle(search.name),
    description: words.removeSearchText,
    confirmLabel: words.remove,
    danger: true,
  });
  if (agreed) await request('searches.remove', { id: search.id });
}
