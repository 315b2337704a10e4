import { expect, test } from 'vitest';
import { listedModel, type ListedModel } from '../../../shared/domain/model.ts';
import type { Parameter } from '../../../shared/domain/parameter.ts';
import { emptyForm, type FormState, parentsInForce, reduceForm } from './form-state.ts';

function model(id: string, parameters: readonly Parameter[]): ListedModel {
  return listedModel.parse({
    id,
    provider: 'replicate',
    slug: id,
    name: id,
    media: 'image',
    summary: '',
    parameters,
    price: null,
    ai: true,
    hidden: false,
    retired: false,
  });
}

const prompt: Parameter = { kind: 'text', key: 'prompt', title: 'Prompt', role: 'prompt' };
const one: Parameter = { kind: 'file', key: 'image', title: 'Image', accept: 'image', role: 'image' };
const mask: Parameter = { kind: 'file', key: 'mask', title: 'Mask', accept: 'image', role: 'mask' };
const many: Parameter = {
  kind: 'file',
  key: 'refs',
  title: 'Images',
  accept: 'image',
  role: 'images',
  multiple: true,
  max: 2,
};
const size: Parameter = { kind: 'choice', key: 'size', title: 'Size', options: ['S', 'L'], default: 'S' };

const plain = model('a/plain', [prompt, size]);
const edit = model('a/edit', [prompt, one, mask]);
const refs = model('a/refs', [prompt, many, size]);

const picture = (name: string) => ({ sha256: name.repeat(64), mime: 'image/png' });

const remixOf9 = { id: 9, relation: 'remix', sha256: null } as const;

function withFiles(chosen: ListedModel, ...names: readonly string[]): FormState {
  const state = reduceForm(emptyForm, { type: 'model', model: chosen, remembered: {} });
  return reduceForm(state, { type: 'add-files', model: chosen, key: null, files: names.map(picture) });
}

test('choosing a model takes its defaults, and remembered values where they still fit', () => {
  const fresh = reduceForm(emptyForm, { type: 'model', model: plain, remembered: {} });
  expect(fresh.values).toEqual({ size: 'S' });
  const fits = reduceForm(emptyForm, { type: 'model', model: plain, remembered: { size: 'L', gone: 1 } });
  expect(fits.values).toEqual({ size: 'L' });
  const outdated = reduceForm(emptyForm, { type: 'model', model: plain, remembered: { size: 'XXL' } });
  expect(outdated.values).toEqual({ size: 'S' });
});

test('files fill the places a model has; those that do not fit wait and come back', () => {
  const state = withFiles(refs, 'a', 'b', 'c');
  expect(state.files.map((file) => file.key)).toEqual(['refs', 'refs', null]);
  const moved = reduceForm(state, { type: 'model', model: edit, remembered: {} });
  expect(moved.files.map((file) => file.key)).toEqual(['image', null, null]);
  const parked = reduceForm(moved, { type: 'model', model: plain, remembered: {} });
  expect(parked.files.map((file) => file.key)).toEqual([null, null, null]);
  const back = reduceForm(parked, { type: 'model', model: refs, remembered: {} });
  expect(back.files.map((file) => file.key)).toEqual(['refs', 'refs', null]);
});

test('a picture never becomes a mask by itself, only when put there', () => {
  const state = withFiles(edit, 'a', 'b');
  expect(state.files.map((file) => file.key)).toEqual(['image', null]);
  const masked = reduceForm(state, { type: 'add-files', model: edit, key: 'mask', files: [picture('c')] });
  expect(masked.files.at(-1)?.key).toBe('mask');
});

test('a picture put on a single place replaces the one that was there', () => {
  const state = withFiles(edit, 'a');
  const replaced = reduceForm(state, { type: 'add-files', model: edit, key: 'image', files: [picture('b')] });
  expect(replaced.files).toEqual([{ ...picture('b'), key: 'image' }]);
});

test('the same picture is not added twice to the same place', () => {
  expect(withFiles(refs, 'a', 'a').files).toHaveLength(1);
});

test('a recipe is taken over whole, without its seed, or in parts', () => {
  const recipe = {
    prompt: 'a {x|y}',
    negative: 'fog',
    seed: 7,
    parameters: { size: 'L' },
    inputs: [{ ...picture('a'), key: 'refs' }],
  };
  const take = (part: 'all' | 'remix' | 'prompt' | 'seed') =>
    reduceForm(
      { ...emptyForm, seed: 3 },
      {
        type: 'recipe',
        recipe,
        part,
        model: refs,
        parents: [remixOf9],
        count: null,
      },
    );

  expect(take('all')).toMatchObject({
    modelId: 'a/refs',
    prompt: String.raw`a \{x\|y\}`,
    seed: 7,
    seedLocked: true,
    values: { size: 'L' },
  });
  expect(take('all').files.map((file) => file.key)).toEqual(['refs']);
  expect(take('remix')).toMatchObject({ negative: 'fog', seed: 3, seedLocked: false });
  expect(take('prompt')).toMatchObject({ modelId: null, negative: 'fog', files: [], seedLocked: false });
  expect(take('seed')).toMatchObject({ prompt: '', seed: 7, seedLocked: true });
});

test('a recipe of a model that is gone leaves the chosen one', () => {
  const state = withFiles(plain);
  const next = reduceForm(state, {
    type: 'recipe',
    recipe: { prompt: 'x' },
    part: 'all',
    model: null,
    parents: [],
    count: 4,
  });
  expect(next).toMatchObject({ modelId: 'a/plain', prompt: 'x', count: 4 });
});

test('a recipe brings its creation along as a parent, until the prompt begins anew or the person says no', () => {
  const recipe = { prompt: 'a boat', seed: 7 };
  const take = (part: 'all' | 'remix' | 'prompt' | 'seed', state = emptyForm) =>
    reduceForm(state, { type: 'recipe', recipe, part, model: refs, parents: [remixOf9], count: null });
  expect(take('all').parents).toEqual([remixOf9]);
  expect(take('remix').parents).toEqual([remixOf9]);
  expect(take('seed').parents).toEqual([]);
  expect(take('prompt').parents).toEqual([]);
  expect(take('prompt', take('all')).parents).toEqual([]);
  const longer = reduceForm(take('all'), { type: 'edit', change: { prompt: 'a red boat' } });
  expect(longer.parents).toEqual([remixOf9]);
  expect(reduceForm(longer, { type: 'edit', change: { prompt: '' } }).parents).toEqual([]);
  expect(reduceForm(longer, { type: 'forget-parent', id: 9 }).parents).toEqual([]);
});

test('a picture to be worked on fills its place, and is a parent as long as it stays there', () => {
  const before = withFiles(refs, 'a', 'b');
  const state = reduceForm(
    { ...before, count: 8, seed: 3, seedLocked: true },
    {
      type: 'work',
      model: edit,
      remembered: {},
      recipe: { prompt: 'a {boat}', negative: '' },
      file: { ...picture('c'), key: 'image' },
      parent: { id: 5, relation: 'edit' },
    },
  );
  expect(state).toMatchObject({ modelId: 'a/edit', count: 1, seedLocked: false });
  expect(state.files).toEqual([{ ...picture('c'), key: 'image' }]);
  expect(parentsInForce(state).map(({ id, relation }) => [id, relation])).toEqual([[5, 'edit']]);
  // Even an emptied prompt changes nothing about that.
  const emptied = reduceForm(state, { type: 'edit', change: { prompt: '' } });
  expect(parentsInForce(emptied)).toHaveLength(1);
  expect(parentsInForce(reduceForm(state, { type: 'remove-file', index: 0 }))).toEqual([]);
  const elsewhere = reduceForm(state, { type: 'model', model: plain, remembered: {} });
  expect(parentsInForce(elsewhere)).toEqual([]);
  expect(parentsInForce(reduceForm(elsewhere, { type: 'model', model: edit, remembered: {} }))).toHaveLength(
    1,
  );
});

test('a value can be set and taken away', () => {
  const set = reduceForm(emptyForm, { type: 'value', key: 'size', value: 'L' });
  expect(set.values).toEqual({ size: 'L' });
  expect(reduceForm(set, { type: 'value', key: 'size', value: undefined }).values).toEqual({});
});
