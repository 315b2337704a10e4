import {
  type ColorLabel,
  colorLabels,
  creationFlag,
  type CreationMarks,
  labelOf,
  labelShift,
  type LibraryIndex,
  pickFlagOf,
  ratingOf,
  ratingShift,
} from '../../../shared/domain/creation.ts';
import { indexOfId } from './library-index.ts';

/** Marks in the bits of the index: shown before the core has confirmed them. */

/** The bits of a creation after a change of its marks. */
export function withMarks(flags: number, marks: CreationMarks): number {
  let next = flags;
  if (marks.favourite !== undefined) {
    next = marks.favourite ? next | creationFlag.favourite : next & ~creationFlag.favourite;
  }
  if (marks.rating !== undefined) next = (next & ~(7 << ratingShift)) | (marks.rating << ratingShift);
  if (marks.label !== undefined) {
    const place = marks.label === null ? 0 : colorLabels.indexOf(marks.label) + 1;
    next = (next & ~(7 << labelShift)) | (place << labelShift);
  }
  if (marks.flag !== undefined) {
    next &= ~(creationFlag.picked | creationFlag.rejected);
    if (marks.flag !== null) next |= creationFlag[marks.flag];
  }
  return next;
}

export function markIndex(index: LibraryIndex, ids: Iterable<number>, marks: CreationMarks): LibraryIndex {
  const flags = index.flags.slice();
  for (const id of ids) {
    const item = indexOfId(index.ids, id);
    if (item !== -1) flags[item] = withMarks(flags[item] ?? 0, marks);
  }
  return { ...index, flags };
}

/** What all of them have; null where they differ or are not in the index. */
export type SharedMarks = {
  readonly rating: number | null;
  readonly flag: ReturnType<typeof pickFlagOf>;
  readonly label: ColorLabel | null;
};

export function sharedMarks(index: LibraryIndex, ids: readonly number[]): SharedMarks {
  const all = ids.map((id) => index.flags[indexOfId(index.ids, id)] ?? 0);
  const same = <Value>(read: (flags: number) => Value): Value | null => {
    const [first, ...rest] = all.map(read);
    return first !== undefined && rest.every((value) => value === first) ? first : null;
  };
  return { rating: same(ratingOf), flag: same(pickFlagOf), label: same(labelOf) };
}

const flagSigns = { picked: '⚑', rejected: '✕' } as const;

/** What a tile shows of its marks in its corner, shortest first; empty when there is nothing. */
export function markSigns(flags: number): string {
  const flag = pickFlagOf(flags);
  const rating = ratingOf(flags);
  return [
    ...(flags & creationFlag.favourite ? ['\u2665\uFE0E'] : []),
    ...(flag ? [`${flagSigns[flag]}\uFE0E`] : []),
    ...(rating > 0 ? ['\u2605'.repeat(rating)] : []),
  ].join(' ');
}
