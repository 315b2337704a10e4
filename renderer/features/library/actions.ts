import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { inChunks } from './chunks.ts';
import { patchCreations } from './creations.ts';
import { without } from './library-index.ts';
import { noSelection } from './selection.ts';
import { useLibrary } from './store.ts';
import { attempt, offerUndo, type Undo } from './undo.ts';

/** What a person does to creations. Shown at once; the core's answer follows, and a refusal puts things back. */

const { getState, setState } = useLibrary;

const mostSaved = 100_000;

/** Into the trash, with a way back. */
export async function moveToTrash(ids: readonly number[]): Promise<void> {
  const undo = await attempt(() => trashed(ids, true));
  if (undo) offerUndo(text.library.trashed(ids.length), undo);
}

export async function restore(ids: readonly number[]): Promise<void> {
  const undo = await attempt(() => trashed(ids, false));
  if (undo) offerUndo(text.library.restored(ids.length), undo);
}

async function trashed(ids: readonly number[], value: boolean): Promise<Undo> {
  if (getState().query.trashed !== value) takeOut(ids);
  patchCreations(ids, { trashedAt: value ? Date.now() : null });
  await inChunks(ids, (chunk) => request('library.trash', { ids: chunk, value }));
  return () => trashed(ids, !value);
}

/** For good. Ask first: nothing brings these back. */
export async function erase(ids: readonly number[]): Promise<void> {
  takeOut(ids);
  const answers = await attempt(() => inChunks(ids, (chunk) => request('library.erase', { ids: chunk })));
  if (answers) toast({ text: text.library.erased(ids.length) });
}

export async function saveCopies(ids: readonly number[]): Promise<void> {
  await attempt(async () => {
    const answer = await request('library.saveCopies', { ids: ids.slice(0, mostSaved) });
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
