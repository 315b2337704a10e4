import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutRows, placeRow, rowAt, rowHeightOf, rowOfItem } from './justified-layout.ts';

const side = fc.integer({ min: 0, max: 8192 });
const pictures = fc.array(fc.tuple(side, side), { maxLength: 200 });
const options = fc.record({
  width: fc.integer({ min: 320, max: 3840 }),
  rowHeight: fc.integer({ min: 96, max: 480 }),
  gap: fc.integer({ min: 0, max: 12 }),
});

function sizesOf(list: readonly (readonly [number, number])[]) {
  return {
    widths: Uint16Array.from(list, ([width]) => width),
    heights: Uint16Array.from(list, ([, height]) => height),
  };
}

test('every item is placed exactly once and in order', () => {
  fc.assert(
    fc.property(pictures, options, (list, given) => {
      const layout = layoutRows(sizesOf(list), given);
      const seen: number[] = [];
      for (let row = 0; row < layout.rowCount; row += 1) {
        const placed = placeRow(layout, row);
        for (const [offset] of placed.lefts.entries()) seen.push(placed.first + offset);
      }
      expect(seen).toEqual(list.map((_, index) => index));
    }),
  );
});

test('rows fill the width within 1 px, items keep the gap, and only the last row may be short', () => {
  fc.assert(
    fc.property(pictures, options, (list, given) => {
      const layout = layoutRows(sizesOf(list), given);
      for (let row = 0; row < layout.rowCount; row += 1) {
        const { lefts, widths } = placeRow(layout, row);
        const rights = lefts.map((left, index) => left + (widths[index] ?? 0));
        for (const [index, left] of lefts.entries()) {
          expect(left).toBe(index === 0 ? 0 : (rights[index - 1] ?? 0) + given.gap);
          expect(widths[index]).toBeGreaterThan(0);
        }
        const edge = rights.at(-1) ?? 0;
        expect(edge).toBeLessThanOrEqual(given.width + 1);
        if (row < layout.rowCount - 1 || layout.lastRowFills) {
          expect(Math.abs(edge - given.width)).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
});

test('rows follow each other without overlap, and their height stays within reason', () => {
  fc.assert(
    fc.property(pictures, options, (list, given) => {
      const layout = layoutRows(sizesOf(list), given);
      let bottom = -given.gap;
      for (let row = 0; row < layout.rowCount; row += 1) {
        const { top, height } = placeRow(layout, row);
        expect(top).toBe(bottom + given.gap);
        expect(height).toBeLessThanOrEqual(given.rowHeight * 1.5 + 1);
        bottom = top + height;
      }
      expect(layout.height).toBe(Math.max(0, bottom));
    }),
  );
});

test('a row and an item are found again by position', () => {
  fc.assert(
    fc.property(pictures, options, (list, given) => {
      const layout = layoutRows(sizesOf(list), given);
      for (let row = 0; row < layout.rowCount; row += 1) {
        const { top, first, lefts } = placeRow(layout, row);
        expect(rowAt(layout, top)).toBe(row);
        expect(rowAt(layout, top + rowHeightOf(layout, row))).toBe(
          given.gap === 0 ? Math.min(row + 1, layout.rowCount - 1) : row,
        );
        expect(rowOfItem(layout, first)).toBe(row);
        expect(rowOfItem(layout, first + lefts.length - 1)).toBe(row);
      }
    }),
  );
});

test('panoramas and towers do not break rows', () => {
  const layout = layoutRows(
    sizesOf([
      [20_000, 100],
      [100, 20_000],
      [1024, 1024],
      [1024, 1024],
    ]),
    { width: 1000, rowHeight: 200, gap: 4 },
  );
  const first = placeRow(layout, 0);
  expect(first.height).toBeGreaterThan(120);
  expect(Math.min(...first.widths)).toBeGreaterThan(50);
});

test('nothing to lay out is an empty layout', () => {
  const layout = layoutRows(sizesOf([]), { width: 800, rowHeight: 200, gap: 4 });
  expect(layout.rowCount).toBe(0);
  expect(layout.height).toBe(0);
  expect(rowAt(layout, 500)).toBe(0);
});

test('a million items are laid out without a wait', () => {
  const count = 1_000_000;
  const widths = new Uint16Array(count).map((_, index) => [1024, 1536, 768, 1344][index % 4] ?? 1024);
  const heights = new Uint16Array(count).fill(1024);
  const started = performance.now();
  const layout = layoutRows({ widths, heights }, { width: 1500, rowHeight: 220, gap: 4 });
  expect(rowOfItem(layout, count - 1)).toBe(layout.rowCount - 1);
  expect(performance.now() - started).toBeLessThan(2000);
});
