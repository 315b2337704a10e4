import { useEffect, useState } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { reread, useCreations } from '../library/creations.ts';

/** Undefined while it is being read; null when the library does not have it. */
export function useCreation(id: number): Creation | null | undefined {
  const known = useCreations((state) => state.byId.get(id));
  const [missing, setMissing] = useState<number | null>(null);
  useEffect(() => {
    if (known) return undefined;
    const reading = new AbortController();
    reread(id, reading.signal).then(
      (found) => {
        if (!found) setMissing(id);
      },
      () => {
        if (!reading.signal.aborted) setMissing(id);
      },
    );
    return () => reading.abort();
  }, [id, known]);
  // One that cannot be named is not there: NaN equals nothing, itself included.
  return known ?? (Object.is(missing, id) ? null : undefined);
}
