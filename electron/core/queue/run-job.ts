import { fail, retryRuleOf, type Failure } from '../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { InputFiles } from '../media/input-files.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { Emit, Log } from '../ports.ts';
import type { Outcome, Provider, ProviderRequest, RunContext } from '../providers/provider.ts';
import type { JobEvent } from './job-machine.ts';
import type { Job, JobChange, JobRepository } from './job-repository.ts';
import { storeOutputs, type StoreDeps } from './store-outputs.ts';

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
  /** Tells the window how a job stands now. */
  readonly changed: (job: Job) => void;
};

/** Why a run is called off: the person wants it gone, or the studio quits and takes it up again at the next start. */
export class RunStopped extends Error {
  override readonly name = 'AbortError';
  readonly why: 'cancelled' | 'shutdown';
  constructor(why: 'cancelled' | 'shutdown') {
    super(why);
    this.why = why;
  }
}

const maxAttempts = 5;
/** Trouble on the way to a job the provider already has is waited out for a day; then it is given up. */
const maxFollowMs = 24 * 3_600_000;

/**
 * Takes one claimed job to its end, or to where it can be taken up again: every step is on disk before the next
 * begins. Never throws: a bug becomes a failed job with a log id.
 */
export async function runJob(job: Job, deps: RunDeps, signal: AbortSignal): Promise<void> {
  try {
    await run(job, deps, signal);
  } catch (error) {
    if (isShutdown(signal)) return;
    const logId = deps.log.error('A job failed unexpectedly', error);
    settle(
      job,
      fail('provider_error', job.remoteId ? 'unknown' : 'no', { detail: `Internal error ${logId}` }),
      deps,
    );
  }
}

async function run(job: Job, deps: RunDeps, signal: AbortSignal): Promise<void> {
  const provider = deps.providerOf(job);
  const model = deps.findModel(job.modelId);
  if (!model) return settle(job, fail('model_gone', 'no'), deps);
  const request = toRequest(job, model, deps.inputs);
  const context: RunContext = {
    signal,
    onProgress: (fraction) => deps.emit('job.progress', { id: job.id, fraction }),
    onPreview: ({ bytes, mime }) => deps.emit('job.preview', { id: job.id, bytes, mime }),
  };

  let remoteId = job.remoteId;
  let outcome: Outcome | null = null;
  if (remoteId === null) {
    const submitted = await provider.submit(request, context);
    if (isShutdown(signal)) return;
    if (!submitted.ok) return settle(job, submitted.error, deps);
    if (submitted.value.kind === 'finished') {
      outcome = submitted.value.outcome;
    } else {
      remoteId = submitted.value.remoteId;
      if (!move(job, { kind: 'accepted' }, { remoteId }, deps)) {
        // Cancelled while it was on its way: what the provider took on is called off.
        await provider.cancel?.(remoteId, request, AbortSignal.timeout(15_000));
        return;
      }
    }
  }
  if (outcome === null) {
    if (remoteId === null || !provider.follow)
      throw new Error(`${provider.id} accepted a job it cannot follow`);
    const followed = await provider.follow(remoteId, request, context);
    if (isShutdown(signal)) return;
    if (!followed.ok) return settleFollowed(job, followed.error, deps);
    outcome = followed.value;
  }
  await deliver(job, outcome, deps, signal);
}

async function deliver(job: Job, outcome: Outcome, deps: RunDeps, signal: AbortSignal): Promise<void> {
  const change: JobChange = {
    note: outcome.note ?? null,
    costMicros: costOf(job, outcome),
    ...(outcome.modelVersion ? { recipe: { ...job.recipe, modelVersion: outcome.modelVersion } } : {}),
  };
  if (!move(job, { kind: 'delivered' }, change, deps)) return;
  const stored = await storeOutputs(job, outcome, deps, signal);
  if (isShutdown(signal)) return;
  if (!stored.ok) return settleFollowed(job, stored.error, deps);
  const { creations, thumbnails } = stored.value;
  const finished = deps.jobs.apply(
    job.id,
    { kind: 'stored' },
    { finishedAt: deps.now(), failure: null, dueAt: null },
    () => {
      deps.creations.add(job.id, job.recipe.prompt, creations);
      deps.staged.forget(job.id);
    },
  );
  if (!finished) return;
  for (const { id, thumbnail } of thumbnails) deps.thumbnails.put(id, thumbnail);
  deps.changed(finished);
  deps.emit('library.changed', { added: creations.map((entry) => entry.id), changed: [], removed: [] });
}

/** A failure before the provider took the job on: tried again by itself only when it certainly cost nothing. */
function settle(job: Job, failure: Failure, deps: RunDeps): void {
  const waits = retryRuleOf(failure) === 'after-delay' && job.attempt < maxAttempts;
  if (waits) {
    const dueAt = deps.now() + (failure.retryAfterMs ?? backoffMs(job.attempt));
    move(
      job,
      { kind: 'requeue' },
      { failure: { ...failure, retryAfterMs: dueAt - deps.now() }, dueAt },
      deps,
    );
    return;
  }
  move(job, { kind: 'failed', failure }, { failure, dueAt: null, finishedAt: deps.now() }, deps);
}

/** A failure after that: the job stays with the provider and is looked at again, unless the provider gave it up. */
function settleFollowed(job: Job, failure: Failure, deps: RunDeps): void {
  const current = deps.jobs.get(job.id);
  const passing =
    failure.code === 'network' || failure.code === 'server_down' || failure.code === 'rate_limited';
  const young = deps.now() - (job.startedAt ?? 0) < maxFollowMs;
  if (passing && young && current?.remoteId) {
    const dueAt = deps.now() + (failure.retryAfterMs ?? 15_000);
    const waiting = deps.jobs.amend(job.id, { dueAt, failure });
    if (waiting) deps.changed(waiting);
    return;
  }
  move(job, { kind: 'failed', failure }, { failure, dueAt: null, finishedAt: deps.now() }, deps);
}

function move(job: Job, event: JobEvent, change: JobChange, deps: RunDeps): Job | null {
  const moved = deps.jobs.apply(job.id, event, change);
  if (moved) deps.changed(moved);
  return moved;
}

/** 2, 4, 8, 16 … seconds, at most five minutes. */
function backoffMs(attempt: number): number {
  return Math.min(300_000, 1000 * 2 ** attempt);
}

function isShutdown(signal: AbortSignal): boolean {
  return signal.reason instanceof RunStopped && signal.reason.why === 'shutdown';
}

/** What the provider said; else the list price where it is exact; else unknown. */
function costOf(job: Job, outcome: Outcome): MicroUsd | null {
  if (outcome.costMicros !== null) return outcome.costMicros;
  if (job.estimate.kind === 'free') return 0;
  if (job.estimate.kind === 'unknown' || job.estimate.approximate) return null;
  return Math.round((job.estimate.micros * Math.min(outcome.outputs.length, job.count)) / job.count);
}

export function toRequest(job: Job, model: ModelEntry, inputs: InputFiles): ProviderRequest {
  return {
    key: job.submitKey ?? String(job.id),
    since: job.startedAt ?? 0,
    model: job.recipe.modelVersion ? { ...model, version: job.recipe.modelVersion } : model,
    prompt: job.recipe.prompt,
    negative: job.recipe.negative,
    seed: job.recipe.seed,
    count: job.count,
    values: job.recipe.parameters,
    inputs: job.recipe.inputs.map((input) => ({
      key: input.key,
      mime: input.mime,
      read: () => inputs.read(input.sha256),
    })),
  };
}
