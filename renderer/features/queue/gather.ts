/**
 * Collects what arrives within about one frame, so that ten thousand events are one render. A timer rather than a
 * frame, since a window that is not shown gets none.
 */
export function gather<T>(take: (items: readonly T[]) => void): {
  readonly add: (item: T) => void;
  readonly flush: () => void;
  readonly stop: () => void;
} {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (items.length === 0) return;
    const gathered = items;
    items = [];
    take(gathered);
  };
  return {
    add: (item) => {
      items.push(item);
      timer ??= setTimeout(flush, gatherMs);
    },
    flush,
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      items = [];
    },
  };
}

const gatherMs = 16;
