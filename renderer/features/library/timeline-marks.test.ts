import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutRows } from './justified-layout.ts';
import type { Month } from './months.ts';
import { timelineMarks } from './timeline-marks.ts';

function monthsWith(counts: readonly number[]): readonly Month[] {
  let first = 0;
  return counts.map((count, back) => {
    const date = new Date(2026, 10 - back, 1);
    const entry = { year: date.getFullYear(), month: date.getMonth(), first, count };
    first += count;
    return entry;
  });
}

test('marks never overlap, never leave the track, and each year is numbered at most once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 }),
      fc.integer({ min: 200, max: 1200 }),
      (counts, height) => {
        const months = monthsWith(counts);
        const total = counts.reduce((sum, count) => sum + count, 0);
        const widths = new Uint16Array(total).fill(1000);
        const layout = layoutRows({ widths, heights: widths }, { width: 900, rowHeight: 200, gap: 4 });
        const marks = timelineMarks(months, layout, height);
        for (const [place, mark] of marks.entries()) {
          expect(mark.at).toBeGreaterThanOrEqual(0);
          expect(mark.at).toBeLessThanOrEqual(1);
          const before = marks[place - 1];
          if (before)
            expect((mark.at - before.at) * height).toBeGreaterThanOrEqual(before.year === null ? 8 : 22);
        }
        const years = marks.flatMap((mark) => mark.year ?? []);
        expect(new Set(years).size).toBe(years.length);
        if (months.length > 0) expect(years[0]).toBe(2026);
      },
    ),
  );
});
