import { expect, test } from 'vitest';
import { dropPlaceAt } from './drop-place.ts';
import { layoutRows } from './justified-layout.ts';

/** Rows of four squares of 97 px, the last with two. */
const widths = new Uint16Array(10).fill(500);
const layout = layoutRows({ widths, heights: widths }, { width: 400, rowHeight: 97, gap: 4 });

test.each([
  ['left of the first', { x: -15, y: 10 }, { item: 0, x: -2, top: 0 }],
  ['on the left half of a tile', { x: 110, y: 10 }, { item: 1, x: 99, top: 0 }],
  ['on its right half', { x: 180, y: 10 }, { item: 2, x: 200, top: 0 }],
  ['right of the last of a row', { x: 420, y: 10 }, { item: 4, x: 402, top: 0 }],
  ['in the next row', { x: 20, y: 120 }, { item: 4, x: -2, top: 101 }],
  ['behind the very last', { x: 350, y: 250 }, { item: 10, x: 200, top: 202 }],
  ['below all rows', { x: 20, y: 5000 }, { item: 8, x: -2, top: 202 }],
  ['above all rows', { x: 20, y: -50 }, { item: 0, x: -2, top: 0 }],
])('%s', (_name, point, expected) => {
  const { height, ...place } = dropPlaceAt(layout, point);
  expect(place).toEqual(expected);
  expect(height).toBe(97);
});
