import type { Failure } from '../../../shared/domain/failure.ts';
import type { JobId, JobTab, JobView, QueueStatus } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { GenerationRequest } from '../../../shared/domain/recipe.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Clock, SettingsStore } from '../ports.ts';
import type { Provider } from '../providers/provider.ts';
import { type EnqueueDeps, planJobs } from './enqueue.ts';
import type { Job } from './job-repository.ts';
import { recoverJob } from './recover.ts';
import { type RunDeps, runJob, RunStopped, toRequest } from './run-job.ts';

export type QueueDeps = Omit<RunDeps, 'changed' | 'providerOf' | 'now' | 'sleep'> &
  Pick<EnqueueDeps, 'keyOf' | 'newId' | 'randomSeed' | 'appVersion'> & {
    readonly clock: Clock;
    readonly sleep: RunDeps['sleep'];
    readonly settings: SettingsStore;
    readonly providers: ReadonlyMap<ProviderId, Provider>;
  };

/**
 * Runs jobs from the database, which alone says what there is to do. In memory are only the runs under way and
 * one timer, for the next job that waits for a time.
 */
export function createQueue(deps: QueueDeps) {
  const { jobs, clock, settings } = deps;
  const running = new Map<
    JobId,
    { readonly provider: ProviderId; readonly controller: AbortController; readonly ended: Promise<void> }
  >();
  const idleWaiters = new Set<() => void>();
  let started = false;
  let from: JobId = 0;
  let callOffTimer: (() => void) | null = null;
  let callOffStatus: (() => void) | null = null;

  const runDeps: RunDeps = {
    ...deps,
    now: clock.now,
    changed,
    providerOf(job) {
      const provider = deps.providers.get(job.provider);
      if (!provider) throw new Error(`No provider ${job.provider}`);
      return provider;
    },
  };

  function changed(job: Job): void {
    deps.emit('job.changed', { job: jobs.view(job) });
    statusChanged();
  }

  /** Counts are told at most every 50 ms, however many jobs change. */
  function statusChanged(): void {
    callOffStatus ??= clock.after(50, () => {
      callOffStatus = null;
      deps.emit('queue.changed', status());
    });
  }

  function status(): QueueStatus {
    const counts = jobs.counts();
    const sum = (...states: Parameters<typeof counts.get>[0][]) =>
      states.reduce((total, state) => total + (counts.get(state) ?? 0), 0);
    const { queuePaused, pausedProviders } = settings.get();
    return {
      paused: queuePaused,
      pausedProviders,
      queued: sum('queued'),
      active: sum('submitting', 'running', 'fetching'),
      done: sum('done'),
      failed: sum('failed', 'interrupted'),
      pendingMicros: jobs.pendingMicros(),
    };
  }

  function runningOf(provider: ProviderId): number {
    return [...running.values()].filter((entry) => entry.provider === provider).length;
  }

  function begin(job: Job, work: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    const ended = work(controller.signal).finally(() => {
      running.delete(job.id);
      tick();
    });
    running.set(job.id, { provider: job.provider, controller, ended });
  }

  /** Starts whatever may start now, and sets the timer for what may start later. */
  function tick(): void {
    if (!started) return;
    const now = clock.now();
    resumeActive(now);
    const { queuePaused, pausedProviders } = settings.get();
    if (!queuePaused) {
      for (const id of jobs.waitingProviders()) {
        if (!pausedProviders.includes(id)) claimFor(id, now);
      }
    }
    setTimer(now);
    if (running.size === 0 && idleWaiters.size > 0) settleIdle();
  }

  function claimFor(id: ProviderId, now: number): void {
    const provider = deps.providers.get(id);
    if (!provider) return;
    while (runningOf(id) < provider.concurrency) {
      const next = jobs.nextWaiting(id, now, from);
      const waiting = next === null ? null : jobs.get(next);
      // A job retried at once waits until its last run has wound up; that run's end calls `tick` again.
      if (!waiting || running.has(waiting.id)) return;
      const attempt = waiting.attempt + 1;
      const claimed = jobs.apply(
        waiting.id,
        { kind: 'claim' },
        {
          attempt,
          submitKey: `vp-${waiting.id}-${attempt}`,
          startedAt: now,
          dueAt: null,
          failure: null,
        },
      );
      if (!claimed) return;
      changed(claimed);
      begin(claimed, (signal) => runJob(claimed, runDeps, signal));
    }
  }

  /** Jobs a provider has, or may have, that nobody here is working on: after a start, or a broken connection. */
  function resumeActive(now: number): void {
    for (const job of jobs.active()) {
      if (job.id < from || running.has(job.id) || (job.dueAt ?? 0) > now || !deps.providers.has(job.provider))
        continue;
      begin(job, async (signal) => {
        if (!(await recoverJob(job, runDeps, signal))) return;
        const current = jobs.get(job.id);
        if (current) await runJob(current, runDeps, signal);
      });
    }
  }

  function setTimer(now: number): void {
    callOffTimer?.();
    const due = jobs.nextDue(now);
    callOffTimer = due === null ? null : clock.after(Math.max(0, due - now), tick);
  }

  function settleIdle(): void {
    const { queued, active } = status();
    const held = settings.get().queuePaused;
    if (active > 0 || (queued > 0 && !held)) return;
    for (const settle of idleWaiters) settle();
    idleWaiters.clear();
  }

  function cancelOne(id: JobId): void {
    const entry = running.get(id);
    const job = jobs.get(id);
    if (!job) return;
    const cancelled = jobs.apply(
      id,
      { kind: 'cancel' },
      { finishedAt: clock.now(), dueAt: null, failure: cancelFailure(job) },
    );
    if (!cancelled) return;
    changed(cancelled);
    entry?.controller.abort(new RunStopped('cancelled'));
    const model = deps.findModel(job.modelId);
    const provider = deps.providers.get(job.provider);
    if (job.remoteId !== null && model && provider?.cancel) {
      const request = toRequest(job, model, deps.inputs);
      void provider.cancel(job.remoteId, request, AbortSignal.timeout(15_000));
    }
  }

  return {
    /**
     * Takes up what the last run left, then runs what waits.
     * @param oldest leave jobs older than this alone: the command line runs only its own
     */
    start(oldest: JobId = 0): void {
      started = true;
      from = oldest;
      tick();
    },

    /** Stops without losing anything: what providers have is taken up at the next start. */
    async stop(): Promise<void> {
      started = false;
      callOffTimer?.();
      for (const { controller } of running.values()) controller.abort(new RunStopped('shutdown'));
      await Promise.allSettled([...running.values()].map((entry) => entry.ended));
      callOffStatus?.();
    },

    /** All requests or none become jobs. */
    enqueue(requests: readonly GenerationRequest[]): Result<readonly JobId[], Failure> {
      const planned = planJobs(requests, { ...deps, now: clock.now });
      if (!planned.ok) return planned;
      jobs.insertAll(planned.value);
      for (const { id } of planned.value.slice(0, 200)) {
        const job = jobs.get(id);
        if (job) changed(job);
      }
      statusChanged();
      tick();
      return ok(planned.value.map((job) => job.id));
    },

    cancel(ids: readonly JobId[]): void {
      for (const id of ids) cancelOne(id);
      tick();
    },

    /** Again from the start, at the end of the queue. */
    retry(ids: readonly JobId[]): void {
      for (const id of ids) {
        const fresh = { remoteId: null, dueAt: null, failure: null, note: null, costMicros: null };
        const moved = jobs.apply(
          id,
          { kind: 'retry' },
          { ...fresh, startedAt: null, finishedAt: null, attempt: 0 },
        );
        if (!moved) continue;
        jobs.move(id, null);
        const queued = jobs.get(id);
        if (queued) changed(queued);
      }
      tick();
    },

    move(id: JobId, before: JobId | null): void {
      jobs.move(id, before);
      reordered(id);
    },

    runNext(id: JobId): void {
      jobs.moveFirst(id);
      reordered(id);
    },

    pause(provider: ProviderId | null, paused: boolean): QueueStatus {
      if (provider === null) {
        settings.set({ queuePaused: paused });
      } else {
        const others = settings.get().pausedProviders.filter((id) => id !== provider);
        settings.set({ pausedProviders: paused ? [...others, provider] : others });
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

    status,

    list(tab: JobTab, limit: number, after: JobId | null): readonly JobView[] {
      return jobs.list(tab, limit, after);
    },

    get(id: JobId): JobView | null {
      const job = jobs.get(id);
      return job ? jobs.view(job) : null;
    },

    /** Settles when nothing runs and nothing waits that could run. */
    whenIdle(): Promise<void> {
      return new Promise((settle) => {
        idleWaiters.add(settle);
        tick();
      });
    },
  };

  function reordered(id: JobId): void {
    const job = jobs.get(id);
    if (job) changed(job);
    tick();
  }
}
export type Queue = ReturnType<typeof createQueue>;

/** What calling a job off means for the bill depends on how far it was. */
function cancelFailure(job: Job): Failure {
  if (job.state === 'queued' || job.estimate.kind === 'free') return { code: 'cancelled', charged: 'no' };
  return { code: 'cancelled', charged: 'unknown' };
}
