import {
  type ColorLabel,
  type Creation,
  creationFlag,
  type MarkChange,
  type PickFlag,
} from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { chunksOf } from './chunks.ts';
import { patchCreations } from './creations.ts';
import { hasFlag, indexOfId } from './library-index.ts';
import { markIndex, sharedMarks } from './mark-flags.ts';
import { useLibrary } from './store.ts';
import { attempt, backAndForth, offerUndo } from './undo.ts';

/** Favourite, rating, flag and label by one key, on one creation or ten thousand; every change can be taken back. */

const { getState, setState } = useLibrary;

type Marks = Partial<Pick<Creation, 'favourite' | 'rating' | 'flag' | 'label'>>;

async function mark(ids: readonly number[], marks: Marks, said: string): Promise<void> {
  if (ids.length === 0) return;
  const { index } = getState();
  if (index) setState({ index: markIndex(index, ids, marks) });
  patchCreations(ids, marks);
  const undo = await attempt(() => send([{ ids: [...ids], marks }]));
  if (undo && undo.length > 0)
    offerUndo(text.library.marks.marked(ids.length, said), backAndForth(undo, send));
}

/** @returns what undoes the changes */
async function send(changes: readonly MarkChange[]): Promise<readonly MarkChange[]> {
  const undo: MarkChange[] = [];
  for (const chunk of chunksOf(changes)) {
    undo.push(...(await request('library.mark', { changes: [...chunk] })).undo);
  }
  return undo;
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

export async function setFavourite(ids: readonly number[], value: boolean): Promise<void> {
  const { favourite, noFavourite } = text.library.marks;
  await mark(ids, { favourite: value }, value ? favourite : noFavourite);
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
