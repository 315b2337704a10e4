import { expect, test } from 'vitest';
import { bandBetween, edgeVelocity, itemsIn, touches } from './band.ts';
import { layoutRows, placeRow } from './justified-layout.ts';

function grid(count: number) {
  const widths = Uint16Array.from({ length: count }, (_, item) => 600 + ((item * 131) % 900));
  const heights = new Uint16Array(count).fill(800);
  return layoutRows({ widths, heights }, { width: 1000, rowHeight: 200, gap: 4 });
}

const layout = grid(400);
const items = (ranges: readonly (readonly [number, number])[]) =>
  ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, place) => start + place));

/** The same by looking at every tile there is. */
function looked(band: ReturnType<typeof bandBetween>): number[] {
  const found: number[] = [];
  for (let row = 0; row < layout.rowCount; row += 1) {
    const { top, height, first, lefts, widths } = placeRow(layout, row);
    for (const [place, left] of lefts.entries()) {
      const box = { left, right: left + (widths[place] ?? 0), top, bottom: top + height };
      if (touches(band, box)) found.push(first + place);
    }
  }
  return found;
}

test.each([
  ['a corner', { x: -10, y: -10 }, { x: 5, y: 5 }],
  ['upwards and to the left', { x: 730, y: 2300 }, { x: 310, y: 450 }],
  ['over everything', { x: -20, y: -4 }, { x: 1020, y: 1e6 }],
  ['a line down the middle', { x: 500, y: 100 }, { x: 500.5, y: 5000 }],
  ['below the last row', { x: 0, y: layout.height + 10 }, { x: 1000, y: layout.height + 90 }],
  ['left of all', { x: -18, y: 0 }, { x: -2, y: 3000 }],
])('%s: what the band touches and nothing else', (_name, from, to) => {
  const band = bandBetween(from, to);
  expect(items(itemsIn(layout, band))).toEqual(looked(band));
});

test('rows that are touched from side to side are one range', () => {
  expect(itemsIn(layout, { left: -1, right: 1001, top: 0, bottom: layout.height })).toEqual([[0, 400]]);
});

test('a million are found in one step, in well under a second', () => {
  const million = grid(1_000_000);
  const began = performance.now();
  const ranges = itemsIn(million, { left: 200, right: 700, top: 0, bottom: million.height });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(items(ranges).length).toBeGreaterThan(million.rowCount);
});

test('the view follows at its edges, the faster the further out, and not in between', () => {
  expect(edgeVelocity(400, 800)).toBe(0);
  expect(edgeVelocity(40, 800)).toBeLessThan(0);
  expect(edgeVelocity(-200, 800)).toBeLessThan(edgeVelocity(20, 800));
  expect(edgeVelocity(790, 800)).toBeGreaterThan(0);
  expect(edgeVelocity(900, 800)).toBe(edgeVelocity(5000, 800));
});
