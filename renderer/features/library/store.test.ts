import { beforeEach, expect, test, vi } from 'vitest';
import type { EventName, RouteName, WireResult } from '../../../shared/contract.ts';
import { everything, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { emptyIndex } from './library-index.ts';
import { noSelection } from './selection.ts';
import { clearFilters, followLibrary, hasFilters, refresh, select, setQuery, useLibrary } from './store.ts';

/** The bridge's other end: keeps each question until the test answers it. */
function openBridge() {
  type Asked = {
    readonly route: RouteName;
    readonly input: unknown;
    readonly answer: (result: WireResult) => void;
  };
  const asked: Asked[] = [];
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  vi.stubGlobal('window', {
    studio: {
      request: (route: RouteName, _id: number, input: unknown) =>
        new Promise<WireResult>((answer) => asked.push({ route, input, answer })),
      subscribe: (listener: (name: EventName, payload: unknown) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  const answerAll = async (ids: readonly number[]): Promise<void> => {
    for (const { route, answer } of asked.splice(0)) {
      const index = { ...emptyIndex, ids: Float64Array.from(ids) };
      answer({ ok: true, value: route === 'library.index' ? index : {} });
    }
    await vi.advanceTimersByTimeAsync(0);
  };
  const tell = (name: EventName, payload: unknown) => {
    for (const listener of listeners) listener(name, payload);
  };
  return { asked, answerAll, tell };
}

const shownIds = (): readonly number[] => [...(useLibrary.getState().index?.ids ?? [])];

beforeEach(() => {
  vi.useFakeTimers();
  useLibrary.setState({ query: everything, index: null, answered: everything, selection: noSelection });
});

test('typing on replaces the question that has not been answered', async () => {
  const bridge = openBridge();
  setQuery({ text: 'fo' });
  const early = bridge.asked.splice(0);
  setQuery({ text: 'fox' });
  await bridge.answerAll([3]);
  for (const { answer } of early) answer({ ok: true, value: { ...emptyIndex, ids: Float64Array.of(1, 2) } });
  await vi.advanceTimersByTimeAsync(0);
  expect(shownIds()).toEqual([3]);
  expect(useLibrary.getState().answered.text).toBe('fox');
});

test('what was shown stays until the new answer is here, also when it fails', async () => {
  const bridge = openBridge();
  void refresh();
  await bridge.answerAll([9, 8]);
  setQuery({ favourite: true });
  expect(shownIds()).toEqual([9, 8]);
  for (const { answer } of bridge.asked.splice(0)) {
    answer({ ok: false, error: { code: 'INTERNAL', message: 'broken' } });
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(shownIds()).toEqual([9, 8]);
  expect(useLibrary.getState().failed).toBe(true);
});

test('several changes in a row are one refresh, and what is removed is no longer selected', async () => {
  const bridge = openBridge();
  const stop = followLibrary();
  await bridge.answerAll([9, 8, 7]);
  select.all();
  for (const id of [9, 8]) bridge.tell('library.changed', { added: [], changed: [], removed: [id] });
  expect([...useLibrary.getState().selection.ids]).toEqual([7]);
  await vi.advanceTimersByTimeAsync(500);
  expect(bridge.asked.map((entry) => entry.route)).toEqual(['library.index', 'library.facets']);
  stop();
});

test('going to the trash lets go of the selection; clearing filters stays where it is', async () => {
  const bridge = openBridge();
  void refresh();
  await bridge.answerAll([9]);
  select.toggle(9);
  setQuery({ trashed: true, text: 'fox' });
  expect(useLibrary.getState().selection.ids.size).toBe(0);
  clearFilters();
  expect(useLibrary.getState().query).toEqual({ ...everything, trashed: true });
});

test('which queries count as filtered', () => {
  const filters: readonly Partial<LibraryQuery>[] = [
    { text: 'a' },
    { media: 'video' },
    { modelId: 'sketch/sketch' },
    { provider: 'sketch' },
    { from: 0 },
    { to: 1 },
    { favourite: true },
    { minRating: 1 },
    { flag: 'picked' },
    { label: 'red' },
  ];
  for (const filter of filters) expect(hasFilters({ ...everything, ...filter })).toBe(true);
  expect(hasFilters({ ...everything, text: '  ', trashed: true })).toBe(false);
});
