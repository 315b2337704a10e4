import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeOfLevel, smallestLevel, tileEdge } from '../../../shared/domain/large-picture.ts';
import { levelFor, placeOf, tilesInView } from './tiles.ts';
import { fitted, frameOf, zoomAt } from './zoom.ts';

const side = fc.integer({ min: 1, max: 65_535 });
const look = fc
  .record({
    image: fc.record({ width: side, height: side }),
    view: fc.record({
      width: fc.integer({ min: 300, max: 4000 }),
      height: fc.integer({ min: 200, max: 2200 }),
    }),
    pixelRatio: fc.constantFrom(1, 1.25, 2),
    factor: fc.double({ min: 1, max: 5000, noNaN: true }),
    at: fc.record({ x: fc.integer({ min: -150, max: 150 }), y: fc.integer({ min: -100, max: 100 }) }),
  })
  .map(({ image, view, pixelRatio, factor, at }) => {
    const frame = frameOf(image, view, pixelRatio);
    return { image, view, pixelRatio, zoom: zoomAt(fitted(frame), factor, at, frame) };
  });

test('the tiles in view cover all of the picture that is, without gap or overlap, and are not many', () => {
  fc.assert(
    fc.property(look, (seen) => {
      const { image, view, zoom, pixelRatio } = seen;
      const level = levelFor(image, zoom.scale, pixelRatio);
      if (level === null) return;
      const tiles = tilesInView(seen, level);
      const place = placeOf(seen);
      const size = sizeOfLevel(image, level);
      for (const { x, y } of tiles) {
        expect(x * tileEdge).toBeLessThan(size.width);
        expect(y * tileEdge).toBeLessThan(size.height);
      }
      const span = (of: 'x' | 'y', start: 'left' | 'top', length: 'width' | 'height') => {
        const line = tiles.filter(
          (tile) => tile[of === 'x' ? 'y' : 'x'] === tiles[0]?.[of === 'x' ? 'y' : 'x'],
        );
        const sorted = line.toSorted((a, b) => a[of] - b[of]);
        for (const [index, tile] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next) expect(tile[start] + tile[length]).toBeCloseTo(next[start], 6);
        }
        const first = place[start] + (sorted[0]?.[start] ?? NaN);
        const last = place[start] + (sorted.at(-1)?.[start] ?? NaN) + (sorted.at(-1)?.[length] ?? NaN);
        expect(first).toBeLessThanOrEqual(Math.max(0, place[start]) + 1);
        expect(last).toBeGreaterThanOrEqual(Math.min(view[length], place[start] + place[length]) - 2);
      };
      span('x', 'left', 'width');
      span('y', 'top', 'height');
      // A tile covers at least half of its own px in each direction, except at the edges.
      const across = (length: number) => Math.ceil((length * pixelRatio) / (tileEdge / 2)) + 2;
      expect(tiles.length).toBeLessThanOrEqual(across(view.width) * across(view.height));
    }),
  );
});

test('a level has a pixel for every one of the screen, and not four', () => {
  fc.assert(
    fc.property(look, ({ image, zoom, pixelRatio }) => {
      const level = levelFor(image, zoom.scale, pixelRatio);
      if (level === null) return;
      const pixels = zoom.scale * pixelRatio * 2 ** level;
      if (level > 0) expect(pixels).toBeLessThanOrEqual(1 + 1e-4);
      if (level < smallestLevel(image)) expect(pixels).toBeGreaterThan(0.5);
    }),
  );
});

test('a picture that fits the window is shown by its rendition alone', () => {
  const image = { width: 12_500, height: 8000 };
  expect(levelFor(image, 1600 / 12_500, 1)).toBeNull();
  expect(levelFor(image, 2560 / 12_500, 1)).toBeNull();
  expect(levelFor(image, 1600 / 12_500, 2)).toBe(1);
  expect(levelFor(image, 1, 1)).toBe(0);
  expect(levelFor(image, 16, 1)).toBe(0);
});
