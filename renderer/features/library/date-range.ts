import { addDays, parseISO, startOfDay, startOfYear, subDays } from 'date-fns';
import type { LibraryQuery } from '../../../shared/domain/creation.ts';
import { type DatePreset, datePresets } from '../../../shared/domain/search-date.ts';

export type DateRange = Pick<LibraryQuery, 'from' | 'to'>;

export const anyDate: DateRange = { from: null, to: null };

/** Whole days of this machine's zone, up to now and on. */
export function presetRange(preset: DatePreset, nowMs: number): DateRange {
  const today = startOfDay(nowMs);
  const from = {
    today,
    week: subDays(today, 6),
    month: subDays(today, 29),
    year: startOfYear(nowMs),
  }[preset];
  return { from: from.getTime(), to: null };
}

export function presetOf(range: DateRange, nowMs: number): DatePreset | undefined {
  if (range.to !== null || range.from === null) return undefined;
  return datePresets.find((preset) => presetRange(preset, nowMs).from === range.from);
}

/** A range between two days of a date field (`2026-11-23`), both included; empty or half-typed ones are open ends. */
export function rangeOfDays(first: string, last: string): DateRange {
  const from = parseISO(first).getTime();
  const to = addDays(parseISO(last), 1).getTime();
  return { from: Number.isNaN(from) ? null : from, to: Number.isNaN(to) ? null : to };
}
