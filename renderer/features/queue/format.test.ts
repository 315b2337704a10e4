import { expect, test } from 'vitest';
import { formatElapsed, formatEstimate, formatMicros, formatRough } from './format.ts';

test.each([
  [0, '$0.00'],
  [40_000, '$0.04'],
  [1_200_000, '$1.20'],
  [2_500, '$0.0025'],
  [3_000, '$0.003'],
  [15_500, '$0.0155'],
  [1_234_567, '$1.23'],
  [50, 'under $0.0001'],
])('%i micro-dollars are written %s', (micros, expected) => {
  expect(formatMicros(micros)).toBe(expected);
});

test('an estimate says when it is one', () => {
  expect(formatEstimate({ kind: 'free' })).toBe('Free');
  expect(formatEstimate({ kind: 'usd', micros: 40_000, approximate: false })).toBe('$0.04');
  expect(formatEstimate({ kind: 'usd', micros: 40_000, approximate: true })).toBe('about $0.04');
  expect(formatEstimate({ kind: 'unknown' })).toBe('Price unknown');
});

test.each([
  [-5, '0:00'],
  [7_900, '0:07'],
  [724_000, '12:04'],
  [3_729_000, '1:02:09'],
])('%i ms elapsed is written %s', (ms, expected) => {
  expect(formatElapsed(ms)).toBe(expected);
});

test('rough durations', () => {
  expect([0.2, 8, 89, 120].map(formatRough)).toEqual(['1 s', '8 s', '89 s', '2 min']);
});
