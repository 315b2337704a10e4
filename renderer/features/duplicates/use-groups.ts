import { useEffect, useState } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { isCancelled, request, subscribe } from '../../bridge/client.ts';

/** As many groups as a person goes through in a sitting; when they are dealt with, the next come. */
const shownGroups = 200;
const rowsPerRequest = 500;
/** Many changes at once are one reading. */
const gatherMs = 250;

type Found = {
  readonly groups: readonly (readonly Creation[])[];
  /** Of the whole library. */
  readonly total: number;
  readonly creations: number;
};

/** Near-duplicates of the whole library, found anew when it changes. Null: being looked for. */
export function useGroups(): Found | 'unreadable' | null {
  const [found, setFound] = useState<Found | 'unreadable' | null>(null);
  useEffect(() => {
    let reading = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      reading.abort();
      reading = new AbortController();
      const { signal } = reading;
      try {
        setFound(await readGroups(signal));
      } catch (error) {
        if (!signal.aborted && !isCancelled(error)) setFound('unreadable');
      }
    };
    void read();
    const stop = subscribe('library.changed', () => {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), gatherMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
      reading.abort();
    };
  }, []);
  return found;
}

async function readGroups(signal: AbortSignal): Promise<Found> {
  const { groups, total, creations } = await request(
    'library.nearDuplicates',
    { limit: shownGroups },
    { signal },
  );
  const ids = groups.flat();
  const byId = new Map<number, Creation>();
  for (let start = 0; start < ids.length; start += rowsPerRequest) {
    const some = ids.slice(start, start + rowsPerRequest);
    for (const row of await request('library.many', { ids: some }, { signal })) byId.set(row.id, row);
  }
  const rows = groups.map((group) => group.flatMap((id) => byId.get(id) ?? []));
  return { groups: rows.filter((group) => group.length > 1), total, creations };
}
