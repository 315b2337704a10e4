import { expect, test } from 'vitest';
import { readDollars } from './read-dollars.ts';

test.each([
  ['20', 20],
  [' $20 ', 20],
  ['19.90', 19.9],
  ['19,9', 19.9],
  ['0', 0],
])('%j is %d dollars', (typed, dollars) => {
  expect(readDollars(typed)).toBe(dollars);
});

test.each(['', 'twenty', '-5', '1.999', '1e9', '12345678'])('%j is no amount', (typed) => {
  expect(readDollars(typed)).toBeNull();
});
