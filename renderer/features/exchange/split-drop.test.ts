import { expect, test } from 'vitest';
import { splitDrop } from './split-drop.ts';

test('things with a path go by path, each once; the rest by their bytes', () => {
  const { paths, loose } = splitDrop(['/a', '', '/b', '/a'], (item) => item);
  expect(paths).toEqual(['/a', '/b']);
  expect(loose).toEqual(['']);
});
