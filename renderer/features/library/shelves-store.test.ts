import { expect, test } from 'vitest';
import type { Collection } from '../../../shared/domain/collection.ts';
import { isOpen, nested } from './shelves-store.ts';

const collection = (id: string, parentId: string | null = null): Collection => ({
  id,
  name: id,
  parentId,
  count: 0,
  covers: [],
});

test('collections stand below the one they lie in, in the order given', () => {
  const rows = nested([collection('a'), collection('b'), collection('a1', 'a'), collection('a2', 'a')]);
  expect(rows.map(({ collection: { id }, inner }) => [id, inner])).toEqual([
    ['a', false],
    ['a1', true],
    ['a2', true],
    ['b', false],
  ]);
});

test('the column is open when there is something in it, unless the person said otherwise', () => {
  const empty = { collections: [], searches: [], tags: [], open: null };
  const filled = { ...empty, collections: [collection('a')] };
  expect([empty, filled, { ...empty, open: true }, { ...filled, open: false }].map(isOpen)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
