import { expect, test } from 'vitest';
import {
  formatBytes,
  formatEstimate,
  formatMicros,
  formatRough,
  formatSeconds,
  formatSum,
  formatTimecode,
} from './format.ts';

test.each([
  [0, '$0.00'],
  [40_000, '$0.04'],
  [1_200_000, '$1.20'],
  [2_500, '$0.0025'],
  [3_000, '$0.003'],
  [15_500, '$0.0155'],
  [1_234_567, '$1.23'],
  [1_234_567_000, '$1,234.57'],
  [50, 'under $0.0001'],
])('%i micro-dollars are written %s', (micros, expected) => {
  expect(formatMicros(micros)).toBe(expected);
});

test('sums are in cents, but for what is less than one', () => {
  expect([0, 2_500, 835_800, 999_999, 5_780_000].map(formatSum)).toEqual([
    '$0.00',
    '$0.0025',
    '$0.84',
    '$1.00',
    '$5.78',
  ]);
});

test('an estimate says when it is one', () => {
  expect(formatEstimate({ kind: 'free' })).toBe('Free');
  expect(formatEstimate({ kind: 'usd', micros: 40_000, approximate: false })).toBe('$0.04');
  expect(formatEstimate({ kind: 'usd', micros: 40_000, approximate: true })).toBe('about $0.04');
  expect(formatEstimate({ kind: 'unknown' })).toBe('Price unknown');
});

test('sizes have a unit and the digits that matter', () => {
  expect([0, 999, 1000, 812_400, 1_438_000, 2_000_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '812 kB',
    '1.4 MB',
    '2.0 GB',
  ]);
});

test('a length of time carries its units', () => {
  expect([0, 0.04, 0.44, 0.97, 3, 59.6, 125, 3600, 3840].map(formatSeconds)).toEqual([
    '0 s',
    '0.1 s',
    '0.4 s',
    '1 s',
    '3 s',
    '1 min',
    '2 min 5 s',
    '1 h',
    '1 h 4 min',
  ]);
});

test('rough lengths of time', () => {
  expect([0.2, 8, 89, 125].map(formatRough)).toEqual(['1 s', '8 s', '89 s', '2 min']);
});

test('a place in a clip', () => {
  expect([0, 4.6, 65, 600, 3725].map(formatTimecode)).toEqual(['0:00', '0:04', '1:05', '10:00', '1:02:05']);
});
