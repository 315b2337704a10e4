import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { preload } from './preload.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function loader() {
  const held = new Set<string>();
  const load = (address: string) => {
    held.add(address);
    return () => void held.delete(address);
  };
  return { held, load };
}

test('neighbours are fetched once the person rests, and let go of when they move on', () => {
  const { held, load } = loader();
  const drop = preload(['/next', '/previous'], load);
  expect(held.size).toBe(0);
  vi.runAllTimers();
  expect([...held]).toEqual(['/next', '/previous']);
  drop();
  expect(held.size).toBe(0);
});

test('nothing is fetched for pages that are only passed', () => {
  const { held, load } = loader();
  for (let page = 0; page < 50; page += 1) {
    const drop = preload([`/${page}`], load);
    vi.advanceTimersByTime(30);
    drop();
  }
  vi.runAllTimers();
  expect(held.size).toBe(0);
});
