import { creationFlag } from '../../../shared/domain/creation.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { patchCreations } from './creations.ts';
import { hasFlag, indexOfId, withFavourite, without } from './library-index.ts';
import { noSelection } from './selection.ts';
import { refresh, useLibrary } from './store.ts';

/** What a person does to creations. Shown at once; the core's answer follows, and a refusal puts things back. */

const idsPerRequest = 100_000;
const { getState, setState } = useLibrary;

export async function setFavourite(ids: readonly number[], value: boolean): Promise<void> {
  const { index } = getState();
  if (index) setState({ index: withFavourite(index, ids, value) });
  patchCreations(ids, { favourite: value });
  await attempt(() => inChunks(ids, (chunk) => request('library.favourite', { ids: chunk, value })));
}

/** Favours all, unless all are favourites already. */
export async function toggleFavourite(ids: readonly number[]): Promise<void> {
  await setFavourite(ids, !areFavourites(ids));
}

export function areFavourites(ids: readonly number[]): boolean {
  const { index } = getState();
  if (!index || ids.length === 0) return false;
  return ids.every((id) => {
    const item = indexOfId(index.ids, id);
    return item !== -1 && hasFlag(index, item, creationFlag.favourite);
  });
}

/** Into the trash, with a way back in the toast. */
export async function moveToTrash(ids: readonly number[]): Promise<void> {
  takeOut(ids);
  patchCreations(ids, { trashedAt: Date.now() });
  const worked = await attempt(() => setTrashed(ids, true));
  if (!worked) return;
  toast({
    text: text.library.trashed(ids.length),
    action: { label: text.library.undo, run: () => void restore(ids, { quiet: true }) },
  });
}

export async function restore(ids: readonly number[], { quiet = false } = {}): Promise<void> {
  if (getState().query.trashed) takeOut(ids);
  patchCreations(ids, { trashedAt: null });
  const worked = await attempt(() => setTrashed(ids, false));
  if (worked && !quiet) toast({ text: text.library.restored(ids.length) });
}

/** For good. Ask first: nothing brings these back. */
export async function erase(ids: readonly number[]): Promise<void> {
  takeOut(ids);
  const worked = await attempt(() => inChunks(ids, (chunk) => request('library.erase', { ids: chunk })));
  if (worked) toast({ text: text.library.erased(ids.length) });
}

export async function saveCopies(ids: readonly number[]): Promise<void> {
  await attempt(async () => {
    const answer = await request('library.saveCopies', { ids: ids.slice(0, idsPerRequest) });
    if (!answer.ok) {
      const { what, todo } = describeFailure(answer.error, text.library.title);
      toast({ text: `${what} ${todo}`, kind: 'error' });
    } else if (answer.value) {
      toast({ text: text.library.saved(answer.value.saved, answer.value.folder) });
    }
  });
}

export async function reveal(id: number): Promise<void> {
  await attempt(async () => {
    const { revealed } = await request('library.reveal', { id });
    if (!revealed) toast({ text: text.originals.missing.title, kind: 'error' });
  });
}

function takeOut(ids: readonly number[]): void {
  const { index } = getState();
  setState({ selection: noSelection, ...(index ? { index: without(index, new Set(ids)) } : {}) });
}

function setTrashed(ids: readonly number[], value: boolean): Promise<void> {
  return inChunks(ids, (chunk) => request('library.trash', { ids: chunk, value }));
}

async function inChunks(ids: readonly number[], send: (chunk: number[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    await send(ids.slice(start, start + idsPerRequest));
  }
}

/** A request that breaks is a bug on the other side: say so, and show what the library really holds. */
async function attempt(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch {
    toast({ text: text.library.failed, kind: 'error' });
    void refresh();
    return false;
  }
}
