import { useEffect } from 'react';
import { create } from 'zustand';
import type { JobTab, JobView, QueueStatus } from '../../../shared/domain/job.ts';
import { request, subscribe } from '../../bridge/client.ts';
import { gather } from './gather.ts';
import { isUnfinished, type JobMap, positionBefore, waitingJobs, wantsLook } from './job-lists.ts';
import { forgetPreviews, takePreview } from './previews.ts';

/**
 * The queue as Create, Activity and the drawer see it: answers of `jobs.list`, kept current by events. It is a view;
 * the core has the truth. It listens while anything on the page uses it.
 */

/** How far a tab has been read: down to `oldest`, or to its end. */
type Reach = { readonly oldest: number | null; readonly complete: boolean };

type QueueState = {
  readonly jobs: JobMap;
  /** Fractions 0–1 by job; null where the provider gives none. */
  readonly progress: ReadonlyMap<number, number | null>;
  readonly status: QueueStatus | null;
  readonly reach: Readonly<Record<JobTab, Reach>>;
  readonly loadState: 'loading' | 'ready' | 'failed';
};

const unread: Reach = { oldest: null, complete: false };
const nothing: QueueState = {
  jobs: new Map(),
  progress: new Map(),
  status: null,
  reach: { all: unread, active: unread, done: unread, failed: unread },
  loadState: 'loading',
};

export const useQueue = create<QueueState>(() => nothing);
const { getState, setState } = useQueue;

const pageSize = 200;
const loadingTabs = new Set<JobTab>();
let users = 0;
let disconnect: (() => void) | undefined;

/** Keeps the store current while the component is on the page. */
export function useQueueFeed(): void {
  useEffect(() => {
    users += 1;
    disconnect ??= connect();
    return () => {
      users -= 1;
      if (users > 0) return;
      disconnect?.();
      disconnect = undefined;
    };
  }, []);
}

/** Reads the next page of a tab; nothing when it is read to its end or being read. */
export async function readMore(tab: JobTab): Promise<void> {
  const { oldest, complete } = getState().reach[tab];
  if (complete || loadingTabs.has(tab)) return;
  loadingTabs.add(tab);
  try {
    const page = await request('jobs.list', { tab, limit: pageSize, after: oldest });
    setState(({ jobs, reach }) => ({
      jobs: merged(jobs, page),
      reach: {
        ...reach,
        [tab]: { oldest: page.at(-1)?.id ?? oldest, complete: page.length < pageSize },
      },
    }));
  } finally {
    loadingTabs.delete(tab);
  }
}

/** Shows a waiting job at its new place at once; the core's event brings the exact position. */
export function showMoved(id: number, before: number | null): void {
  setState(({ jobs }) => {
    const job = jobs.get(id);
    if (!job) return {};
    return { jobs: merged(jobs, [{ ...job, position: positionBefore(waitingJobs(jobs), id, before) }]) };
  });
}

/** Asks for everything anew. */
export async function reload(): Promise<void> {
  try {
    const [status, newest] = await Promise.all([
      request('jobs.status', {}),
      request('jobs.list', { tab: 'all', limit: pageSize }),
    ]);
    setState({
      ...nothing,
      jobs: merged(new Map(), newest),
      status,
      reach: {
        ...nothing.reach,
        all: { oldest: newest.at(-1)?.id ?? null, complete: newest.length < pageSize },
      },
      loadState: 'ready',
    });
    await readActive();
  } catch {
    setState({ loadState: 'failed' });
  }
}

/** Everything that runs or waits is needed at once: it is shown in running order, not by age. */
async function readActive(): Promise<void> {
  while (!getState().reach.active.complete) {
    const before = getState().reach.active.oldest;
    await readMore('active');
    if (getState().reach.active.oldest === before) return;
  }
}

function connect(): () => void {
  const jobs = gather<JobView>((changed) => {
    setState((state) => ({
      jobs: merged(state.jobs, changed),
      progress: without(
        state.progress,
        changed.filter((job) => !isUnfinished(job.state)).map((job) => job.id),
      ),
    }));
    forgetPreviews(
      changed.filter((job) => wantsLook(job.state) || job.state === 'cancelled').map((job) => job.id),
    );
  });
  const progress = gather<readonly [number, number | null]>((changed) => {
    setState((state) => ({ progress: new Map([...state.progress, ...changed]) }));
  });
  const stops = [
    subscribe('job.changed', ({ job }) => jobs.add(job)),
    subscribe('job.progress', ({ id, fraction }) => progress.add([id, fraction])),
    subscribe('job.preview', takePreview),
    subscribe('queue.changed', (status) => setState({ status })),
    subscribe('jobs.removed', ({ ids }) => {
      jobs.flush();
      setState((state) => ({ jobs: without(state.jobs, ids), progress: without(state.progress, ids) }));
      forgetPreviews(ids);
    }),
    jobs.stop,
    progress.stop,
  ];
  void reload();
  return () => {
    for (const stop of stops) stop();
  };
}

function merged(jobs: JobMap, changed: readonly JobView[]): JobMap {
  return new Map([...jobs, ...changed.map((job) => [job.id, job] as const)]);
}

function without<T>(map: ReadonlyMap<number, T>, ids: readonly number[]): ReadonlyMap<number, T> {
  if (!ids.some((id) => map.has(id))) return map;
  const rest = new Map(map);
  for (const id of ids) rest.delete(id);
  return rest;
}
