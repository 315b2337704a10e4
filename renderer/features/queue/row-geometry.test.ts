import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listHeight, rowAt, rowBottom, rowTop, visibleRows, type RowGeometry } from './row-geometry.ts';

const geometries: fc.Arbitrary<RowGeometry> = fc
  .record({
    rowHeight: fc.integer({ min: 1, max: 500 }),
    count: fc.integer({ min: 1, max: 5000 }),
    extra: fc.nat(900),
  })
  .chain((base) =>
    fc.integer({ min: -1, max: base.count - 1 }).map((open) => Object.assign({}, base, { open })),
  );

test('rows follow each other without gaps, and the list ends with the last', () => {
  fc.assert(
    fc.property(geometries, fc.nat(), (geometry, at) => {
      const index = at % geometry.count;
      expect(rowBottom(geometry, index)).toBe(rowTop(geometry, index + 1));
      expect(rowBottom(geometry, index) - rowTop(geometry, index)).toBe(
        geometry.rowHeight + (index === geometry.open ? geometry.extra : 0),
      );
      expect(rowBottom(geometry, geometry.count - 1)).toBe(listHeight(geometry));
    }),
  );
});

test('the row at a height is the one that lies there', () => {
  fc.assert(
    fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (geometry, at) => {
      const y = Math.floor(at * listHeight(geometry));
      const index = rowAt(geometry, y);
      expect(rowTop(geometry, index)).toBeLessThanOrEqual(y);
      expect(rowBottom(geometry, index)).toBeGreaterThan(y);
    }),
  );
});

test('every row that can be seen is among the visible ones, and few others', () => {
  const heights = fc.integer({ min: 1, max: 2000 });
  fc.assert(
    fc.property(geometries, heights, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, height, at) => {
      const scrollTop = Math.max(0, listHeight(geometry) - height) * at;
      const { start, end } = visibleRows(geometry, scrollTop, height);
      expect(start).toBeLessThanOrEqual(rowAt(geometry, scrollTop));
      expect(end).toBeGreaterThan(rowAt(geometry, scrollTop + height - 1));
      expect(end - start).toBeLessThanOrEqual(Math.ceil(height / geometry.rowHeight) + 15);
    }),
  );
});

test('an empty list shows nothing, even when it was scrolled', () => {
  expect(visibleRows({ rowHeight: 72, count: 0, open: -1, extra: 0 }, 5000, 600)).toEqual({
    start: 0,
    end: 0,
  });
});
