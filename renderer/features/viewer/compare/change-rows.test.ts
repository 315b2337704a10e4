import { expect, test } from 'vitest';
import type { Creation } from '../../../../shared/domain/creation.ts';
import { diffRecipes } from '../../../../shared/domain/recipe-diff.ts';
import { changeRows } from './change-rows.ts';

const left: Creation = {
  id: 1,
  jobId: 1,
  media: 'image',
  createdAt: 1,
  width: 1024,
  height: 768,
  seconds: null,
  sizeBytes: 1,
  mime: 'image/png',
  sha256: 'a'.repeat(64),
  favourite: false,
  rating: 0,
  flag: null,
  label: null,
  tags: [],
  collectionIds: [],
  trashedAt: null,
  modelId: 'openai/still',
  modelName: 'Still',
  provider: 'openai',
  recipe: {
    v: 1,
    app: '1',
    provider: 'openai',
    model: 'openai/still',
    prompt: 'p',
    negative: '',
    seed: 7,
    parameters: { num_inference_steps: 28, style: '' },
    inputs: [],
    ai: true,
  },
  costMicros: null,
  note: null,
  present: true,
};

const rowsOf = (right: Creation) =>
  changeRows(diffRecipes(left, right), left, right).map(({ name, left: a, right: b }) => [name, a, b]);

test('values that differ are read like those of one creation, in an order that makes sense', () => {
  const right: Creation = {
    ...left,
    width: 2048,
    seconds: 4,
    modelName: 'Clip',
    provider: 'replicate',
    recipe: {
      ...left.recipe,
      provider: 'replicate',
      model: 'replicate/clip',
      modelVersion: 'abcdef0123456789',
      seed: null,
      parameters: { num_inference_steps: 30, style: '', go_fast: true },
    },
  };
  expect(rowsOf(right)).toEqual([
    ['Model', 'Still', 'Clip'],
    ['Provider', 'OpenAI', 'Replicate'],
    ['Version', null, 'abcdef012345'],
    ['Seed', '7', null],
    ['Go fast', null, 'Yes'],
    ['Num inference steps', '28', '30'],
    ['Picture size', '1024 × 768 px', '2048 × 768 px'],
    ['Length', null, '4.0 s'],
  ]);
});

test('the same recipe gives no rows', () => {
  expect(rowsOf(left)).toEqual([]);
});
