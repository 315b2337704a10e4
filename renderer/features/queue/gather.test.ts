import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gather } from './gather.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what arrives together is taken together, in order', () => {
  const taken: (readonly number[])[] = [];
  const gatherer = gather<number>((items) => taken.push(items));
  gatherer.add(1);
  gatherer.add(2);
  expect(taken).toEqual([]);
  vi.runAllTimers();
  gatherer.add(3);
  vi.runAllTimers();
  expect(taken).toEqual([[1, 2], [3]]);
});

test('flushing takes at once; after stopping nothing is taken', () => {
  const taken: (readonly number[])[] = [];
  const gatherer = gather<number>((items) => taken.push(items));
  gatherer.add(1);
  gatherer.flush();
  gatherer.flush();
  expect(taken).toEqual([[1]]);
  gatherer.add(2);
  gatherer.stop();
  vi.runAllTimers();
  expect(taken).toEqual([[1]]);
});
