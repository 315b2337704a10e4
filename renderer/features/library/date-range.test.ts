import { expect, test } from 'vitest';
import { anyDate, presetOf, presetRange, rangeOfDays } from './date-range.ts';

const now = new Date(2026, 10, 23, 15, 30).getTime();

test('presets are whole days that end today', () => {
  expect(presetRange('today', now).from).toBe(new Date(2026, 10, 23).getTime());
  expect(presetRange('week', now).from).toBe(new Date(2026, 10, 17).getTime());
  expect(presetRange('month', now).from).toBe(new Date(2026, 9, 25).getTime());
  expect(presetRange('year', now).from).toBe(new Date(2026, 0, 1).getTime());
});

test('a preset is recognised again; other ranges are not presets', () => {
  expect(presetOf(presetRange('week', now), now)).toBe('week');
  expect(presetOf(anyDate, now)).toBeUndefined();
  expect(presetOf({ from: 1, to: null }, now)).toBeUndefined();
  expect(presetOf({ ...presetRange('week', now), to: now }, now)).toBeUndefined();
});

test('both days of a range are included, and an empty end is open', () => {
  expect(rangeOfDays('2026-11-01', '2026-11-02')).toEqual({
    from: new Date(2026, 10, 1).getTime(),
    to: new Date(2026, 10, 3).getTime(),
  });
  expect(rangeOfDays('', '')).toEqual(anyDate);
  expect(rangeOfDays('2026-11-01', '')).toEqual({ from: new Date(2026, 10, 1).getTime(), to: null });
});
