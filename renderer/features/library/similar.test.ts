import { expect, test } from 'vitest';
import { creation, creationFlag, labelOf, ratingOf } from '../../../shared/domain/creation.ts';
import { recipe } from '../../../shared/domain/recipe.ts';
import { indexOfCreations } from './similar.ts';

const row = creation.omit({ recipe: true });

test('rows become an index in the order given, marks included', () => {
  const one = row.parse({
    id: 4096,
    jobId: 4096,
    media: 'video',
    createdAt: 2,
    width: 640,
    height: 360,
    seconds: 4,
    sizeBytes: 1,
    mime: 'video/mp4',
    sha256: 'a'.repeat(64),
    favourite: true,
    rating: 3,
    flag: null,
    label: 'blue',
    tags: [],
    collectionIds: [],
    trashedAt: null,
    modelId: 'sketch/sketch',
    modelName: 'Sketch',
    provider: 'sketch',
    costMicros: 0,
    notes: '',
    note: null,
    present: true,
    reference: null,
  });
  const rows = [one, { ...one, id: 8192, media: 'image' as const }].map((each) => ({
    ...each,
    recipe: recipe.parse({
      v: 1,
      app: '1',
      provider: 'sketch',
      model: 'sketch/sketch',
      prompt: 'a fox',
      negative: '',
      seed: 1,
      parameters: {},
      inputs: [],
      ai: false,
    }),
  }));
  const index = indexOfCreations(rows);
  expect([...index.ids]).toEqual([4096, 8192]);
  const [first = 0, second = 0] = index.flags;
  expect(first & creationFlag.video).not.toBe(0);
  expect(second & creationFlag.video).toBe(0);
  expect([ratingOf(first), labelOf(first)]).toEqual([3, 'blue']);
});
