import { expect, test } from 'vitest';
import { checkValues, defaultValues, findByRole, type Parameter, pickKnown } from './parameter.ts';

const parameters: readonly Parameter[] = [
  { key: 'prompt', title: 'Prompt', kind: 'text', role: 'prompt', required: true },
  { key: 'style', title: 'Style', kind: 'text', maxLength: 5 },
  { key: 'steps', title: 'Steps', kind: 'number', integer: true, min: 1, max: 50, default: 20 },
  {
    key: 'size',
    title: 'Size',
    kind: 'choice',
    role: 'size',
    options: ['1024x1024', 2],
    default: '1024x1024',
  },
  { key: 'raw', title: 'Raw', kind: 'boolean', default: false },
  { key: 'image', title: 'Image', kind: 'file', role: 'image', accept: 'image' },
  { key: 'extra', title: 'Extra', kind: 'json', required: true },
];
const problems = (values: Parameters<typeof checkValues>[1]) =>
  Object.fromEntries(
    checkValues(parameters, { extra: 1, ...values }).map(({ key, problem }) => [key, problem.kind]),
  );

test('defaults and roles', () => {
  expect(defaultValues(parameters)).toEqual({ steps: 20, size: '1024x1024', raw: false });
  expect(findByRole(parameters, 'size')?.key).toBe('size');
  expect(findByRole(parameters, 'mask')).toBeUndefined();
});

test('every kind of wrong value is named', () => {
  expect(problems({})).toEqual({});
  expect(problems({ extra: null })).toEqual({ extra: 'required' });
  expect(problems({ style: 'too long', steps: 51, size: 'huge', raw: 'yes' })).toEqual({
    style: 'length',
    steps: 'range',
    size: 'choice',
    raw: 'type',
  });
  expect(problems({ steps: 2.5 })).toEqual({ steps: 'type' });
  expect(problems({ steps: Number.NaN })).toEqual({ steps: 'type' });
  expect(problems({ size: 2, steps: 1, raw: true, style: 'fine' })).toEqual({});
});

test("another model's values are reduced to what this one knows and accepts", () => {
  expect(
    pickKnown(parameters, { steps: 8, size: 'huge', guidance: 3, prompt: 'x', image: 'y', raw: null }),
  ).toEqual({ steps: 8 });
});
