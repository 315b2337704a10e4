import type { Clock } from '../ports.ts';

/**
 * Puts together what becomes ready at about the same time, so that it is written at once. One group is written while
 * the next is gathered; whoever brings more waits.
 * @param write never rejects for a fault of what it writes
 */
export function createGathering<T>({
  write,
  most,
  waitMs,
  after,
}: {
  readonly write: (group: readonly T[]) => Promise<void>;
  readonly most: number;
  /** Nothing waits longer for others. */
  readonly waitMs: number;
  readonly after: Clock['after'];
}) {
  let gathered: T[] = [];
  let isDue = false;
  let isWriting = false;
  let callOff: (() => void) | undefined;
  /** Until nothing more is due. */
  let written = Promise.resolve();

  async function begin(): Promise<void> {
    callOff?.();
    isDue = false;
    isWriting = true;
    const group = gathered;
    gathered = [];
    await write(group);
    isWriting = false;
    if (isDue) await begin();
  }

  function setDue(): void {
    isDue = gathered.length > 0;
    if (!isDue || isWriting) return;
    written = begin();
    // Told to whoever adds or flushes.
    written.catch(() => undefined);
  }

  return {
    /** Resolves when there is room for more. */
    async add(item: T): Promise<void> {
      gathered.push(item);
      if (gathered.length === 1) callOff = after(waitMs, setDue);
      if (gathered.length < most) return;
      setDue();
      if (gathered.length >= most) await written;
    },

    /** Writes what is gathered, and waits for it. */
    async flush(): Promise<void> {
      setDue();
      await written;
    },
  };
}
