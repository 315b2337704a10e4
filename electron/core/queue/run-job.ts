import { fail, retryRuleOf, type Charged, type Failure } from '../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { InputFiles } from '../media/input-files.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { Emit, Log } from '../ports.ts';
import type { Outcome, Provider, ProviderRequest, RunContext } from '../providers/provider.ts';
import type { JobEvent } from './job-machine.ts';
import type { JobRepository } from './job-repository.ts';
import type { Job, JobChange } from './job-row.ts';
import { storeOutputs, type StoreDeps, type StoredOutputs } from './store-outputs.ts';

export type RunDeps = StoreDeps & {
  readonly jobs: JobRepository;
  readonly creations: CreationRepository;
  readonly thumbnails: ThumbnailMaker;
  readonly inputs: InputFiles;
  readonly providerOf: (job: Job) => Provider;
  readonly findModel: (id: string) => ModelEntry | null;
  readonly now: () => number;
  readonly emit: Emit;
  readonly log: Log;
  /** Tries of a job that certainly cost nothing so far, before it is given up. */
  readonly maxAttempts: number;
  /** Tells the window how a job stands now. */
  readonly changed: (job: Job) => void;
  /** How the provider does: it failed, took a job on, or brought one to its end. */
  readonly heard: (job: Job, news: Failure | 'accepted' | 'finished') => void;
};

export type StopReason = 'cancelled' | 'shutdown' | 'overdue';

/**
 * Why a run is called off: the person wants it gone, it never ends, or the studio quits and takes it up again at the
 * next start.
 */
export class RunStopped extends Error {
  override readonly name = 'AbortError';
  readonly why: StopReason;
  constructor(why: StopReason) {
    super(why);
    this.why = why;
  }
}

/**
 * Takes one claimed job to its end, or to where it can be taken up again: every step is on disk before the next
 * begins. Never throws: a bug becomes a failed job with a log id.
 */
export function runJob(job: Job, deps: RunDeps, signal: AbortSignal): Promise<void> {
  return guarded(job, deps, signal, () => run(job, deps, signal));
}

/** A bug in the work on a job becomes that job's failure. */
export async function guarded(
  job: Job,
  deps: RunDeps,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isStopped(signal, 'shutdown')) return;
    const logId = deps.log.error('A job failed unexpectedly', error);
    const charged = deps.jobs.get(job.id)?.remoteId ? stakeOf(job) : 'no';
    end(job, fail('provider_error', charged, { detail: `Internal error ${logId}` }), deps);
  }
}

async function run(job: Job, deps: RunDeps, signal: AbortSignal): Promise<void> {
  const provider = deps.providerOf(job);
  const model = deps.findModel(job.modelId);
  if (!model) return end(job, fail('model_gone', 'no'), deps);
  const request = toRequest(job, model, deps);
  const context: RunContext = {
    signal,
    onProgress: (fraction) => deps.emit('job.progress', { id: job.id, fraction }),
    onPreview: ({ bytes, mime }) => deps.emit('job.preview', { id: job.id, bytes, mime }),
  };

  let { remoteId } = job;
  let outcome: Outcome | null = null;
  if (remoteId === null) {
    deps.step?.('claimed', job.id);
    const submitted = await provider.submit(request, context);
    if (isStopped(signal, 'shutdown')) return;
    if (!submitted.ok) return settle(job, submitted.error, deps, signal);
    deps.step?.('submitted', job.id);
    if (submitted.value.kind === 'finished') {
      outcome = submitted.value.outcome;
    } else {
      remoteId = submitted.value.remoteId;
      if (!(await accept(job, remoteId, provider, request, deps))) return;
    }
    deps.heard(job, 'accepted');
  }
  if (outcome === null) {
    if (remoteId === null || !provider.follow)
      throw new Error(`${provider.id} accepted a job it cannot follow`);
    deps.step?.('accepted', job.id);
    const followed = await provider.follow(remoteId, request, context);
    if (isStopped(signal, 'shutdown')) return;
    if (!followed.ok) return settleFollowed(job, followed.error, deps, signal);
    deps.step?.('followed', job.id);
    outcome = followed.value;
  }
  await deliver(job, outcome, deps, signal);
}

/** Puts the provider's number of the job on disk. False when the job is over. */
async function accept(
  job: Job,
  remoteId: string,
  provider: Provider,
  request: ProviderRequest,
  deps: RunDeps,
): Promise<boolean> {
  const owner = provider.repeatable ? null : deps.jobs.ownerOf(job.provider, remoteId);
  if (owner !== null && owner !== job.id) {
    const detail = `It answered with the number of another job (${remoteId}).`;
    end(job, fail('provider_error', stakeOf(job), { detail }), deps);
    return false;
  }
  if (move(job, { kind: 'accepted' }, { remoteId }, deps)) return true;
  // Cancelled while it was on its way: what the provider took on is called off.
  await provider.cancel?.(remoteId, request, AbortSignal.timeout(15_000));
  return false;
}

async function deliver(job: Job, outcome: Outcome, deps: RunDeps, signal: AbortSignal): Promise<void> {
  const change: JobChange = {
    note: outcome.note ?? null,
    costMicros: costOf(job, outcome),
    failure: null,
    dueAt: null,
    ...(outcome.modelVersion ? { recipe: { ...job.recipe, modelVersion: outcome.modelVersion } } : {}),
  };
  const fetching = move(job, { kind: 'delivered' }, change, deps);
  if (!fetching) return;
  deps.step?.('delivered', job.id);
  const stored = await storeOutputs(fetching, outcome, deps, signal);
  if (isStopped(signal, 'shutdown')) return;
  if (!stored.ok) return settleFollowed(job, stored.error, deps, signal);
  deps.heard(job, 'finished');
  await finish(fetching, stored.value, deps);
}

/** Outputs that have their names become creations, and the job is done: one transaction. */
export async function finish(job: Job, stored: StoredOutputs, deps: RunDeps): Promise<void> {
  const finished = deps.jobs.apply(job.id, { kind: 'stored' }, { failure: null, dueAt: null }, () => {
    deps.creations.add([{ jobId: job.id, prompt: job.recipe.prompt, creations: stored.creations }]);
    deps.staged.forget(job.id);
  });
  if (!finished) return deps.staged.discard(job.id, deps.originals, deps.creations);
  deps.step?.('stored', job.id);
  deps.thumbnails.put(stored.thumbnails);
  deps.step?.('finished', job.id);
  deps.changed(finished);
  deps.emit('library.changed', {
    added: stored.creations.map((entry) => entry.id),
    changed: [],
    removed: [],
  });
}

/** A failure before the provider took the job on: tried again by itself only when it certainly cost nothing. */
function settle(job: Job, told: Failure, deps: RunDeps, signal: AbortSignal): void {
  const failure = isStopped(signal, 'overdue') ? overdue(job) : told;
  deps.heard(job, failure);
  if (retryRuleOf(failure) !== 'after-delay' || job.attempt >= deps.maxAttempts) {
    return end(job, failure, deps);
  }
  const waitMs = failure.retryAfterMs ?? backoffMs(job.attempt);
  move(
    job,
    { kind: 'requeue' },
    { failure: { ...failure, retryAfterMs: waitMs }, dueAt: deps.now() + waitMs },
    deps,
  );
}

/** A failure after that: the job stays with the provider and is looked at again, unless the provider gave it up. */
function settleFollowed(job: Job, told: Failure, deps: RunDeps, signal: AbortSignal): void {
  const failure = isStopped(signal, 'overdue') ? overdue(job) : told;
  deps.heard(job, failure);
  const current = deps.jobs.get(job.id);
  if (isStopped(signal, 'overdue')) callOff(job, current?.remoteId ?? null, deps);
  const passing =
    failure.code === 'network' || failure.code === 'server_down' || failure.code === 'rate_limited';
  if (!passing || !current?.remoteId) return end(job, failure, deps);
  const retryAfterMs = failure.retryAfterMs ?? 15_000;
  const waiting = deps.jobs.postpone(job.id, {
    dueAt: deps.now() + retryAfterMs,
    failure: { ...failure, retryAfterMs },
  });
  if (waiting) deps.changed(waiting);
}

/** Tells the provider to stop. Its answer changes nothing: what it did until then may be charged. */
export function callOff(
  job: Job,
  remoteId: string | null,
  deps: Pick<RunDeps, 'providerOf' | 'findModel' | 'inputs' | 'jobs'>,
): void {
  const model = deps.findModel(job.modelId);
  if (remoteId === null || !model) return;
  void deps.providerOf(job).cancel?.(remoteId, toRequest(job, model, deps), AbortSignal.timeout(15_000));
}

/** Of a job that has been watched for a day and has not ended, whatever the provider says of it. */
export function overdue(job: Job): Failure {
  return fail('timed_out', stakeOf(job), { detail: 'It had not ended after a day.' });
}

export function end(job: Job, failure: Failure, deps: Pick<RunDeps, 'jobs' | 'changed'>): void {
  move(job, { kind: 'failed', failure }, { failure, dueAt: null }, deps);
}

function move(
  job: Job,
  event: JobEvent,
  change: JobChange,
  deps: Pick<RunDeps, 'jobs' | 'changed'>,
): Job | null {
  const moved = deps.jobs.apply(job.id, event, change);
  if (moved) deps.changed(moved);
  return moved;
}

/** 2, 4, 8, 16 … seconds, at most five minutes. */
function backoffMs(attempt: number): number {
  return Math.min(300_000, 1000 * 2 ** Math.min(attempt, 10));
}

function isStopped(signal: AbortSignal, why: StopReason): boolean {
  return signal.reason instanceof RunStopped && signal.reason.why === why;
}

/** What a job that may have reached its provider may have cost. */
export function stakeOf(job: Job): Charged {
  return job.estimate.kind === 'free' ? 'no' : 'unknown';
}

/** What the provider said; else the list price where it is exact; else unknown. */
function costOf(job: Job, outcome: Outcome): MicroUsd | null {
  if (outcome.costMicros !== null) return outcome.costMicros;
  if (job.estimate.kind === 'free') return 0;
  if (job.estimate.kind === 'unknown' || job.estimate.approximate) return null;
  return Math.round((job.estimate.micros * Math.min(outcome.outputs.length, job.count)) / job.count);
}

export function toRequest(
  job: Job,
  model: ModelEntry,
  deps: Pick<RunDeps, 'inputs' | 'jobs'>,
): ProviderRequest {
  return {
    key: job.submitKey ?? String(job.id),
    since: job.startedAt ?? 0,
    isTaken: (remoteId) => (deps.jobs.ownerOf(job.provider, remoteId) ?? job.id) !== job.id,
    model: job.recipe.modelVersion ? { ...model, version: job.recipe.modelVersion } : model,
    prompt: job.recipe.prompt,
    negative: job.recipe.negative,
    seed: job.recipe.seed,
    count: job.count,
    values: job.recipe.parameters,
    inputs: job.recipe.inputs.map((input) => ({
      key: input.key,
      mime: input.mime,
      read: () => deps.inputs.read(input.sha256),
    })),
  };
}
