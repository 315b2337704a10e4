import type { ColorLabel, Creation, MarkChange, PickFlag } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { patchCreations } from './creations.ts';
import { markIndex, sharedMarks } from './mark-flags.ts';
import { refresh, useLibrary } from './store.ts';

/** Rating, flag and label by one key, on one creation or ten thousand; every change can be taken back. */

const { getState, setState } = useLibrary;
const idsPerChange = 100_000;
/** One toast for all of them: quick culling must not pile them up. */
const toastName = 'marks';
let lastUndo: readonly MarkChange[] = [];

type Marks = Partial<Pick<Creation, 'rating' | 'flag' | 'label'>>;

async function mark(ids: readonly number[], marks: Marks, said: string): Promise<void> {
  if (ids.length === 0) return;
  const { index } = getState();
  if (index) setState({ index: markIndex(index, ids, marks) });
  patchCreations(ids, marks);
  const changes: MarkChange[] = [];
  for (let start = 0; start < ids.length; start += idsPerChange) {
    changes.push({ ids: ids.slice(start, start + idsPerChange), marks });
  }
  const undo = await send(changes);
  if (!undo || undo.length === 0) return;
  lastUndo = undo;
  toast({
    name: toastName,
    text: text.library.marks.marked(ids.length, said),
    action: { label: text.library.undo, run: () => void undoMarks() },
  });
}

/** Takes the last change back; once more, and it is there again. */
export async function undoMarks(): Promise<void> {
  if (lastUndo.length === 0) return;
  const redo = await send(lastUndo);
  lastUndo = redo ?? [];
}

/** @returns what undoes the changes; null when they were refused, and the library shows what it really holds */
async function send(changes: readonly MarkChange[]): Promise<readonly MarkChange[] | null> {
  try {
    return (await request('library.mark', { changes: [...changes] })).undo;
  } catch {
    toast({ text: text.library.failed, kind: 'error' });
    void refresh();
    return null;
  }
}

export async function rate(ids: readonly number[], rating: number): Promise<void> {
  await mark(ids, { rating }, text.library.marks.rate(rating));
}

/** Sets the flag; where all of them have it already, takes it away. */
export async function toggleFlag(ids: readonly number[], flag: PickFlag): Promise<void> {
  const { flags, noFlag } = text.library.marks;
  const has = current(ids).flag === flag;
  await mark(ids, { flag: has ? null : flag }, has ? noFlag : flags[flag]);
}

/** The same with a label. */
export async function toggleLabel(ids: readonly number[], label: ColorLabel): Promise<void> {
  const { labels, noLabel } = text.library.marks;
  const has = current(ids).label === label;
  await mark(ids, { label: has ? null : label }, has ? noLabel : labels[label]);
}

function current(ids: readonly number[]) {
  const { index } = getState();
  return index ? sharedMarks(index, ids) : { rating: null, flag: null, label: null };
}
