import { format, isThisYear } from 'date-fns';

export function formatDay(ms: number): string {
  return format(ms, isThisYear(ms) ? 'd MMM' : 'd MMM yyyy');
}

export function formatMonth(year: number, month: number): string {
  return format(new Date(year, month, 1), 'MMMM yyyy');
}
