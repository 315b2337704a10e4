import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxSpacerPx, scrollScale } from './scroll-scale.ts';

test('content below the cap scrolls one to one', () => {
  const scale = scrollScale(10_000, 800);
  expect(scale.scaled).toBe(false);
  expect(scale.spacerPx).toBe(10_000);
  expect(scale.toOffset(1234.5)).toBe(1234.5);
});

test('at any height both ends can be reached, and offsets survive the way there and back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200_000_000 }),
      fc.integer({ min: 300, max: 3000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (content, viewport, at) => {
        const scale = scrollScale(content, viewport);
        expect(scale.spacerPx).toBeLessThanOrEqual(maxSpacerPx);
        expect(scale.toOffset(0)).toBe(0);
        expect(scale.toOffset(scale.spacerPx)).toBeCloseTo(scale.maxOffset, 3);
        const offset = at * scale.maxOffset;
        expect(scale.toOffset(scale.toScrollTop(offset))).toBeCloseTo(offset, 3);
      },
    ),
  );
});
