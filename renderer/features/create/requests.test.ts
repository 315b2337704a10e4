import { expect, test } from 'vitest';
import { generationRequest } from '../../../shared/domain/recipe.ts';
import { listedModel } from '../../../shared/domain/model.ts';
import { emptyForm, type FormState } from './form-state.ts';
import { buildRequests, checkForm, mostExpansions, rememberedValues } from './requests.ts';
import { quotePrice } from './price.ts';

const model = listedModel.parse({
  id: 'replicate/a/b',
  provider: 'replicate',
  slug: 'a/b',
  name: 'B',
  media: 'image',
  summary: '',
  parameters: [
    { kind: 'text', key: 'prompt', title: 'Prompt', role: 'prompt', maxLength: 20 },
    { kind: 'number', key: 'steps', title: 'Steps', integer: true, min: 1, max: 4, default: 2 },
    { kind: 'number', key: 'seed', title: 'Seed', role: 'seed' },
    { kind: 'text', key: 'token', title: 'Token', secret: true },
    { kind: 'file', key: 'image', title: 'Image', accept: 'image', required: true },
  ],
  price: { unit: 'image', usd: 0.04, asOf: '2026-11-01', source: 'https://example.com' },
  ai: true,
  hidden: false,
  retired: false,
});
const picture = { key: 'image', sha256: 'a'.repeat(64), mime: 'image/png' };
const filled: FormState = {
  ...emptyForm,
  prompt: 'a {red|blue} cat',
  values: { steps: 2 },
  files: [picture],
};

function problemsOf(change: Partial<FormState>) {
  return checkForm({ ...filled, ...change }, model).problems.map((problem) => problem.kind);
}

test('a filled form has no problems and one prompt for each expansion', () => {
  expect(checkForm(filled, model)).toEqual({
    prompts: ['a red cat', 'a blue cat'],
    expansions: 2,
    problems: [],
  });
});

test.each<[string, Partial<FormState>, string]>([
  ['an empty prompt', { prompt: '  \n' }, 'no-prompt'],
  ['an empty alternative that leaves nothing', { prompt: '{a|}' }, 'no-prompt'],
  ['one expansion that is too long', { prompt: `{a|${'b'.repeat(21)}}` }, 'prompt-length'],
  ['too many expansions', { prompt: '{a|b}'.repeat(12) }, 'too-many'],
  ['a missing picture', { files: [] }, 'no-file'],
  ['a picture the model has no place for', { files: [{ ...picture, key: null }] }, 'no-file'],
  ['a value out of range', { values: { steps: 9 } }, 'value'],
])('%s is a problem', (_, change, kind) => {
  expect(problemsOf(change)).toEqual([kind]);
});

test('what has too many expansions is not expanded in full', () => {
  expect(checkForm({ ...filled, prompt: '{a|b}'.repeat(12) }, model).prompts).toHaveLength(mostExpansions);
});

test('requests pass the contract and hold only what the model knows', () => {
  const state: FormState = {
    ...filled,
    negative: 'fog',
    seed: 5,
    seedLocked: true,
    values: { steps: 3, token: '', unknown: 1 },
    files: [picture, { ...picture, key: null }],
  };
  const requests = buildRequests(state, model, ['x', 'y']);
  expect(requests.map((request) => generationRequest.parse(request))).toEqual(
    ['x', 'y'].map((prompt) => ({
      modelId: model.id,
      prompt,
      negative: '',
      count: 1,
      seed: 5,
      parameters: { steps: 3 },
      inputs: [picture],
    })),
  );
});

test('an unlocked seed is not sent', () => {
  expect(buildRequests({ ...filled, seed: 5 }, model, ['x'])[0]?.seed).toBeNull();
});

test('secrets are sent but not remembered', () => {
  const values = { steps: 3, token: 'hush' };
  expect(buildRequests({ ...filled, values }, model, ['x'])[0]?.parameters).toEqual(values);
  expect(rememberedValues(model, values)).toEqual({ steps: 3 });
});

test('the price is that of every output of every prompt', () => {
  expect(quotePrice(model, {}, 3, 2)).toEqual({
    micros: 240_000,
    complete: true,
    approximate: false,
    free: false,
    perOutputMicros: 40_000,
    outputs: 6,
  });
  expect(quotePrice({ ...model, price: null }, {}, 3, 2)).toMatchObject({ complete: false, micros: 0 });
});
