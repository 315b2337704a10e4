import { expect, test } from 'vitest';
import { findTags } from './find-tags.ts';

const tags = ['alps', 'client', 'Clips', 'old client', 'sea'].map((name) => ({ name, count: 1 }));
const names = (typed: string, most = 10) => findTags(tags, typed, most).found.map(({ name }) => name);

test('what begins with the letters comes before what has them further on', () => {
  expect(names('cli')).toEqual(['client', 'Clips', 'old client']);
  expect(names(' CLIENT ')).toEqual(['client', 'old client']);
  expect(names('zebra')).toEqual([]);
});

test('with nothing typed all are found, in their order, and what is left out is counted', () => {
  expect(names('')).toEqual(tags.map(({ name }) => name));
  expect(findTags(tags, '', 2)).toEqual({ found: tags.slice(0, 2), more: 3 });
});
