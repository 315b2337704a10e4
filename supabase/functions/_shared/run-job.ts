import { z } from 'zod';
import type { Deps } from './deps.ts';
import { sha256Hex } from './hex.ts';
import { findModel, job as jobRow, textOfRole, type CloudModel, type Job } from './job.ts';
import {
  failedWith,
  type CloudFailure,
  type CloudOutcome,
  type CloudProvider,
  type CloudRequest,
} from './providers/provider.ts';
import { Refusal } from './refusal.ts';
import { findStoredOutputs, storeOutputs, UnusableOutput, type StoredOutput } from './store-outputs.ts';

/** While the provider works: how long until somebody looks again, should its webhook not come. */
const lookAgain = '30 seconds';
const inputSeconds = 3600;

export type RunJobDeps = Deps & { readonly providers: ReadonlyMap<string, CloudProvider> };

/**
 * Takes a claimed job one step further and returns: it never waits for a provider that works by itself. Each act is
 * recorded before the next; dying between any two leaves a lease that runs out, and the next worker looks what became
 * of it.
 */
export async function runJob(job: Job, deps: RunJobDeps, signal: AbortSignal): Promise<void> {
  const model = await findModel(deps.database, job.model_id);
  const provider = model && deps.providers.get(model.provider);
  if (!model || !provider)
    return await failJob(job.id, 'model_gone', 'This model is not offered any more.', deps);
  if (job.cancel_requested_at !== null) {
    if (job.provider_id !== null) await provider.cancel?.(job.provider_id, signal).catch(() => undefined);
    return await failJob(job.id, 'cancelled', '', deps);
  }
  const outcome =
    job.provider_id !== null && provider.look
      ? await provider.look(job.provider_id, signal)
      : await submit(job, model, provider, deps, signal);
  if (outcome === null) return await keepLooking(job, deps);
  if (outcome.kind === 'running' && isOverdue(job, deps)) {
    await provider.cancel?.(outcome.providerId, signal).catch(() => undefined);
    return await conclude(job, 'timed_out', 'The provider did not finish in time.', deps);
  }
  await settle(job, outcome, deps);
}

/** @returns null: it may have been sent, and nothing is known of it yet */
async function submit(
  job: Job,
  model: CloudModel,
  provider: CloudProvider,
  deps: RunJobDeps,
  signal: AbortSignal,
): Promise<CloudOutcome | null> {
  const request = await requestOf(job, model, deps);
  if (job.submitting_at !== null && provider.repeatable !== true)
    return await findAgain(job, request, provider, deps, signal);
  if (isOverdue(job, deps)) return failedWith('timed_out', 'Nobody was at work on it in time.');
  await deps.database.call('svc_job_submitting', { p_id: job.id, p_lease_id: job.lease_id }, jobRow);
  return await provider.start(request, signal);
}

/**
 * Sent by a worker that died before the answer. Not again: it may be made already. A provider that can be asked is
 * asked until the deadline, and may tell by itself; what arrives even later is kept.
 */
async function findAgain(
  job: Job,
  request: CloudRequest,
  provider: CloudProvider,
  deps: RunJobDeps,
  signal: AbortSignal,
): Promise<CloudOutcome | null> {
  const since = new Date(job.submitting_at ?? job.created_at);
  const isTaken = async (providerId: string) =>
    (await deps.database.row('jobs', { provider_id: providerId }, z.object({ id: z.uuid() }))) !== null;
  const found = await provider.find?.(request, since, isTaken, signal);
  if (found && provider.look) {
    await noteRunning(job, found, null, deps);
    return await provider.look(found, signal);
  }
  if (provider.find && !isOverdue(job, deps)) return null;
  return failedWith('outcome_unknown', 'The worker was interrupted, and the provider told us nothing.');
}

function isOverdue({ deadline_at: deadline }: Job, { now }: Deps): boolean {
  return now().getTime() >= Date.parse(deadline);
}

/** Writes down how it stands with a job. Also for outcomes that a webhook brings, which hold no lease. */
export async function settle(job: Job, outcome: CloudOutcome, deps: RunJobDeps): Promise<void> {
  switch (outcome.kind) {
    case 'running':
      return await noteRunning(job, outcome.providerId, outcome.fraction, deps);
    case 'failed':
      if (outcome.failure === 'provider_busy' && job.lease_id !== null && job.provider_id === null) {
        await deps.database.call(
          'svc_job_defer',
          { p_id: job.id, p_lease_id: job.lease_id, p_after: lookAgain },
          jobRow,
        );
        return;
      }
      return await conclude(job, outcome.failure, outcome.detail, deps);
    case 'done': {
      if (outcome.files.length === 0)
        return await conclude(job, 'provider_error', 'The provider delivered nothing.', deps);
      try {
        await finishJob(job.id, await storeOutputs(job, outcome.files, deps.files), deps);
      } catch (error) {
        if (!(error instanceof UnusableOutput)) throw error;
        await conclude(job, 'provider_error', error.message, deps);
      }
    }
  }
}

/**
 * Nothing more will come. What was stored before a worker died, or before a part was no good, is the person's for its
 * share of the price; where there is nothing, everything goes back.
 */
async function conclude(job: Job, failure: CloudFailure, detail: string, deps: RunJobDeps): Promise<void> {
  const stored = failure === 'cancelled' ? [] : await findStoredOutputs(job, deps.files);
  if (stored.length > 0) await finishJob(job.id, stored, deps);
  else await failJob(job.id, failure, detail, deps);
}

async function keepLooking(job: Job, { database }: RunJobDeps): Promise<void> {
  const lease = { p_id: job.id, p_lease_id: job.lease_id, p_lease: lookAgain };
  await ignoringLostLease(async () => {
    await database.call('svc_job_progress', lease, jobRow);
  });
}

async function noteRunning(
  job: Job,
  providerId: string,
  fraction: number | null,
  { database }: RunJobDeps,
): Promise<void> {
  if (job.lease_id === null) {
    await database.call(
      'svc_job_heard',
      { p_id: job.id, p_provider_id: providerId, p_progress: fraction },
      jobRow,
    );
    return;
  }
  const lease = { p_id: job.id, p_lease_id: job.lease_id, p_lease: lookAgain };
  await ignoringLostLease(async () => {
    if (job.provider_id === null)
      await database.call('svc_job_submitted', { ...lease, p_provider_id: providerId }, jobRow);
    else await database.call('svc_job_progress', { ...lease, p_progress: fraction }, jobRow);
  });
}

/** Somebody else has taken the job over or brought it home meanwhile: then there is nothing to note. */
async function ignoringLostLease(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'lease_lost')) throw error;
  }
}

async function finishJob(
  id: string,
  outputs: readonly StoredOutput[],
  { database }: Pick<Deps, 'database'>,
): Promise<void> {
  await database.call('svc_job_finish', { p_id: id, p_outputs: outputs }, jobRow);
}

async function failJob(
  id: string,
  failure: CloudFailure,
  detail: string,
  { database }: Pick<Deps, 'database'>,
): Promise<void> {
  await database.call('svc_job_fail', { p_id: id, p_error_code: failure, p_detail: detail || null }, jobRow);
}

async function requestOf(job: Job, model: CloudModel, { files }: RunJobDeps): Promise<CloudRequest> {
  return {
    jobId: job.id,
    model: model.slug,
    prompt: textOfRole(model, job.params, 'prompt'),
    parameters: job.params,
    inputs: job.inputs.map(({ key, path, mime }) => ({
      key,
      mime,
      read: () => files.get('inputs', path),
      address: () => files.sign('inputs', path, inputSeconds),
    })),
    count: job.requested,
    // The provider can tell an abuser apart, and nobody who it is.
    safetyId: (await sha256Hex(`account:${job.account_id}`)).slice(0, 32),
    deadline: new Date(job.deadline_at),
  };
}
