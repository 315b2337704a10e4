import { expect, test } from 'vitest';
import type { Parameter } from '../../../shared/domain/parameter.ts';
import {
  acceptsMime,
  isShapeChoice,
  layOutForm,
  optionLabel,
  ratioOf,
  sliderRange,
  valueLabel,
} from './parameter-form.ts';

const parameters: readonly Parameter[] = [
  { kind: 'text', key: 'prompt', title: 'Prompt', role: 'prompt' },
  { kind: 'text', key: 'negative_prompt', title: 'Negative', role: 'negative' },
  { kind: 'choice', key: 'aspect', title: 'Shape', role: 'aspect', options: ['1:1', '16:9', 'auto'] },
  { kind: 'number', key: 'steps', title: 'Steps', min: 1, max: 50, integer: true, advanced: true },
  { kind: 'file', key: 'image', title: 'Image', accept: 'image' },
  { kind: 'number', key: 'seed', title: 'Seed', role: 'seed' },
];

test('inputs that every request carries by name are kept apart, the rest keeps its order', () => {
  const form = layOutForm(parameters);
  expect(form.prompt?.key).toBe('prompt');
  expect(form.negative?.key).toBe('negative_prompt');
  expect(form.seed?.key).toBe('seed');
  expect(form.count).toBeUndefined();
  expect(form.files.map((entry) => entry.key)).toEqual(['image']);
  expect(form.main.map((entry) => entry.key)).toEqual(['aspect']);
  expect(form.advanced.map((entry) => entry.key)).toEqual(['steps']);
});

test.each([
  ['16:9', 16 / 9],
  ['1024x1536', 1024 / 1536],
  ['768 × 432', 768 / 432],
  ['auto', undefined],
  ['0:0', undefined],
  ['1:0', undefined],
  [1024, undefined],
])('the shape of %s', (option, ratio) => {
  expect(ratioOf(option)).toBe(ratio);
});

test.each([
  ['1024x1536', '1024 × 1536'],
  ['match_input_image', 'Match input image'],
  ['auto', 'Auto'],
  ['16:9', '16:9'],
  ['1080p', '1080p'],
  ['DPM++ 2M', 'DPM++ 2M'],
  [8, '8'],
])('the label of %s', (option, label) => {
  expect(optionLabel(option)).toBe(label);
});

test('a choice is drawn as tiles only when its options are shapes', () => {
  expect(
    isShapeChoice({ kind: 'choice', key: 'a', title: 'A', role: 'aspect', options: ['1:1', '2:3'] }),
  ).toBe(true);
  expect(isShapeChoice({ kind: 'choice', key: 'a', title: 'A', role: 'size', options: ['S', 'M'] })).toBe(
    false,
  );
  expect(isShapeChoice({ kind: 'choice', key: 'a', title: 'A', options: ['1:1', '2:3'] })).toBe(false);
});

test('numbers get a slider only between two known ends', () => {
  const number = { kind: 'number', key: 'n', title: 'N' } as const;
  expect(sliderRange({ ...number, min: 1 })).toBeUndefined();
  expect(sliderRange({ ...number, min: 0, max: 4_294_967_295 })).toBeUndefined();
  expect(sliderRange({ ...number, min: 0, max: 1 })).toEqual({ min: 0, max: 1, step: 0.01 });
  expect(sliderRange({ ...number, min: 1, max: 50, integer: true })).toEqual({ min: 1, max: 50, step: 1 });
});

test('files are matched by the beginning of their type', () => {
  const image = { kind: 'file', key: 'i', title: 'I', accept: 'image' } as const;
  expect(acceptsMime(image, 'image/png')).toBe(true);
  expect(acceptsMime(image, 'video/mp4')).toBe(false);
  expect(acceptsMime({ ...image, accept: 'any' }, 'video/mp4')).toBe(true);
});

test('lengths of time carry their unit', () => {
  const seconds = {
    key: 'duration',
    title: 'Length',
    role: 'seconds',
    kind: 'choice',
    options: [5, 10],
  } as const;
  expect([5, '10', 'auto'].map((value) => valueLabel({ ...seconds, options: [5] }, value))).toEqual([
    '5 s',
    '10 s',
    'Auto',
  ]);
  expect(valueLabel({ key: 'steps', title: 'Steps', kind: 'number' }, 28)).toBe('28');
});
