import { setImmediate } from 'node:timers/promises';

/**
 * Goes through a long list a piece at a time and lets everything else have its turn in between, so that no piece of
 * work, however long, holds up the window. What fits one piece is done at once.
 */
export async function inSlices<T>(
  items: readonly T[],
  size: number,
  work: (slice: readonly T[]) => void,
): Promise<void> {
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) await setImmediate();
    work(items.slice(at, at + size));
  }
}
