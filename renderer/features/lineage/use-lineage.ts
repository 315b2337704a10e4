import { useEffect, useRef, useState } from 'react';
import type { Lineage } from '../../../shared/domain/lineage.ts';
import { isCancelled, request, subscribe } from '../../bridge/client.ts';
import { hydrate } from '../library/creations.ts';

/** Names are read for this many at a time. */
const namedAtOnce = 500;

type Answer = { readonly of: number; readonly lineage: Lineage | 'unreadable' };

/**
 * The relatives of a creation, asked again when something joins or leaves the library.
 * @returns null until they are known
 */
export function useLineage(
  id: number,
  limit: number,
): { readonly lineage: Lineage | 'unreadable' | null; readonly retry: () => void } {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const again = useRef(() => {});
  useEffect(() => {
    let asked = new AbortController();
    const ask = () => {
      asked.abort();
      asked = new AbortController();
      request('library.lineage', { id, limit }, { signal: asked.signal }).then(
        (lineage) => {
          setAnswer({ of: id, lineage });
          nameAll([id, ...lineage.relatives.map((relative) => relative.id), ...lineage.siblings]);
        },
        (error: unknown) => {
          if (!isCancelled(error)) setAnswer({ of: id, lineage: 'unreadable' });
        },
      );
    };
    again.current = ask;
    ask();
    const stopListening = subscribe('library.changed', ({ added, removed }) => {
      if (added.length > 0 || removed.length > 0) ask();
    });
    return () => {
      stopListening();
      asked.abort();
    };
  }, [id, limit]);
  return { lineage: answer?.of === id ? answer.lineage : null, retry: () => again.current() };
}

function nameAll(ids: readonly number[]): void {
  for (let start = 0; start < ids.length; start += namedAtOnce) {
    void hydrate(ids.slice(start, start + namedAtOnce));
  }
}
