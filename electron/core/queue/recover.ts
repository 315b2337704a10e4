import { fail } from '../../../shared/domain/failure.ts';
import type { Job } from './job-repository.ts';
import { type RunDeps, RunStopped, toRequest } from './run-job.ts';

/**
 * What becomes of a job that a crash or a quit left half-way. Money decides: a submit whose outcome is unknown
 * is looked up; where that cannot be done, it is repeated only if that costs nothing, else the person is asked.
 * @returns true when the job can go on where it was (the provider has it)
 */
export async function recoverJob(job: Job, deps: RunDeps, signal: AbortSignal): Promise<boolean> {
  const provider = deps.providerOf(job);
  if (job.remoteId !== null && provider.follow) return true;
  const model = deps.findModel(job.modelId);
  if (provider.repeatable) {
    apply(job, deps, { kind: 'requeue' });
  } else if (provider.find && model && job.state === 'submitting') {
    return lookUp(job, deps, provider.find(toRequest(job, model, deps.inputs), context(signal)), signal);
  } else {
    const failure = fail('outcome_unknown', job.state === 'fetching' ? 'yes' : 'unknown');
    apply(job, deps, { kind: 'failed', failure });
  }
  return false;
}

async function lookUp(
  job: Job,
  deps: RunDeps,
  answer: ReturnType<NonNullable<ReturnType<RunDeps['providerOf']>['find']>>,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await answer;
  if (signal.reason instanceof RunStopped) return false;
  if (!found.ok) {
    // Nobody can tell yet: asked again in a while, never sent again.
    const waiting = deps.jobs.amend(job.id, { dueAt: deps.now() + 30_000, failure: found.error });
    if (waiting) deps.changed(waiting);
    return false;
  }
  if (found.value === null) {
    apply(job, deps, { kind: 'requeue' });
    return false;
  }
  const accepted = deps.jobs.apply(
    job.id,
    { kind: 'accepted' },
    { remoteId: found.value, dueAt: null, failure: null },
  );
  if (accepted) deps.changed(accepted);
  return accepted !== null;
}

function apply(
  job: Job,
  deps: RunDeps,
  event: { kind: 'requeue' } | { kind: 'failed'; failure: ReturnType<typeof fail> },
): void {
  const change =
    event.kind === 'requeue'
      ? { remoteId: null, dueAt: null, failure: null }
      : { failure: event.failure, finishedAt: deps.now(), dueAt: null };
  const moved = deps.jobs.apply(job.id, event, change);
  if (moved) deps.changed(moved);
}

function context(signal: AbortSignal) {
  return { signal, onProgress: () => undefined, onPreview: () => undefined };
}
