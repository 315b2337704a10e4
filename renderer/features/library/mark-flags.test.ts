import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  colorLabel,
  type CreationMarks,
  creationFlag,
  flagValues,
  labelOf,
  pickFlag,
  pickFlagOf,
  ratingOf,
} from '../../../shared/domain/creation.ts';
import { emptyIndex } from './library-index.ts';
import { markIndex, markSigns, sharedMarks, withMarks } from './mark-flags.ts';

const flags = fc.integer({ min: 0, max: flagValues - 1 });
const marks: fc.Arbitrary<CreationMarks> = fc.record(
  {
    favourite: fc.boolean(),
    rating: fc.integer({ min: 0, max: 5 }),
    flag: fc.constantFrom(null, ...pickFlag.options),
    label: fc.constantFrom(null, ...colorLabel.options),
  },
  { requiredKeys: [] },
);

test('marks are read back as they were set, and everything else stays', () => {
  fc.assert(
    fc.property(flags, marks, (before, change) => {
      const after = withMarks(before, change);
      expect(ratingOf(after)).toBe(change.rating ?? ratingOf(before));
      expect(labelOf(after)).toBe(change.label === undefined ? labelOf(before) : change.label);
      if (change.flag !== undefined) expect(pickFlagOf(after)).toBe(change.flag);
      expect(after & creationFlag.video).toBe(before & creationFlag.video);
      expect(after >> 11).toBe(before >> 11);
      expect(after).toBeLessThan(flagValues);
    }),
  );
});

const index = {
  ...emptyIndex,
  ids: Float64Array.of(9, 8, 7),
  flags: Uint16Array.of(0, creationFlag.favourite, creationFlag.video),
};

test('a change reaches those that are in the index and leaves the old index as it was', () => {
  const marked = markIndex(index, [9, 7, 12345], { rating: 4, flag: 'picked' });
  expect([...marked.flags].map(ratingOf)).toEqual([4, 0, 4]);
  expect([...index.flags].map(ratingOf)).toEqual([0, 0, 0]);
});

test('what several have in common', () => {
  const marked = markIndex(markIndex(index, [9, 8], { rating: 3, label: 'red' }), [9], { flag: 'picked' });
  expect(sharedMarks(marked, [9, 8])).toEqual({ rating: 3, flag: null, label: 'red' });
  expect(sharedMarks(marked, [9, 7]).rating).toBeNull();
  expect(sharedMarks(marked, [])).toEqual({ rating: null, flag: null, label: null });
});

test('a tile’s corner names its marks without colour', () => {
  expect(markSigns(0)).toBe('');
  const loved = withMarks(0, { favourite: true, rating: 3, flag: 'rejected', label: 'red' });
  expect(markSigns(loved)).toContain('★★★');
  expect(markSigns(loved).split(' ')).toHaveLength(3);
});
