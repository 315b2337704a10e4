import { text } from '../../app/messages.ts';
import { toast } from '../../ui/toasts.ts';
import { refresh } from './store.ts';

/** Takes a change back and answers what would make it again; null: there is nothing more to do. */
export type Undo = () => Promise<Undo | null>;

/** One toast for all of them: quick culling must not pile them up. */
const toastName = 'undo';
let last: Undo | null = null;

/** Says what was done to creations, and offers the way back: in the toast and by the key for the last change. */
export function offerUndo(said: string, undo: Undo): void {
  last = undo;
  toast({ name: toastName, text: said, action: { label: text.library.undo, run: () => void undoLast() } });
}

/** Takes the last change back; once more, and it is there again. */
export async function undoLast(): Promise<void> {
  const undo = last;
  last = null;
  if (!undo) return;
  const redo = await attempt(undo);
  // A change that was made meanwhile is the last one now.
  last ??= redo ?? null;
}

/**
 * A request that breaks is a bug on the other side: says so, and shows what the library really holds.
 * @returns undefined when it broke
 */
export async function attempt<Answer>(step: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await step();
  } catch {
    toast({ text: text.library.failed, kind: 'error' });
    void refresh();
    return undefined;
  }
}

/** The undo of what can be done and taken back by the same kind of call with what the last one answered. */
export function backAndForth<Change>(
  changes: readonly Change[],
  send: (changes: readonly Change[]) => Promise<readonly Change[]>,
): Undo {
  return async () => backAndForth(await send(changes), send);
}
