import type { Estimate, MicroUsd } from '../../../shared/domain/money.ts';
import { text } from '../../app/messages.ts';

const words = text.activity;

/** Dollars with as many digits as the amount needs: `$1.20`, `$0.04`, `$0.0025`. */
export function formatMicros(micros: MicroUsd): string {
  if (micros > 0 && micros < 100) return words.underCent('$0.0001');
  const usd = micros / 1_000_000;
  const digits = usd === 0 || Math.round(micros / 10_000) * 10_000 === micros || usd >= 1 ? 2 : 4;
  const fixed = usd.toFixed(digits);
  return `$${digits === 4 ? fixed.replace(/0{1,2}$/, '') : fixed}`;
}

export function formatEstimate(estimate: Estimate): string {
  switch (estimate.kind) {
    case 'free':
      return words.free;
    case 'unknown':
      return words.unknownPrice;
    case 'usd': {
      const amount = formatMicros(estimate.micros);
      return estimate.approximate ? words.about(amount) : amount;
    }
  }
}

/** `0:07`, `12:04`, `1:02:09`. */
export function formatElapsed(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A rough duration: `8 s`, `2 min`. */
export function formatRough(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}
