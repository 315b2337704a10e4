import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RouteName, StudioBridge, WireResult } from '../../../shared/contract.ts';
import type { JobTab, JobView } from '../../../shared/domain/job.ts';
import { aJob } from '../../../tests/support/job-view.ts';
import { jobsOfTab } from './job-lists.ts';
import { readMore, reload, showMoved, useQueue } from './store.ts';

/** 450 jobs: the newest 250 wait, in the order of their age; the others are done. */
const all: readonly JobView[] = Array.from({ length: 450 }, (_, index) => {
  const id = 450 - index;
  return aJob({ id, state: id > 200 ? 'queued' : 'done' });
});
const asked: { route: RouteName; input: unknown }[] = [];

/** The core's side of the wire, as its contract describes it: active jobs by position, the others newest first. */
function list({
  tab,
  limit,
  after,
}: {
  tab: JobTab;
  limit: number;
  after?: number | null;
}): readonly JobView[] {
  const rows = jobsOfTab(new Map(all.map((entry) => [entry.id, entry])), tab, null);
  const from = after ? rows.findIndex((entry) => entry.id === after) + 1 : 0;
  return rows.slice(from, from + limit);
}

const bridge: StudioBridge = {
  request: async (route, _id, input): Promise<WireResult> => {
    asked.push({ route, input });
    const status = {
      paused: false,
      pausedProviders: [],
      queued: 250,
      active: 0,
      done: 200,
      failed: 0,
      pendingMicros: 0,
    };
    return { ok: true, value: route === 'jobs.list' ? list(input as Parameters<typeof list>[0]) : status };
  },
  subscribe: () => () => {},
  pathOf: () => '',
};

beforeEach(async () => {
  vi.stubGlobal('window', { studio: bridge });
  await reload();
  asked.length = 0;
});
afterEach(() => vi.unstubAllGlobals());

test('everything that waits is known at once, finished jobs page by page', async () => {
  const { jobs, reach, status } = useQueue.getState();
  expect(status?.queued).toBe(250);
  expect(jobsOfTab(jobs, 'active', null)).toHaveLength(250);
  expect(reach.active.complete).toBe(true);
  expect(reach.all).toEqual({ oldest: 251, complete: false });

  await readMore('all');
  await readMore('all');
  expect(useQueue.getState().reach.all.complete).toBe(true);
  expect(jobsOfTab(useQueue.getState().jobs, 'all', null)).toHaveLength(450);
});

test('a tab is read once at a time, and not beyond its end', async () => {
  await Promise.all([readMore('all'), readMore('all')]);
  expect(asked).toHaveLength(1);
  await readMore('all');
  await readMore('all');
  expect(asked).toHaveLength(2);
});

test('a moved job stands at its new place before the core has answered', () => {
  showMoved(450, 201);
  expect(jobsOfTab(useQueue.getState().jobs, 'active', null)[0]?.id).toBe(450);
  expect(asked).toHaveLength(0);
});

test('a queue that cannot be read is told apart from an empty one', async () => {
  vi.stubGlobal('window', {
    studio: { ...bridge, request: async () => ({ ok: false, error: { code: 'INTERNAL', message: 'gone' } }) },
  });
  await reload();
  expect(useQueue.getState().loadState).toBe('failed');
});
