import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleRows } from './use-visible-rows.ts';

test('every row that can be seen is among the visible ones, and few others', () => {
  const size = fc.integer({ min: 1, max: 2000 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.nat(10_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (height, row, count, at) => {
        const scrollTop = Math.max(0, count * row - height) * at;
        const { start, end } = visibleRows(scrollTop, height, row, count);
        const first = Math.floor(scrollTop / row);
        const last = Math.min(count, Math.ceil((scrollTop + height) / row));
        expect(start).toBeLessThanOrEqual(first);
        expect(end).toBe(Math.min(count, last + 6));
        expect(end - start).toBeLessThanOrEqual(Math.ceil(height / row) + 14);
      },
    ),
  );
});

test('an empty list shows nothing, even when it was scrolled', () => {
  expect(visibleRows(5000, 600, 72, 0)).toEqual({ start: 0, end: 0 });
});
