import { fail, type Failure } from '../../../shared/domain/failure.ts';
import type { JobEvent } from './job-machine.ts';
import type { Job } from './job-row.ts';
import { finish, type RunDeps, RunStopped, stakeOf, toRequest } from './run-job.ts';
import { adoptStaged } from './store-outputs.ts';

/** How long a look-up that could not be made waits before it is tried again. */
const askAgainMs = 30_000;

/**
 * What becomes of a job that a crash or a quit left half-way. Money decides: outputs that are whole on disk are
 * kept; a job the provider has is followed; a submit whose outcome is unknown is looked up; where that cannot be
 * done, it is repeated only if that costs nothing, else the person is asked.
 * @returns true when the job can go on where it was (the provider has it)
 */
export async function recoverJob(job: Job, deps: RunDeps, signal: AbortSignal): Promise<boolean> {
  const provider = deps.providerOf(job);
  if (job.state === 'fetching' && (await takeUpStaged(job, deps))) return false;
  if (job.remoteId !== null && provider.follow) return true;
  if (provider.repeatable) {
    apply(job, deps, { kind: 'requeue' });
  } else if (provider.find && job.state === 'submitting') {
    return lookUp(job, deps, signal);
  } else {
    // In `fetching` the provider had said that it was done: that is billed.
    const charged = job.state === 'fetching' && stakeOf(job) === 'unknown' ? 'yes' : stakeOf(job);
    interrupt(job, fail('outcome_unknown', charged), deps);
  }
  return false;
}

async function takeUpStaged(job: Job, deps: RunDeps): Promise<boolean> {
  const files = deps.staged.complete(job.id, deps.originals);
  const adopted = files && (await adoptStaged(job, files, deps));
  if (adopted) await finish(job, adopted, deps);
  else await deps.staged.discard(job.id, deps.originals, deps.creations);
  return adopted !== null;
}

async function lookUp(job: Job, deps: RunDeps, signal: AbortSignal): Promise<boolean> {
  const provider = deps.providerOf(job);
  const model = deps.findModel(job.modelId);
  if (!model || !provider.find) {
    interrupt(job, fail('outcome_unknown', stakeOf(job)), deps);
    return false;
  }
  const found = await provider.find(toRequest(job, model, deps), quiet(signal));
  if (signal.reason instanceof RunStopped) return false;
  if (!found.ok) {
    // Nobody can tell yet: asked again in a while, never sent again. Some answers say that nobody ever will.
    if (found.error.code === 'outcome_unknown') {
      interrupt(job, found.error, deps);
      return false;
    }
    deps.heard(job, found.error);
    const retryAfterMs = found.error.retryAfterMs ?? askAgainMs;
    const waiting = deps.jobs.postpone(job.id, {
      dueAt: deps.now() + retryAfterMs,
      failure: { ...found.error, retryAfterMs },
    });
    if (waiting) deps.changed(waiting);
    return false;
  }
  if (found.value === null) {
    apply(job, deps, { kind: 'requeue' });
    return false;
  }
  const change = { remoteId: found.value, dueAt: null, failure: null };
  const accepted = deps.jobs.apply(job.id, { kind: 'accepted' }, change);
  if (accepted) deps.changed(accepted);
  return accepted !== null;
}

function interrupt(job: Job, failure: Failure, deps: RunDeps): void {
  apply(job, deps, { kind: 'failed', failure });
}

function apply(
  job: Job,
  deps: RunDeps,
  event: Extract<JobEvent, { kind: 'requeue' } | { kind: 'failed' }>,
): void {
  const change =
    event.kind === 'requeue'
      ? { remoteId: null, dueAt: null, failure: null }
      : { failure: event.failure, dueAt: null };
  const moved = deps.jobs.apply(job.id, event, change);
  if (moved) deps.changed(moved);
}

function quiet(signal: AbortSignal) {
  return { signal, onProgress: () => undefined, onPreview: () => undefined };
}
