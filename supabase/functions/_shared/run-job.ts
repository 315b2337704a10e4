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
import { storeOutputs, UnusableOutput } from './store-outputs.ts';

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
  await settle(job, outcome, deps);
}

async function submit(
  job: Job,
  model: CloudModel,
  provider: CloudProvider,
  deps: RunJobDeps,
  signal: AbortSignal,
): Promise<CloudOutcome> {
  // Sent by a worker that died before the answer. Not again: it may be made already. What arrives late is kept.
  if (job.submitting_at !== null && provider.repeatable !== true)
    return failedWith('outcome_unknown', 'The worker was interrupted, and the provider told us nothing.');
  const request = await requestOf(job, model, deps);
  await deps.database.call('svc_job_submitting', { p_id: job.id, p_lease_id: job.lease_id }, jobRow);
  return await provider.start(request, signal);
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
      return await failJob(job.id, outcome.failure, outcome.detail, deps);
    case 'done': {
      if (outcome.files.length === 0)
        return await failJob(job.id, 'provider_error', 'The provider delivered nothing.', deps);
      try {
        const outputs = await storeOutputs(job, outcome.files, deps.files);
        await deps.database.call('svc_job_finish', { p_id: job.id, p_outputs: outputs }, jobRow);
      } catch (error) {
        if (!(error instanceof UnusableOutput)) throw error;
        await failJob(job.id, 'provider_error', error.message, deps);
      }
    }
  }
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
  };
}
