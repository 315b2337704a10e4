import { expect, test } from 'vitest';
import { creation, type Creation } from '../../../shared/domain/creation.ts';
import { keeperOf, sparesOf } from './spares.ts';

function made(id: number, change: Partial<Creation> = {}): Creation {
  return {
    ...creation.omit({ recipe: true }).parse({
      id,
      jobId: id,
      media: 'image',
      createdAt: id,
      width: 512,
      height: 512,
      seconds: null,
      sizeBytes: 1000,
      mime: 'image/png',
      sha256: 'a'.repeat(64),
      favourite: false,
      rating: 0,
      flag: null,
      label: null,
      tags: [],
      collectionIds: [],
      notes: '',
      trashedAt: null,
      modelId: 'sketch/picture',
      modelName: 'Sketch',
      provider: 'sketch',
      costMicros: 0,
      note: null,
      present: true,
      reference: null,
    }),
    recipe: {
      v: 1,
      app: '1',
      provider: 'sketch',
      model: 'sketch/picture',
      prompt: 'a fox',
      negative: '',
      seed: 1,
      parameters: {},
      inputs: [],
      ai: false,
    },
    ...change,
  };
}

test('what a person cares for is kept, then the largest, then the oldest', () => {
  const plain = made(1);
  const copy = made(2);
  const large = made(3, { width: 2048 });
  const rated = made(4, { rating: 1 });
  const favourite = made(5, { favourite: true, width: 64 });
  const missing = made(6, { favourite: true, rating: 5, present: false });
  const rejected = made(7, { flag: 'rejected', width: 4096 });
  expect(keeperOf([copy, plain])).toBe(1);
  expect(keeperOf([plain, large, rejected])).toBe(3);
  expect(keeperOf([large, rated])).toBe(4);
  expect(keeperOf([rated, favourite, missing])).toBe(5);
  expect(keeperOf([])).toBeNull();
});

test('at least one of every group is kept, whatever is chosen', () => {
  const group = [made(1), made(2), made(3, { width: 2048 })];
  expect(sparesOf(group, new Set())).toEqual([1, 2]);
  expect(sparesOf(group, new Set([2]))).toEqual([1, 3]);
  expect(sparesOf(group, new Set([1, 2, 3]))).toEqual([]);
  expect(sparesOf(group, new Set([99]))).toEqual([1, 2]);
});
