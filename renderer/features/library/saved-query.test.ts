import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colorLabels, everything, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { datePresets } from '../../../shared/domain/search-date.ts';
import { presetRange } from './date-range.ts';
import { isSameSearch, toQuery, toSaved } from './saved-query.ts';

const now = new Date(2026, 10, 25, 15, 0).getTime();
const day = fc.integer({ min: 0, max: now });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const queries: fc.Arbitrary<LibraryQuery> = fc.record({
  text: fc.constantFrom('', 'fox', 'rating:>=4 -night "red boat"'),
  media: orNull(fc.constantFrom('image' as const, 'video' as const)),
  modelId: orNull(fc.string()),
  provider: orNull(fc.constantFrom('sketch' as const, 'import' as const)),
  from: orNull(day),
  to: orNull(day),
  favourite: fc.boolean(),
  minRating: fc.integer({ min: 0, max: 5 }),
  flag: orNull(fc.constantFrom('picked' as const, 'rejected' as const)),
  label: orNull(fc.constantFrom(...colorLabels)),
  collectionId: orNull(fc.string()),
  trashed: fc.constant(false),
});

test('opening a saved search asks for exactly what was shown', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(toQuery(toSaved(query, now), now)).toEqual(query);
      expect(isSameSearch(toSaved(query, now), toSaved(toQuery(toSaved(query, now), now), now))).toBe(true);
    }),
  );
});

test('the last days stay the last days', () => {
  const later = new Date(2027, 2, 3, 9, 0).getTime();
  for (const period of datePresets) {
    const saved = toSaved({ ...everything, ...presetRange(period, now) }, now);
    expect(saved).toMatchObject({ period, from: null, to: null });
    expect(toQuery(saved, later)).toMatchObject(presetRange(period, later));
  }
});

test('any difference is one', () => {
  fc.assert(
    fc.property(queries, queries, (a, b) => {
      const isSame = isSameSearch(toSaved(a, now), toSaved(b, now));
      expect(isSame).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});
