import { create } from 'zustand';
import type { Creation } from '../../../shared/domain/creation.ts';
import { request } from '../../bridge/client.ts';

/** Full rows of creations that have been looked at. The newest-read few thousand; anything else is asked again. */
const kept = 4000;
const perRequest = 500;

type Creations = { readonly byId: ReadonlyMap<number, Creation> };

export const useCreations = create<Creations>(() => ({ byId: new Map() }));

const asked = new Set<number>();

/** Reads those of `ids` that are not known yet. Failures leave them unknown: tiles then show no name. */
export async function hydrate(ids: readonly number[]): Promise<void> {
  const { byId } = useCreations.getState();
  const missing = ids.filter((id) => !byId.has(id) && !asked.has(id)).slice(0, perRequest);
  if (missing.length === 0) return;
  for (const id of missing) asked.add(id);
  await read(missing);
  for (const id of missing) asked.delete(id);
}

/** Reads again those of `ids` that are known: they have changed. The old rows stay until the new ones are here. */
export async function rereadKnown(ids: readonly number[]): Promise<void> {
  const { byId } = useCreations.getState();
  const known = ids.filter((id) => byId.has(id));
  for (let start = 0; start < known.length; start += perRequest) {
    await read(known.slice(start, start + perRequest));
  }
}

async function read(ids: readonly number[]): Promise<void> {
  try {
    remember(await request('library.many', { ids: [...ids] }));
  } catch {
    // Tiles without a name say what the index tells; the next rest of the scroll asks again.
  }
}

/** Reads one anew; null when the library does not have it. */
export async function reread(id: number, signal?: AbortSignal): Promise<Creation | null> {
  const found = await request('library.get', { id }, signal ? { signal } : {});
  if (found) remember([found]);
  return found;
}

export function forget(ids: readonly number[]): void {
  const byId = new Map(useCreations.getState().byId);
  for (const id of ids) byId.delete(id);
  useCreations.setState({ byId });
}

/** Shows an edit before the core has confirmed it. */
export function patchCreations(ids: Iterable<number>, patch: Partial<Creation>): void {
  const byId = new Map(useCreations.getState().byId);
  for (const id of ids) {
    const known = byId.get(id);
    if (known) byId.set(id, { ...known, ...patch });
  }
  useCreations.setState({ byId });
}

function remember(found: readonly Creation[]): void {
  const byId = new Map(useCreations.getState().byId);
  for (const creation of found) {
    byId.delete(creation.id);
    byId.set(creation.id, creation);
  }
  for (const id of byId.keys()) {
    if (byId.size <= kept) break;
    byId.delete(id);
  }
  useCreations.setState({ byId });
}
