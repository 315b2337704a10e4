import { randomBytes } from 'node:crypto';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { CapHold, JobId, QueueStatus } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { Ledger } from '../billing/ledger.ts';
import { spentThisMonth } from '../billing/spend.ts';
import type { Clock, SettingsStore } from '../ports.ts';
import type { Provider } from '../providers/provider.ts';
import { createGates } from './gates.ts';
import { longestWaitMs } from './job-repository.ts';
import { microsOf, type Job } from './job-row.ts';
import { recoverJob } from './recover.ts';
import { end, guarded, overdue, type RunDeps, runJob, RunStopped } from './run-job.ts';

export type SchedulerDeps = Omit<RunDeps, 'changed' | 'providerOf' | 'now' | 'heard' | 'maxAttempts'> & {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  readonly ledger: Ledger;
  readonly impatient: boolean;
};

/** The timer never sleeps longer, so that a clock that jumps, or a computer that slept, is noticed. */
const longestSleepMs = 60_000;
/** A job that has been watched for this long without an end is given up. Time asleep does not count. */
const maxWatchedMs = 24 * 3_600_000;
const probeTimeoutMs = 20_000;

/**
 * Decides what runs. The database alone says what there is to do; in memory are the runs under way, how each
 * provider does, and one timer.
 */
export function createScheduler(deps: SchedulerDeps) {
  const { jobs, clock, settings, ledger } = deps;
  const gates = createGates({ trips: !deps.impatient });
  const running = new Map<
    JobId,
    { readonly provider: ProviderId; readonly controller: AbortController; readonly ended: Promise<void> }
  >();
  const probing = new Map<ProviderId, { readonly answered: Promise<void> }>();
  const watchedMs = new Map<JobId, number>();
  const idleWaiters = new Set<() => void>();
  let stopping = new AbortController();
  let started = false;
  let from: JobId = 0;
  let lastTickAt = clock.now();
  let callOffTimer: (() => void) | null = null;
  let callOffStatus: (() => void) | null = null;

  const runDeps: RunDeps = {
    ...deps,
    now: clock.now,
    maxAttempts: deps.impatient ? 5 : 50,
    changed,
    heard,
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

  function heard(job: Job, news: Failure | 'accepted' | 'finished'): void {
    if (news === 'accepted' || news === 'finished') gates[news](job.provider, clock.now());
    else gates.failed(job.provider, news, clock.now());
    statusChanged();
  }

  function status(): QueueStatus {
    const counts = jobs.counts();
    const sum = (...states: Parameters<typeof counts.get>[0][]) =>
      states.reduce((total, state) => total + (counts.get(state) ?? 0), 0);
    const { queuePaused, pausedProviders } = settings.get();
    const now = clock.now();
    return {
      paused: queuePaused,
      pausedProviders,
      queued: sum('queued'),
      active: sum('submitting', 'running', 'fetching'),
      done: sum('done'),
      failed: sum('failed', 'interrupted'),
      pendingMicros: jobs.pendingMicros(),
      providers: [...deps.providers.keys()].map((id) =>
        gates.standing(id, now, pausedProviders.includes(id)),
      ),
      heldByCap: heldByCap(now),
    };
  }

  /** Why a job may not start, when the month's cap is why. Free jobs are never held. */
  function capHolds(job: Job, now: number): CapHold | null {
    const capMicros = settings.get().monthlyCapMicros;
    if (capMicros === null || job.estimate.kind === 'free') return null;
    const spent = spentThisMonth(ledger, now);
    const nextMicros = microsOf(job.estimate) ?? 0;
    // A job of unknown price runs until the cap is reached.
    const fits =
      nextMicros === 0 ? spent.spentMicros < capMicros : spent.spentMicros + nextMicros <= capMicros;
    return fits ? null : { capMicros, ...spent, nextMicros, jobs: jobs.waitingOf(job.provider) };
  }

  function heldByCap(now: number): CapHold | null {
    if (settings.get().monthlyCapMicros === null) return null;
    const holds = [...deps.providers.keys()].flatMap((id) => {
      const next = jobs.nextWaiting(id, now, { from, freeOnly: false });
      const job = next === null ? null : jobs.get(next);
      return (job && capHolds(job, now)) ?? [];
    });
    const [first] = holds;
    return first ? { ...first, jobs: holds.reduce((sum, hold) => sum + hold.jobs, 0) } : null;
  }

  function runningOf(provider: ProviderId): number {
    return [...running.values()].filter((entry) => entry.provider === provider).length;
  }

  function begin(job: Job, work: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    const ended = guarded(job, runDeps, controller.signal, () => work(controller.signal)).finally(() => {
      running.delete(job.id);
      tick();
    });
    running.set(job.id, { provider: job.provider, controller, ended });
  }

  /** Starts whatever may start now, and sets the timer for what may start later. */
  function tick(): void {
    if (!started) return;
    const now = clock.now();
    const active = jobs.active();
    watch(active, now);
    resume(active, now);
    if (!settings.get().queuePaused) {
      for (const id of gates.toProbe(now)) probe(id);
      claimAll(now);
    }
    setTimer(now);
    if (running.size === 0 && idleWaiters.size > 0) settleIdle();
  }

  /** Claims all that may run in one transaction: a queue that starts waits for the disk once, not for every job. */
  function claimAll(now: number): void {
    const claimed = jobs.together(() =>
      [...deps.providers.values()].flatMap((provider) => claimFor(provider, now)),
    );
    for (const job of claimed) {
      changed(job);
      begin(job, (signal) => runJob(job, runDeps, signal));
    }
  }

  function claimFor(provider: Provider, now: number): readonly Job[] {
    const claimed: Job[] = [];
    if (settings.get().pausedProviders.includes(provider.id)) return claimed;
    const under = runningOf(provider.id);
    while (
      under + claimed.length < provider.concurrency &&
      gates.admits(provider.id, now, under + claimed.length)
    ) {
      const waiting = nextFor(provider.id, now);
      // A job retried at once waits until its last run has wound up; that run's end calls `tick` again.
      if (!waiting || running.has(waiting.id)) break;
      const attempt = waiting.attempt + 1;
      const job = jobs.apply(
        waiting.id,
        { kind: 'claim' },
        {
          attempt,
          dueAt: null,
          failure: null,
          // What was paid for and is only fetched again keeps the name it was paid under.
          submitKey: waiting.remoteId === null ? submitKeyOf(waiting, attempt) : waiting.submitKey,
        },
      );
      if (!job) break;
      gates.spend(provider.id, now);
      claimed.push(job);
    }
    return claimed;
  }

  function nextFor(provider: ProviderId, now: number): Job | null {
    const first = jobs.nextWaiting(provider, now, { from, freeOnly: false });
    const job = first === null ? null : jobs.get(first);
    if (!job || !capHolds(job, now)) return job;
    const free = jobs.nextWaiting(provider, now, { from, freeOnly: true });
    return free === null ? null : jobs.get(free);
  }

  /** Jobs a provider has, or may have, that nobody here is working on: after a start, or a broken connection. */
  function resume(active: readonly Job[], now: number): void {
    for (const job of active) {
      const due = job.dueAt === null || job.dueAt <= now || job.dueAt > now + longestWaitMs;
      if (job.id < from || running.has(job.id) || !due || !deps.providers.has(job.provider)) continue;
      begin(job, async (signal) => {
        if (!(await recoverJob(job, runDeps, signal))) return;
        const current = jobs.get(job.id);
        if (current) await runJob(current, runDeps, signal);
      });
    }
  }

  /** Counts how long each job is under way, in steps no longer than the timer's: jumps of the clock do not count. */
  function watch(active: readonly Job[], now: number): void {
    const passedMs = Math.min(2 * longestSleepMs, Math.max(0, now - lastTickAt));
    lastTickAt = now;
    for (const id of watchedMs.keys()) if (!active.some((job) => job.id === id)) watchedMs.delete(id);
    for (const job of active) {
      const total = (watchedMs.get(job.id) ?? 0) + passedMs;
      watchedMs.set(job.id, total);
      if (total < maxWatchedMs) continue;
      const entry = running.get(job.id);
      if (entry) entry.controller.abort(new RunStopped('overdue'));
      else end(job, overdue(job), runDeps);
    }
  }

  /** Asks a provider, at no cost, whether it works again. */
  function probe(id: ProviderId): void {
    const provider = deps.providers.get(id);
    if (!provider || probing.has(id)) return;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(probeTimeoutMs)]);
    const answer = provider.check(signal);
    const asked = {
      answered: answer.then((told) => {
        // Asked anew since then, with another key perhaps: this answer is old.
        if (stopping.signal.aborted || probing.get(id) !== asked) return;
        probing.delete(id);
        gates.probed(id, told.ok ? null : told.error, clock.now());
        statusChanged();
        tick();
      }),
    };
    probing.set(id, asked);
  }

  function setTimer(now: number): void {
    callOffTimer?.();
    const times = [jobs.nextDue(now), gates.nextChange(now), running.size > 0 ? now + longestSleepMs : null];
    const next = Math.min(...times.flatMap((at) => at ?? []));
    const held = next === Number.POSITIVE_INFINITY && heldByCap(now) !== null;
    callOffTimer =
      next === Number.POSITIVE_INFINITY && !held
        ? null
        : clock.after(Math.min(longestSleepMs, Math.max(0, next - now)), () => {
            tick();
            statusChanged();
          });
  }

  function settleIdle(): void {
    const { queued, active } = status();
    if (active > 0 || (queued > 0 && !settings.get().queuePaused)) return;
    for (const settle of idleWaiters) settle();
    idleWaiters.clear();
  }

  return {
    changed,
    statusChanged,
    status,
    tick,
    providerOf: runDeps.providerOf,

    start(oldest: JobId): void {
      started = true;
      from = oldest;
      stopping = new AbortController();
      lastTickAt = clock.now();
      tick();
    },

    async stop(): Promise<void> {
      started = false;
      callOffTimer?.();
      stopping.abort();
      for (const { controller } of running.values()) controller.abort(new RunStopped('shutdown'));
      await Promise.allSettled([...running.values()].map((entry) => entry.ended));
      await Promise.allSettled([...probing.values()].map(({ answered }) => answered));
      probing.clear();
      callOffStatus?.();
    },

    /** Ends the run of a job that the person called off. */
    abort(id: JobId): void {
      running.get(id)?.controller.abort(new RunStopped('cancelled'));
    },

    /** A key, an address, a balance may be different now: an open circuit is tried at once. */
    reconsider(id: ProviderId): void {
      probing.delete(id);
      gates.reconsider(id, clock.now());
    },

    /** The computer woke up, or the network is back. */
    wake(): void {
      const now = clock.now();
      jobs.hurryDisconnected(now);
      gates.reconsiderAll(now);
      tick();
    },

    /** Settles when nothing runs and nothing waits that could run. */
    whenIdle(): Promise<void> {
      return new Promise((settle) => {
        idleWaiters.add(settle);
        tick();
      });
    },
  };
}

/** Never the same twice, whatever the clock says: a look-up must not find an earlier try of the same job. */
function submitKeyOf(job: Job, attempt: number): string {
  return `vp-${job.id}-${attempt}-${randomBytes(6).toString('hex')}`;
}
