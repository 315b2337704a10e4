import type { Creation, LibraryIndex } from '../../../shared/domain/creation.ts';
import { creationFlag } from '../../../shared/domain/creation.ts';
import { request } from '../../bridge/client.ts';
import { withMarks } from './mark-flags.ts';

/** A creation, and in what others are to be like it: its prompt, or what it looks like. */
export type SimilarTo = { readonly id: number; readonly by: 'prompt' | 'look' };

const perRequest = 500;
/** What a tile shows before its thumbnail, where no colour is known. */
const unknownColor = 0x2a2c31;

/** What the grid needs of creations that are at hand as whole rows, in the order given. */
export function indexOfCreations(creations: readonly Creation[]): LibraryIndex {
  return {
    ids: Float64Array.from(creations, ({ id }) => id),
    widths: Uint16Array.from(creations, ({ width }) => Math.min(width, 65_535)),
    heights: Uint16Array.from(creations, ({ height }) => Math.min(height, 65_535)),
    flags: Uint16Array.from(creations, ({ media, favourite, rating, flag, label }) =>
      withMarks(media === 'video' ? creationFlag.video : 0, { favourite, rating, flag, label }),
    ),
    colors: new Uint32Array(creations.length).fill(unknownColor),
  };
}

/**
 * Creations like one, itself first, the most alike next.
 * @returns `comparable` false: nothing is known of what it looks like, so none can be like it
 */
export async function readSimilar(
  { id, by }: SimilarTo,
  signal: AbortSignal,
): Promise<{ readonly index: LibraryIndex; readonly comparable: boolean }> {
  const route = by === 'prompt' ? 'library.similarPrompts' : 'library.lookAlikes';
  const found = await request(route, { id }, { signal });
  const ids = [id, ...(found.ids ?? [])].slice(0, perRequest);
  const rows = await request('library.many', { ids }, { signal });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const index = indexOfCreations(ids.flatMap((each) => byId.get(each) ?? []));
  return { index, comparable: found.ids !== null };
}
