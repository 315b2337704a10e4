import type { OrderMove } from '../../../shared/domain/collection.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { moveTo, type OrderStep, placeAfterStep } from './manual-order.ts';
import { refresh, useLibrary } from './store.ts';
import { attempt, offerUndo, type Undo } from './undo.ts';

/** The order of a collection as a person makes it, by dragging and by key. */

const { getState, setState } = useLibrary;
const words = text.library.order;

/** The collection whose own order is on the page; null: there is none, or it is not to be changed here. */
export function orderedCollection({ answered, query, similarTo } = getState()): string | null {
  const { collectionId, trashed } = query;
  return similarTo === null && !trashed && answered.collectionId === collectionId ? collectionId : null;
}

/** Moves creations right before the item at `place`; the number of items: to the end. */
export async function moveToPlace(ids: Iterable<number>, place: number): Promise<void> {
  const { index } = getState();
  const collectionId = orderedCollection();
  const move = index && moveTo(index, ids, place);
  if (collectionId === null || !move) return;
  setState({ index: move.index });
  const { ids: moved, before } = move;
  const undo = await attempt(() => reordered(collectionId, [{ ids: [...moved], before }]));
  if (undo) offerUndo(words.moved(moved.length, move.place, move.index.ids.length), undo);
}

export async function moveByStep(ids: readonly number[], step: OrderStep): Promise<void> {
  const { index } = getState();
  if (index) await moveToPlace(ids, placeAfterStep(index, ids, step));
}

/** In one request, so that an order is never half made. */
async function reordered(id: string, moves: OrderMove[]): Promise<Undo | null> {
  const answer = await request('collections.reorder', { id, moves });
  void refresh();
  if (answer.ok) return () => reordered(id, answer.value.undo);
  toast({ text: text.library.shelves.problems[answer.error], kind: 'error' });
  return null;
}
