import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clampPan, fitScale, fitted, isLarger, panBy, zoomAt } from './zoom.ts';

const side = fc.integer({ min: 16, max: 8192 });
const size = fc.record({ width: side, height: side });
const view = fc.record({
  width: fc.integer({ min: 300, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 }),
});
const point = fc.record({
  x: fc.integer({ min: -1000, max: 1000 }),
  y: fc.integer({ min: -700, max: 700 }),
});

test('a fitted picture is all in view and never enlarged', () => {
  fc.assert(
    fc.property(size, view, fc.constantFrom(1, 1.5, 2), (image, seen, ratio) => {
      const zoom = fitted(image, seen, ratio);
      expect(isLarger(zoom, image, seen)).toBe(false);
      expect(zoom.scale * ratio).toBeLessThanOrEqual(1);
    }),
  );
});

test('what is under the pointer stays there, unless an edge is in the way', () => {
  const image = { width: 4000, height: 3000 };
  const seen = { width: 1000, height: 700 };
  const start = { scale: 1, x: 120, y: -80 };
  fc.assert(
    fc.property(point, fc.double({ min: 0.8, max: 3, noNaN: true }), (at, factor) => {
      const zoom = zoomAt(start, factor, at, image, seen, 1);
      const free = { x: at.x - (at.x - start.x) * factor, y: at.y - (at.y - start.y) * factor };
      const kept = clampPan({ scale: zoom.scale, ...free }, image, seen);
      if (kept.x !== free.x || kept.y !== free.y) return;
      expect((at.x - zoom.x) / zoom.scale).toBeCloseTo((at.x - start.x) / start.scale, 6);
      expect((at.y - zoom.y) / zoom.scale).toBeCloseTo((at.y - start.y) / start.scale, 6);
    }),
  );
});

test('zooming and panning never leave the picture', () => {
  fc.assert(
    fc.property(
      size,
      view,
      fc.array(fc.tuple(point, fc.double({ min: 0.3, max: 4, noNaN: true })), { maxLength: 20 }),
      (image, seen, moves) => {
        let zoom = fitted(image, seen, 1);
        for (const [at, factor] of moves) {
          zoom = panBy(zoomAt(zoom, factor, at, image, seen, 1), at, image, seen);
          expect(zoom.scale).toBeGreaterThanOrEqual(fitScale(image, seen, 1) - 1e-9);
          expect(zoom.scale).toBeLessThanOrEqual(16);
          const roomX = Math.max(0, (image.width * zoom.scale - seen.width) / 2);
          const roomY = Math.max(0, (image.height * zoom.scale - seen.height) / 2);
          expect(Math.abs(zoom.x)).toBeLessThanOrEqual(roomX + 1e-6);
          expect(Math.abs(zoom.y)).toBeLessThanOrEqual(roomY + 1e-6);
        }
      },
    ),
  );
});
