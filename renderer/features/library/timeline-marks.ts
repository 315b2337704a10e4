import { type JustifiedLayout, rowOfItem, rowTop } from './justified-layout.ts';
import type { Month } from './months.ts';

type TimelineMark = {
  /** 0–1 from the top. */
  readonly at: number;
  readonly month: Month;
  /** A year's first mark carries its number; others are ticks. */
  readonly year: number | null;
};

/**
 * What can be drawn beside the grid: a number where a year begins, a tick where a month does, each only where
 * there is room below the one before. Exact, because the layout is.
 */
export function timelineMarks(
  months: readonly Month[],
  layout: JustifiedLayout,
  heightPx: number,
): readonly TimelineMark[] {
  const marks: TimelineMark[] = [];
  let free = -Infinity;
  let lastYear: number | null = null;
  for (const month of months) {
    const at = layout.height > 0 ? rowTop(layout, rowOfItem(layout, month.first)) / layout.height : 0;
    const y = at * heightPx;
    const opensYear = month.year !== lastYear;
    if (y < free) continue;
    if (opensYear && y + yearRoomPx > heightPx) continue;
    marks.push({ at, month, year: opensYear ? month.year : null });
    free = y + (opensYear ? yearRoomPx : tickRoomPx);
    lastYear = month.year;
  }
  return marks;
}

const yearRoomPx = 22;
const tickRoomPx = 8;
