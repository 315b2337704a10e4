import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from './json.ts';
import { diffRecipes, diffWords, type WordChange } from './recipe-diff.ts';
import type { Recipe } from './recipe.ts';

const base: Recipe = {
  v: 1,
  app: '1.0.0',
  provider: 'openai',
  model: 'openai/still',
  prompt: 'a red boat at dusk',
  negative: '',
  seed: 7,
  parameters: { steps: 28, loras: [{ name: 'ink', weight: 0.5 }] },
  inputs: [],
  ai: true,
};
const size = { width: 1024, height: 768, seconds: null };
const sha = (digit: number) => String(digit).repeat(64);

const word = fc.constantFrom('red', 'blue', 'boat', ' ', ', ', '紫', 'の', '🦊', '\n', 'مرحبا');
const prompt = fc.array(word, { maxLength: 30 }).map((all) => all.join(''));
const recipe: fc.Arbitrary<Recipe> = fc.record({
  v: fc.constant(1 as const),
  app: fc.string(),
  provider: fc.constantFrom('openai', 'sketch', 'import'),
  model: fc.constantFrom('a', 'b'),
  prompt,
  negative: prompt,
  seed: fc.option(fc.nat(5)),
  parameters: fc.dictionary(
    fc.constantFrom('steps', 'size', '__proto__', 'loras'),
    fc.jsonValue(),
  ) as fc.Arbitrary<Record<string, JsonValue>>,
  inputs: fc.array(
    fc.record({
      key: fc.constantFrom('image', 'mask'),
      sha256: fc.integer({ min: 1, max: 3 }).map(sha),
      mime: fc.constant('image/png'),
    }),
    { maxLength: 4 },
  ),
  ai: fc.boolean(),
});
const creation = fc.record({
  recipe,
  width: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 3 }),
  seconds: fc.option(fc.integer({ min: 1, max: 2 })),
});

const without = (changes: readonly WordChange[], kind: WordChange['kind']) =>
  changes
    .filter((change) => change.kind !== kind)
    .map(({ text }) => text)
    .join('');

test('words: taking the changes back gives the left text, applying them the right one', () => {
  fc.assert(
    fc.property(fc.oneof(prompt, fc.string()), fc.oneof(prompt, fc.string()), (left, right) => {
      const changes = diffWords(left, right);
      expect(without(changes, 'added')).toBe(left);
      expect(without(changes, 'removed')).toBe(right);
      expect(changes.some(({ kind }) => kind !== 'same')).toBe(left !== right);
    }),
  );
});

test('values and inputs: applied to the left they give the right', () => {
  fc.assert(
    fc.property(creation, creation, (left, right) => {
      const diff = diffRecipes(left, right);
      const parameters = new Map(Object.entries(left.recipe.parameters));
      for (const { key, left: before, right: after } of diff.parameters) {
        expect(parameters.get(key)).toEqual(before);
        if (after === undefined) parameters.delete(key);
        else parameters.set(key, after);
      }
      expect(parameters).toEqual(new Map(Object.entries(right.recipe.parameters)));
      const keys = new Set(diff.inputs.map(({ key }) => key));
      const untouched = left.recipe.inputs.filter(({ key }) => !keys.has(key));
      const byKey = (inputs: Recipe['inputs']) =>
        inputs.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      expect(byKey([...untouched, ...diff.inputs.flatMap((change) => change.right)])).toEqual(
        byKey(right.recipe.inputs),
      );
    }),
  );
});

test('the other way round the same changes come out, turned about', () => {
  const turn = { same: 'same', removed: 'added', added: 'removed' } as const;
  const words = (changes: readonly WordChange[] | null) =>
    changes?.map(({ kind, text }) => `${turn[kind]} ${text}`).toSorted();
  const swapped = ({ key, left, right }: { key: string; left: unknown; right: unknown }) => ({
    key,
    left: right,
    right: left,
  });
  fc.assert(
    fc.property(creation, creation, (left, right) => {
      const there = diffRecipes(left, right);
      const back = diffRecipes(right, left);
      expect(back.identical).toBe(there.identical);
      expect(back.fields).toEqual(there.fields.map(swapped));
      expect(back.parameters).toEqual(there.parameters.map(swapped));
      expect(back.inputs).toEqual(there.inputs.map(swapped));
      for (const text of ['prompt', 'negative'] as const)
        expect(back[text]?.map(({ kind, text: inner }) => `${kind} ${inner}`).toSorted()).toEqual(
          words(there[text]),
        );
    }),
  );
});

test('identical only when it would be made the same way', () => {
  fc.assert(
    fc.property(creation, (any) => {
      expect(diffRecipes(any, structuredClone(any)).identical).toBe(true);
    }),
  );
  const left = { recipe: base, ...size };
  const differs = (change: Partial<Recipe>) =>
    !diffRecipes(left, { recipe: { ...base, ...change }, ...size }).identical;
  expect(differs({ app: '2.0.0' })).toBe(false);
  expect(differs({ parameters: { loras: [{ weight: 0.5, name: 'ink' }], steps: 28 } })).toBe(false);
  expect(differs({ seed: null })).toBe(true);
  expect(differs({ prompt: 'a red boat at dusk ' })).toBe(true);
  expect(differs({ modelVersion: 'v2' })).toBe(true);
  expect(differs({ parameters: { ...base.parameters, extra: null } })).toBe(true);
  expect(diffRecipes(left, { ...left, width: 2048 }).fields).toEqual([
    { key: 'width', left: 1024, right: 2048 },
  ]);
});

test('a word that took another’s place stands beside it, in languages without spaces too', () => {
  const shown = (left: string, right: string) =>
    diffWords(left, right).map(({ kind, text }) => ({ same: '', removed: '-', added: '+' })[kind] + text);
  expect(shown('a red boat at dusk', 'a blue boat')).toEqual(['a ', '-red', '+blue', ' boat', '- at dusk']);
  expect(shown('a blue boat', 'a red boat at dusk')).toEqual(['a ', '-blue', '+red', ' boat', '+ at dusk']);
  expect(shown('紫の猫', '紫の犬')).toEqual(['紫の', '-猫', '+犬']);
  expect(shown('', 'new')).toEqual(['+new']);
  // Neighbours that changed are one change.
  expect(shown('two cats, calm', 'a dog, calm')).toEqual(['-two cats', '+a dog', ', calm']);
});

test('long texts with little in common are shown whole, instead of being searched for long', () => {
  const long = (seed: number) => Array.from({ length: 8000 }, (_, n) => `w${(n * seed) % 7919}`).join(' ');
  expect(diffWords(long(3), long(5)).map(({ kind, text }) => [kind, text.length])).toEqual([
    ['removed', long(3).length],
    ['added', long(5).length],
  ]);
});
