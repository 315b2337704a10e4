import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createdAtOf, idsPerMillisecond } from '../../../shared/domain/job.ts';
import { monthAt, monthsOf } from './months.ts';

const moment = fc.date({ min: new Date(2020, 0, 1), max: new Date(2030, 0, 1), noInvalidDate: true });

test('months cover every id once, newest first, as a calendar would', () => {
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 80 }), (dates) => {
      const ids = Float64Array.from(
        dates,
        (date, index) => date.getTime() * idsPerMillisecond + index,
      ).toSorted((a, b) => b - a);
      const months = monthsOf(ids);
      let next = 0;
      for (const [place, entry] of months.entries()) {
        expect(entry.first).toBe(next);
        for (const id of ids.subarray(entry.first, entry.first + entry.count)) {
          const date = new Date(createdAtOf(id));
          expect([date.getFullYear(), date.getMonth()]).toEqual([entry.year, entry.month]);
        }
        expect(monthAt(months, entry.first)).toBe(place);
        expect(monthAt(months, entry.first + entry.count - 1)).toBe(place);
        next += entry.count;
      }
      expect(next).toBe(ids.length);
      expect(new Set(months.map((entry) => `${entry.year}-${entry.month}`)).size).toBe(months.length);
    }),
  );
});

test('the first millisecond of a month belongs to it', () => {
  const start = new Date(2026, 10, 1).getTime();
  const ids = Float64Array.from([start * idsPerMillisecond, (start - 1) * idsPerMillisecond + 2047]);
  expect(monthsOf(ids).map((entry) => entry.month)).toEqual([10, 9]);
});
