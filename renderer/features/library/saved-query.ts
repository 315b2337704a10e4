import { savedQuery, type SavedQuery } from '../../../shared/domain/collection.ts';
import type { LibraryQuery } from '../../../shared/domain/creation.ts';
import { presetOf, presetRange } from './date-range.ts';

/** What is kept of a query: everything, with spans that end today by their names. */
export function toSaved(query: LibraryQuery, nowMs: number): SavedQuery {
  const text = query.text.trim();
  const period = presetOf(query, nowMs);
  return savedQuery.parse({ ...query, text, ...(period ? { period, from: null, to: null } : {}) });
}

/** The query that finds now what the saved one asks for. */
export function toQuery({ period, ...query }: SavedQuery, nowMs: number): LibraryQuery {
  return { ...query, trashed: false, ...(period ? presetRange(period, nowMs) : {}) };
}

/** Whether both ask for the same. */
export function isSameSearch(saved: SavedQuery, other: SavedQuery): boolean {
  // Parsed, both have the same keys in the same order.
  return JSON.stringify(savedQuery.parse(saved)) === JSON.stringify(savedQuery.parse(other));
}
