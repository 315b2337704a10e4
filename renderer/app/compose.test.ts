import { expect, test, vi } from 'vitest';
import { openInCreate, takePendingRecipe } from './compose.ts';

test('a recipe is handed over once, and Create is opened', () => {
  const location = { hash: '#/library/7', pathname: '/', search: '' };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    state: null,
    pushState: (_: unknown, __: string, url: string) => (location.hash = url),
  });
  vi.stubGlobal('dispatchEvent', () => true);
  vi.stubGlobal('HashChangeEvent', Event);
  openInCreate({ prompt: 'a lighthouse' }, 'prompt');
  expect(location.hash).toContain('/create');
  expect(takePendingRecipe()).toEqual({ recipe: { prompt: 'a lighthouse' }, mode: 'prompt' });
  expect(takePendingRecipe()).toBeNull();
});
