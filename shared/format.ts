import type { Estimate, MicroUsd } from './domain/money.ts';
import { amounts } from './messages/en/amounts.ts';

/** Amounts as a person reads them, the same in the window and on the command line. */

/** Dollars with as many digits as the amount needs: `$1.20`, `$0.04`, `$0.0025`. */
export function formatMicros(micros: MicroUsd): string {
  if (micros > 0 && micros < 100) return amounts.under('$0.0001');
  const wholeCents = Math.round(micros / 10_000) * 10_000 === micros;
  const needsDigits = !wholeCents && micros < 1_000_000;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: needsDigits ? 4 : 2,
  }).format(micros / 1_000_000);
}

/** A sum in whole cents; with all its digits only where it is less than one. */
export function formatSum(micros: MicroUsd): string {
  return micros < 10_000 ? formatMicros(micros) : formatMicros(Math.round(micros / 10_000) * 10_000);
}

export function formatEstimate(estimate: Estimate): string {
  switch (estimate.kind) {
    case 'free':
      return amounts.free;
    case 'unknown':
      return amounts.unknownPrice;
    case 'usd': {
      const amount = formatMicros(estimate.micros);
      return estimate.approximate ? amounts.about(amount) : amount;
    }
  }
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as file managers of today show them: `812 kB`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[unit] ?? ''}`;
}

/** A length of time in words: `0.4 s`, `8 s`, `2 min`, `2 min 5 s`, `1 h 4 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds > 0 && seconds < 0.95) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min');
  return joined(`${minutes} min`, whole % 60, 's');
}

function joined(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first} ${rest} ${unit}`;
}

/** A length of time nobody should take to the second: `8 s`, `2 min`. */
export function formatRough(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return formatSeconds(Math.round(seconds / 60) * 60);
}

/** A place in a clip, as players write it: `0:05`, `12:34`, `1:02:05`. */
export function formatTimecode(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
