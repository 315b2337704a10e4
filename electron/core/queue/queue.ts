import { fail, type Failure } from '../../../shared/domain/failure.ts';
import type { JobHistoryEntry, JobId, JobTab, JobView, QueueStatus } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { GenerationRequest } from '../../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ParentLink } from '../../../shared/domain/lineage.ts';
import type { LineageLinks } from '../library/lineage.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { type EnqueueDeps, planJobs } from './enqueue.ts';
import type { Job, NewJob } from './job-row.ts';
import { callOff } from './run-job.ts';
import { createScheduler, type SchedulerDeps } from './scheduler.ts';
import { inSlices } from './slices.ts';

export type QueueDeps = SchedulerDeps &
  Pick<EnqueueDeps, 'keyOf' | 'newId' | 'randomSeed' | 'appVersion'> & { readonly lineage: LineageLinks };

type Changed = { readonly job: Job; readonly follow: () => void };

/** Rows written, and jobs changed, in one go: about 3 ms. */
const rowsAtOnce = 50;
const changesAtOnce = 20;
/** New jobs the window is told of one by one; it asks for the rest as it shows them. */
const toldOnEnqueue = 30;

/** What the person can do with jobs. What runs, and when, is the scheduler's. */
export function createQueue(deps: QueueDeps) {
  const { jobs, clock, settings } = deps;
  const scheduler = createScheduler(deps);
  const { changed, statusChanged, status, tick } = scheduler;
  let lastEnqueue: Promise<unknown> = Promise.resolve();

  async function enqueueNow(
    requests: readonly GenerationRequest[],
  ): Promise<Result<readonly JobId[], Failure>> {
    const planned = await planJobs(requests, { ...deps, now: clock.now });
    if (!planned.ok) return planned;
    const inserted = await insert(planned.value);
    if (!inserted.ok) return inserted;
    for (const id of new Set(planned.value.map((job) => job.provider))) scheduler.reconsider(id);
    for (const { id } of planned.value.slice(0, toldOnEnqueue)) tell(id);
    statusChanged();
    tick();
    return ok(planned.value.map((job) => job.id));
  }

  async function insert(planned: readonly NewJob[]): Promise<Result<void, Failure>> {
    try {
      await inSlices(jobs.insertInSlices(planned, rowsAtOnce), 1, ([write]) => write?.());
      return ok(undefined);
    } catch (error) {
      jobs.dropUnfinished();
      if (isDiskError(error)) return err(fail('disk', 'no', { detail: messageOf(error) }));
      throw error;
    }
  }

  function tell(id: JobId): void {
    const job = jobs.get(id);
    if (job) changed(job);
  }

  function cancelOne(id: JobId): Changed | null {
    const job = jobs.get(id);
    if (!job) return null;
    const change = { dueAt: null, failure: cancelFailure(job) };
    const cancelled = jobs.apply(id, { kind: 'cancel' }, change);
    return cancelled && { job: cancelled, follow: () => stopRun(job) };
  }

  /** @param job as it was before it was cancelled */
  function stopRun(job: Job): void {
    const provider = deps.providers.get(job.provider);
    // A submission on its way is let arrive where it can be called off then: breaking it off would leave a job
    // that nobody knows of and somebody pays for.
    if (job.state !== 'submitting' || !provider?.find) scheduler.abort(job.id);
    if (job.state !== 'queued') callOff(job, job.remoteId, { ...deps, providerOf: scheduler.providerOf });
  }

  function retryOne(id: JobId): Changed | null {
    const job = jobs.get(id);
    if (!job) return null;
    const fresh = { dueAt: null, failure: null, attempt: 0 };
    const change = isPaidFor(job, deps) ? fresh : { ...fresh, remoteId: null, note: null, costMicros: null };
    const moved = jobs.apply(id, { kind: 'retry' }, change);
    if (!moved) return null;
    jobs.move(id, null);
    return { job: jobs.get(id) ?? moved, follow: () => scheduler.reconsider(job.provider) };
  }

  /** One after the other and a slice at a time; what follows from it is done when it is on disk. */
  async function forEach(ids: readonly JobId[], change: (id: JobId) => Changed | null): Promise<void> {
    await inSlices(ids, changesAtOnce, (some) => {
      for (const { job, follow } of jobs.together(() => some.flatMap((id) => change(id) ?? []))) {
        changed(job);
        follow();
      }
    });
    tick();
  }

  return {
    /**
     * Takes up what the last run left, then runs what waits.
     * @param oldest leave jobs older than this alone: the command line runs only its own
     */
    start(oldest: JobId = 0): void {
      scheduler.start(oldest);
    },

    /** Stops without losing anything: what providers have is taken up at the next start. */
    async stop(): Promise<void> {
      await lastEnqueue.catch(() => undefined);
      await scheduler.stop();
    },

    /** All requests or none become jobs; when this settles they are on disk. */
    enqueue(requests: readonly GenerationRequest[]): Promise<Result<readonly JobId[], Failure>> {
      const mine = lastEnqueue.then(
        () => enqueueNow(requests),
        () => enqueueNow(requests),
      );
      lastEnqueue = mine;
      return mine;
    },

    cancel(ids: readonly JobId[]): Promise<void> {
      return forEach(ids, cancelOne);
    },

    /** Again from the start, at the end of the queue; what is paid for already is only fetched again. */
    retry(ids: readonly JobId[]): Promise<void> {
      return forEach(ids, retryOne);
    },

    move(id: JobId, before: JobId | null): void {
      jobs.move(id, before);
      tell(id);
      tick();
    },

    runNext(id: JobId): void {
      jobs.moveFirst(id);
      tell(id);
      tick();
    },

    pause(provider: ProviderId | null, paused: boolean): QueueStatus {
      if (provider === null) {
        settings.set({ queuePaused: paused });
      } else {
        const others = settings.get().pausedProviders.filter((id) => id !== provider);
        settings.set({ pausedProviders: paused ? [...others, provider] : others });
        if (!paused) scheduler.reconsider(provider);
      }
      statusChanged();
      tick();
      return status();
    },

    clear(ids: readonly JobId[] | null): void {
      const removed = jobs.clear(ids);
      if (removed.length > 0) deps.emit('jobs.removed', { ids: removed });
      statusChanged();
    },

    /** The person changed what a provider needs (a key, an address) or what may be spent. */
    reconsider(provider: ProviderId | null): void {
      if (provider !== null) scheduler.reconsider(provider);
      statusChanged();
      tick();
    },

    /** Jobs that would be paid for and lost if the studio quit now: nobody could find them again. */
    lostByQuitting(): number {
      return jobs.active().filter((job) => isBeyondRecall(job, deps)).length;
    },

    wake: scheduler.wake,
    status,
    whenIdle: scheduler.whenIdle,

    list(tab: JobTab, limit: number, after: JobId | null): readonly JobView[] {
      return jobs.list(tab, limit, after);
    },

    get(id: JobId): JobView | null {
      const job = jobs.get(id);
      return job ? jobs.view(job) : null;
    },

    /** What a job is made from. */
    parentsOf: (id: JobId): readonly ParentLink[] => deps.lineage.parentsOf(id),

    /** What happened to a job, oldest first. */
    history(id: JobId): readonly JobHistoryEntry[] {
      return jobs.get(id) ? jobs.history(id) : [];
    },
  };
}

/** The provider made and billed it; only bringing the file home went wrong. */
function isPaidFor(job: Job, { providers }: Pick<QueueDeps, 'providers'>): boolean {
  const { code, charged } = job.failure ?? {};
  const homeward = code === 'disk' || code === 'network';
  return (
    homeward &&
    charged === 'yes' &&
    job.remoteId !== null &&
    providers.get(job.provider)?.follow !== undefined
  );
}

function isBeyondRecall(job: Job, { providers }: Pick<QueueDeps, 'providers'>): boolean {
  const provider = providers.get(job.provider);
  return job.remoteId === null && job.estimate.kind !== 'free' && !provider?.repeatable && !provider?.find;
}

/** What calling a job off means for the bill depends on how far it was. */
function cancelFailure(job: Job): Failure {
  const cheap = job.state === 'queued' || job.estimate.kind === 'free';
  return { code: 'cancelled', charged: cheap ? 'no' : 'unknown' };
}
