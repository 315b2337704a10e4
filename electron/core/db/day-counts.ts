import type { Database } from 'better-sqlite3';

/** More creations than a day can hold. */
const perDay = 2 ** 32;

/** How many creations outside the trash each UTC day has, newest first. Both in one number: half as many to carry. */
export function createDayCounts(db: Database): { readonly read: () => readonly number[] } {
  const days = db
    .prepare<[], number>(`SELECT day * ${perDay} + n FROM day WHERE n > 0 ORDER BY day DESC`)
    .pluck();
  return { read: () => days.all() };
}

/** Days since the epoch. */
export function dayOf(packed: number): number {
  return Math.floor(packed / perDay);
}

export function countOf(packed: number): number {
  return packed % perDay;
}
