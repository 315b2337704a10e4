import { expect, test } from 'vitest';
import { searchChips, withoutRange, withTerm } from './search-chips.ts';

test('operators and what is left out are chips, plain words are not', () => {
  const { chips, problems } = searchChips('fox rating:>=4 -snow "red door" is:video');
  expect(chips.map(({ label }) => label)).toEqual(['rating:>=4', '-snow', 'is:video']);
  expect(problems).toEqual([]);
});

test('taking a chip away leaves the rest as it was written', () => {
  const text = 'fox rating:>=4 is:video';
  const [rating, video] = searchChips(text).chips;
  expect(withoutRange(text, rating?.start ?? 0, rating?.end ?? 0)).toBe('fox is:video');
  expect(withoutRange(text, video?.start ?? 0, video?.end ?? 0)).toBe('fox rating:>=4');
  expect(withoutRange('is:video', 0, 8)).toBe('');
});

test('an operator with a value it cannot take is told about', () => {
  expect(searchChips('rating:many fox').problems).toHaveLength(1);
});

test('a term is added once', () => {
  expect(withTerm('', 'is:video')).toBe('is:video');
  expect(withTerm('fox ', 'is:video')).toBe('fox is:video');
  expect(withTerm('is:video fox', 'is:video')).toBe('is:video fox');
});
