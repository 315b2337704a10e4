import { createdAtOf, idsPerMillisecond } from '../../../shared/domain/job.ts';
import { firstAtMost } from './library-index.ts';

export type Month = {
  readonly year: number;
  /** 0–11 */
  readonly month: number;
  /** Place of its newest creation in the query. */
  readonly first: number;
  readonly count: number;
};

/**
 * Calendar months, in this machine's zone, of ids that fall from newest to oldest; months without any are left out.
 * Takes one binary search per month, so a million ids cost nothing.
 */
export function monthsOf(ids: Float64Array): readonly Month[] {
  const months: Month[] = [];
  let first = 0;
  while (first < ids.length) {
    const date = new Date(createdAtOf(ids[first] ?? 0));
    const year = date.getFullYear();
    const month = date.getMonth();
    const startMs = new Date(year, month, 1).getTime();
    const end = Math.max(first + 1, firstAtMost(ids, startMs * idsPerMillisecond - 1));
    months.push({ year, month, first, count: end - first });
    first = end;
  }
  return months;
}

/** Which of `months` an item belongs to; 0 when there are none. */
export function monthAt(months: readonly Month[], item: number): number {
  const next = months.findIndex((entry) => entry.first > item);
  return Math.max(0, (next === -1 ? months.length : next) - 1);
}
