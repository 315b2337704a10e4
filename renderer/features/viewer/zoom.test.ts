import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clampPan,
  containScale,
  fitted,
  frameOf,
  isLarger,
  panBy,
  sharedFrame,
  zoomAt,
  type Frame,
} from './zoom.ts';

const side = fc.integer({ min: 1, max: 65_535 });
const size = fc.record({ width: side, height: side });
const view = fc.record({
  width: fc.integer({ min: 300, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 }),
});
const ratio = fc.constantFrom(1, 1.5, 2);
const point = fc.record({
  x: fc.integer({ min: -1000, max: 1000 }),
  y: fc.integer({ min: -700, max: 700 }),
});

test('a fitted picture is never enlarged, and all in view unless it would be thinner than a pixel', () => {
  fc.assert(
    fc.property(size, view, ratio, (image, seen, pixelRatio) => {
      const frame = frameOf(image, seen, pixelRatio);
      const zoom = fitted(frame);
      expect(zoom.scale * pixelRatio).toBeLessThanOrEqual(1);
      const thickness = Math.min(image.width, image.height) * zoom.scale * pixelRatio;
      expect(thickness).toBeGreaterThanOrEqual(1 - 1e-9);
      if (thickness > 1.001) expect(isLarger(zoom, frame)).toBe(false);
    }),
  );
});

test('what is under the pointer stays there, unless an edge is in the way', () => {
  const frame = frameOf({ width: 4000, height: 3000 }, { width: 1000, height: 700 }, 1);
  const start = { scale: 1, x: 120, y: -80 };
  fc.assert(
    fc.property(point, fc.double({ min: 0.8, max: 3, noNaN: true }), (at, factor) => {
      const zoom = zoomAt(start, factor, at, frame);
      const free = { x: at.x - (at.x - start.x) * factor, y: at.y - (at.y - start.y) * factor };
      const kept = clampPan({ scale: zoom.scale, ...free }, frame);
      if (kept.x !== free.x || kept.y !== free.y) return;
      expect((at.x - zoom.x) / zoom.scale).toBeCloseTo((at.x - start.x) / start.scale, 6);
      expect((at.y - zoom.y) / zoom.scale).toBeCloseTo((at.y - start.y) / start.scale, 6);
    }),
  );
});

test('zooming and panning never leave the picture, alone or with another', () => {
  const frames = fc.oneof(
    fc.tuple(size, view, ratio).map(([image, seen, pixelRatio]) => frameOf(image, seen, pixelRatio)),
    fc
      .tuple(size, size, view, ratio)
      .map(([left, right, seen, pixelRatio]) => sharedFrame([left, right], seen, pixelRatio)),
  );
  const moves = fc.array(fc.tuple(point, fc.double({ min: 0.3, max: 4, noNaN: true })), { maxLength: 20 });
  const inside = (zoom: { x: number; y: number; scale: number }, { image, view: seen, ...frame }: Frame) => {
    expect(zoom.scale).toBeGreaterThanOrEqual(frame.smallest - 1e-9);
    expect(zoom.scale).toBeLessThanOrEqual(frame.largest + 1e-9);
    const roomX = Math.max(0, (image.width * zoom.scale - seen.width) / 2);
    const roomY = Math.max(0, (image.height * zoom.scale - seen.height) / 2);
    expect(Math.abs(zoom.x)).toBeLessThanOrEqual(roomX + 1e-6);
    expect(Math.abs(zoom.y)).toBeLessThanOrEqual(roomY + 1e-6);
  };
  fc.assert(
    fc.property(frames, moves, (frame, made) => {
      let zoom = fitted(frame);
      for (const [at, factor] of made) {
        zoom = panBy(zoomAt(zoom, factor, at, frame), at, frame);
        inside(zoom, frame);
      }
    }),
  );
});

test('pictures of one aspect cover each other; others each fit and none is cut', () => {
  const seen = { width: 1000, height: 700 };
  const small = { width: 512, height: 512 };
  const upscaled = { width: 4096, height: 4096 };
  const frame = sharedFrame([small, upscaled], seen, 1);
  expect(frame.image).toEqual({ width: 700, height: 700 });
  expect(small.width * containScale(small, seen)).toBe(upscaled.width * containScale(upscaled, seen));
  // The finer one can still be looked at pixel by pixel.
  expect(frame.largest * containScale(upscaled, seen)).toBeCloseTo(16);
  expect(sharedFrame([{ width: 100, height: 10 }, small], seen, 1).image).toEqual({
    width: 1000,
    height: 700,
  });
});
