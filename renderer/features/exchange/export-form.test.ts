import { expect, test } from 'vitest';
import type { ExportOptions } from '../../../shared/domain/exchange.ts';
import { hasQuality, insertToken, recipeNote, standardOptions } from './export-form.ts';

const both = { images: true, videos: true };
const withOptions = (patch: Partial<ExportOptions>): ExportOptions => ({ ...standardOptions, ...patch });

test('only lossy formats have a quality', () => {
  const formats = ['original', 'png', 'jpeg', 'webp', 'avif'] as const;
  expect(formats.filter((images) => hasQuality(withOptions({ images })))).toEqual(['jpeg', 'webp', 'avif']);
});

test('the recipe can be chosen only for what is converted', () => {
  expect(recipeNote(standardOptions, both)).toBe('original');
  expect(recipeNote(withOptions({ images: 'png' }), both)).toBe('mixed');
  expect(recipeNote(withOptions({ images: 'png', recipe: 'strip' }), { images: true, videos: false })).toBe(
    'strip',
  );
  expect(recipeNote(withOptions({ images: 'png', videos: 'mp4' }), both)).toBe('embed');
  expect(recipeNote(withOptions({ images: 'png' }), { images: false, videos: true })).toBe('original');
});

test('a word goes where the caret is and does not stick to what is before it', () => {
  const at = (place: number) => ({ start: place, end: place });
  expect(insertToken('', 'date', at(0))).toEqual({ template: '{date}', caret: 6 });
  expect(insertToken('{date}', 'seed', at(6))).toEqual({ template: '{date} {seed}', caret: 13 });
  expect(insertToken('{date}/', 'seed', at(7)).template).toBe('{date}/{seed}');
  expect(insertToken('a b', 'n', { start: 2, end: 3 })).toEqual({ template: 'a {n}', caret: 5 });
});
