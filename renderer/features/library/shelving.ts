import type {
  Collection,
  CollectionProblem,
  SavedQuery,
  SavedSearch,
} from '../../../shared/domain/collection.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { inChunks } from './chunks.ts';
import { toQuery } from './saved-query.ts';
import { setQuery, useLibrary } from './store.ts';
import { attempt, offerUndo, type Undo } from './undo.ts';

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

/** Its creations stay in the library; undoing it brings it back with all that was in it. */
export async function removeCollection(collection: Collection): Promise<void> {
  const { id, name, parentId } = collection;
  const removed = await request('collections.remove', { id });
  if (!removed.ok) return;
  if (useLibrary.getState().query.collectionId === id) setQuery({ collectionId: null });
  offerUndo(words.removed(name), async () => {
    const made = await request('collections.create', { id, name, parentId });
    if (made.ok) await inChunks(removed.value.ids, (ids) => request('collections.add', { id, ids }));
    return made.ok ? () => removeCollection(collection).then(() => null) : null;
  });
}

type Named = Pick<Collection, 'id' | 'name'>;

export async function addToCollection(collection: Named, ids: readonly number[]): Promise<void> {
  const { id, name } = collection;
  const answers = await attempt(() =>
    inChunks(ids, (chunk) => request('collections.add', { id, ids: chunk })),
  );
  if (!answers) return;
  const refused = answers.find((answer) => !answer.ok);
  if (refused && !refused.ok) {
    toast({ text: words.problems[refused.error], kind: 'error' });
    return;
  }
  const fresh = answers.flatMap((answer) => (answer.ok ? answer.value.ids : []));
  if (fresh.length === 0) toast({ text: words.alreadyIn(name) });
  else offerUndo(words.added(fresh.length, name), () => taken(collection, fresh));
}

export async function takeFromCollection(collection: Named, ids: readonly number[]): Promise<void> {
  const undo = await attempt(() => taken(collection, ids));
  if (undo) offerUndo(words.taken(ids.length, collection.name), undo);
}

/** Takes creations out. @returns what puts them back where they were */
async function taken({ id, name }: Named, ids: readonly number[]): Promise<Undo | null> {
  const answers = await inChunks(ids, (chunk) => request('collections.take', { id, ids: chunk }));
  const places = answers.flatMap((answer) => (answer.ok ? answer.value.places : []));
  if (places.length === 0) return null;
  return async () => {
    const byId = new Map(places.map((place) => [place.id, place]));
    await inChunks([...byId.keys()], (chunk) =>
      request('collections.restore', { id, places: chunk.flatMap((each) => byId.get(each) ?? []) }),
    );
    return () => taken({ id, name }, [...byId.keys()]);
  };
}

export async function setTag(ids: readonly number[], name: string, value: boolean): Promise<void> {
  const changed = await attempt(() => tagged(ids, name, value));
  if (!changed || changed.length === 0) return;
  const said = value ? words.tagged(changed.length, name) : words.untagged(changed.length, name);
  const undo =
    (next: boolean): Undo =>
    async () => {
      await tagged(changed, name, next);
      return undo(!next);
    };
  offerUndo(said, undo(!value));
}

/** @returns the creations that really changed */
async function tagged(ids: readonly number[], name: string, value: boolean): Promise<readonly number[]> {
  const answers = await inChunks(ids, (chunk) => request('tags.set', { name, ids: chunk, value }));
  return answers.flatMap((answer) => answer.ids);
}

export async function saveSearch(name: string, query: SavedQuery): Promise<string | null> {
  return problemOf(await request('searches.save', { name, query }));
}

export async function renameSearch(search: SavedSearch, name: string): Promise<string | null> {
  return problemOf(await request('searches.save', { ...search, name }));
}

/** Moves it one place up or down. */
export async function moveSearch(
  search: SavedSearch,
  searches: readonly SavedSearch[],
  step: 1 | -1,
): Promise<void> {
  const ids = searches.map(({ id }) => id);
  const at = ids.indexOf(search.id);
  await request('searches.reorder', { ids: ids.toSpliced(at, 1).toSpliced(at + step, 0, search.id) });
}

/** Shows what it asks for; where its collection is gone, says so and asks for the rest. */
export function openSearch({ name, query }: SavedSearch, collections: readonly Collection[]): void {
  const isThere = query.collectionId === null || collections.some(({ id }) => id === query.collectionId);
  if (!isThere) toast({ text: words.searchLostCollection(name) });
  setQuery(toQuery({ ...query, collectionId: isThere ? query.collectionId : null }, Date.now()));
}

/** No creation is changed; undoing it brings it back to its place. */
export async function removeSearch(search: SavedSearch): Promise<void> {
  const { ids } = await request('searches.reorder', { ids: [] });
  await request('searches.remove', { id: search.id });
  offerUndo(words.searchRemoved(search.name), async () => {
    const saved = await request('searches.save', search);
    if (saved.ok) await request('searches.reorder', { ids });
    return saved.ok ? () => removeSearch(search).then(() => null) : null;
  });
}
