import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asGridKey, gridKeys, moveFocus } from './grid-navigation.ts';
import { layoutRows, placeRow, rowOfItem } from './justified-layout.ts';

function squares(count: number) {
  const widths = new Uint16Array(count).fill(1000);
  return layoutRows({ widths, heights: widths }, { width: 400, rowHeight: 100, gap: 0 });
}

test('arrows move by one and by one row, and stop at the edges', () => {
  const layout = squares(12);
  expect(moveFocus(layout, 5, 'ArrowLeft', 300)).toBe(4);
  expect(moveFocus(layout, 5, 'ArrowRight', 300)).toBe(6);
  expect(moveFocus(layout, 5, 'ArrowUp', 300)).toBe(1);
  expect(moveFocus(layout, 5, 'ArrowDown', 300)).toBe(9);
  expect(moveFocus(layout, 0, 'ArrowUp', 300)).toBe(0);
  expect(moveFocus(layout, 11, 'ArrowDown', 300)).toBe(11);
  expect(moveFocus(layout, 11, 'ArrowRight', 300)).toBe(11);
});

test('home, end and pages travel the whole library', () => {
  const layout = squares(400);
  expect(moveFocus(layout, 200, 'Home', 300)).toBe(0);
  expect(moveFocus(layout, 200, 'End', 300)).toBe(399);
  expect(moveFocus(layout, 200, 'PageDown', 300)).toBe(212);
  expect(moveFocus(layout, 200, 'PageUp', 300)).toBe(188);
  expect(moveFocus(layout, 2, 'PageUp', 300)).toBe(2);
});

test('whatever the pictures, a move lands on an item, and a vertical one next to where it came from', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 })), {
        minLength: 1,
        maxLength: 120,
      }),
      fc.nat(),
      fc.constantFrom(...gridKeys),
      (list, seed, key) => {
        const layout = layoutRows(
          {
            widths: Uint16Array.from(list, ([width]) => width),
            heights: Uint16Array.from(list, ([, height]) => height),
          },
          { width: 900, rowHeight: 160, gap: 6 },
        );
        const from = seed % list.length;
        const to = moveFocus(layout, from, key, 500);
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(list.length);
        if ((key === 'ArrowUp' || key === 'ArrowDown') && to !== from) {
          const rowFrom = rowOfItem(layout, from);
          const rowTo = rowOfItem(layout, to);
          expect(Math.abs(rowTo - rowFrom)).toBe(1);
          const a = placeRow(layout, rowFrom);
          const b = placeRow(layout, rowTo);
          const centre = (a.lefts[from - a.first] ?? 0) + (a.widths[from - a.first] ?? 0) / 2;
          const left = b.lefts[to - b.first] ?? 0;
          const isLast = to - b.first === b.lefts.length - 1;
          expect(centre).toBeGreaterThanOrEqual(left);
          if (!isLast) expect(centre).toBeLessThanOrEqual(left + (b.widths[to - b.first] ?? 0) + 6);
        }
      },
    ),
  );
});

test('an empty grid has nothing to focus, and other keys are not moves', () => {
  expect(moveFocus(squares(0), 0, 'End', 300)).toBe(-1);
  expect(asGridKey('Tab')).toBeUndefined();
  expect(asGridKey('PageUp')).toBe('PageUp');
});
