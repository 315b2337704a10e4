import type { Creation } from '../../../shared/domain/creation.ts';

/** How much a person has shown to care, then what the file is worth; compared from the left. */
function worth(creation: Creation): readonly number[] {
  const { favourite, rating, flag, notes, tags, collectionIds, width, height, sizeBytes, present } = creation;
  return [
    present ? 1 : 0,
    favourite ? 1 : 0,
    flag === 'picked' ? 1 : flag === 'rejected' ? -1 : 0,
    rating,
    collectionIds.length + tags.length + (notes === '' ? 0 : 1),
    width * height,
    sizeBytes,
    -creation.id,
  ];
}

/** The one of a group to keep when nobody says otherwise: what the person cares for most, then the largest, then the oldest. */
export function keeperOf(group: readonly Creation[]): number | null {
  const [best] = group.toSorted((a, b) => {
    const [worthA, worthB] = [worth(a), worth(b)];
    const at = worthA.findIndex((value, place) => value !== worthB[place]);
    return at === -1 ? 0 : (worthB[at] ?? 0) - (worthA[at] ?? 0);
  });
  return best?.id ?? null;
}

/**
 * What is left when some are kept.
 * @param chosen kept ids by the person's own choice; where a group has none of them, its best is kept
 */
export function sparesOf(group: readonly Creation[], chosen: ReadonlySet<number>): readonly number[] {
  const ids = group.map(({ id }) => id);
  const kept = ids.filter((id) => chosen.has(id));
  const keeper = keeperOf(group);
  return ids.filter((id) => (kept.length > 0 ? !kept.includes(id) : id !== keeper));
}
