import { expect, test } from 'vitest';
import { isReserved } from './chords.ts';
import { pageActions } from './page-actions.ts';

const sources = import.meta.glob<string>('../features/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every `useAction({ id: '…', …, keys: '…' })` that is written out in the features. */
const offered = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/useAction\(\{\s*id: '([^']+)'([\s\S]*?)\brun\b/g)].map(([, id = '', rest = '']) => ({
    id,
    keys: /\bkeys: '([^']+)'/.exec(rest)?.[1] ?? '',
  })),
);

test('every action that a page offers is known beforehand, with the same keys', () => {
  const known = pageActions.map(({ id, keys }) => ({ id, keys }));
  expect(offered.length).toBeGreaterThan(20);
  expect(known).toEqual(expect.arrayContaining(offered));
});

test('no action is listed twice, and every one has a name', () => {
  const ids = pageActions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(pageActions.filter(({ label }) => label === '')).toEqual([]);
});

test('nothing takes the keys of text fields or of moving the focus', () => {
  const taken = pageActions.filter(({ keys }) => isReserved(keys) && !['Escape', 'Space'].includes(keys));
  expect(taken).toEqual([]);
});
