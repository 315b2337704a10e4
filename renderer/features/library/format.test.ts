import { expect, test } from 'vitest';
import { formatBytes, formatCost, formatDuration } from './format.ts';

test('durations', () => {
  expect([0, 4.6, 65, 600, 3725].map(formatDuration)).toEqual(['0:00', '0:05', '1:05', '10:00', '1:02:05']);
});

test('file sizes', () => {
  expect([0, 999, 1000, 812_400, 1_438_000, 2_000_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '812 kB',
    '1.4 MB',
    '2.0 GB',
  ]);
});

test('costs keep the digits that matter', () => {
  expect([0, 3000, 40_000, 2_500_000].map(formatCost)).toEqual(['$0.00', '$0.003', '$0.04', '$2.50']);
});
