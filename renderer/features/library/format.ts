import { format, isThisYear } from 'date-fns';

/** `0:05`, `12:34`; hours only when there are some. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

export function formatDay(ms: number): string {
  return format(ms, isThisYear(ms) ? 'd MMM' : 'd MMM yyyy');
}

export function formatMonth(year: number, month: number): string {
  return format(new Date(year, month, 1), 'MMMM yyyy');
}

/** Decimal units, as file managers of today show them: `812 kB`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** @param micros millionths of a dollar; small prices keep the digits that matter */
export function formatCost(micros: number): string {
  const usd = micros / 1_000_000;
  const digits = usd > 0 && usd < 0.1 ? 4 : 2;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(usd);
}
