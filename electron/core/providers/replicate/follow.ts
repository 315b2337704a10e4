import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { findByRole } from '../../../../shared/domain/parameter.ts';
import { toMicroUsd } from '../../../../shared/domain/money.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { pictureFromBase64 } from '../picture-bytes.ts';
import type { Outcome, Output, ProviderDeps, ProviderRequest, RunContext } from '../provider.ts';
import type { ReplicateClient } from './client.ts';
import { failureOfPrediction, failureOfStop } from './errors.ts';
import { seedOf } from './inputs.ts';
import { outputUrls, prediction, type Prediction } from './prediction.ts';

/** Misses in a row after which the caller hears of it. */
const maxMisses = 4;

/** Pause before look number `turn`: 1 s five times, 2 s ten times, then 5 s with jitter, so that jobs spread out. */
export function pollDelayMs(turn: number, random: number): number {
  if (turn < 5) return 1000;
  return turn < 15 ? 2000 : 4500 + Math.round(random * 1000);
}

/** Watches a prediction to its end. Failures of the network are told only after several looks in a row. */
export async function followPrediction(
  remoteId: string,
  request: ProviderRequest,
  client: ReplicateClient,
  deps: ProviderDeps,
  context: RunContext,
): Promise<Result<Outcome, Failure>> {
  let misses = 0;
  for (let turn = 0; ; turn += 1) {
    const seen = await client.get(`/predictions/${encodeURIComponent(remoteId)}`, prediction, context.signal);
    let waitMs = pollDelayMs(turn, Math.random());
    if (seen.ok) {
      misses = 0;
      const stranger = strangeness(seen.value, remoteId, request);
      if (stranger) return err(fail('provider_error', 'unknown', { detail: stranger }));
      const ended = endOf(seen.value, request);
      if (ended) return ended;
      // Here, because it brings the whole client, which nothing else needs.
      const { parseProgressFromLogs } = await import('replicate');
      context.onProgress(parseProgressFromLogs(seen.value.logs ?? '')?.percentage ?? null);
    } else {
      const { code } = seen.error;
      misses += 1;
      if (code === 'model_gone') return err(fail('outcome_unknown', 'unknown', { detail: expired }));
      if ((code !== 'network' && code !== 'rate_limited') || misses >= maxMisses) {
        return err({ ...seen.error, charged: 'unknown' });
      }
      waitMs = Math.max(waitMs, seen.error.retryAfterMs ?? 0);
    }
    try {
      await deps.sleep(waitMs, context.signal);
    } catch {
      return err(fail('cancelled', 'unknown'));
    }
  }
}

/**
 * In words why an answer is not about this job: another number, or another prompt. Prompts are compared loosely, since
 * a wrong alarm would throw away what was paid for.
 */
function strangeness(seen: Prediction, remoteId: string, request: ProviderRequest): string | null {
  if (seen.id !== remoteId) return `Asked for ${remoteId}, it answered for ${seen.id}.`;
  const prompt = findByRole(request.model.parameters, 'prompt');
  const told = prompt && seen.input?.[prompt.key];
  if (typeof told !== 'string') return null;
  const [theirs, ours] = [told, request.prompt].map((text) => text.replaceAll(/\s+/g, ' ').trim());
  const same = theirs === undefined || ours === undefined || theirs.includes(ours) || ours.includes(theirs);
  return same ? null : 'It answered with a job that has another prompt.';
}

const expired = 'Replicate no longer has it: it deletes inputs and results one hour after they were made.';

/** @returns null while the prediction is running */
function endOf(seen: Prediction, request: ProviderRequest): Result<Outcome, Failure> | null {
  switch (seen.status) {
    case 'succeeded':
      return outcomeOf(seen, request);
    case 'failed':
      return err(failureOfPrediction(seen));
    case 'canceled':
    case 'aborted':
      return err(failureOfStop(seen));
    default:
      return null;
  }
}

function outcomeOf(seen: Prediction, request: ProviderRequest): Result<Outcome, Failure> {
  const seed = seedOf(request);
  const outputs = outputUrls(seen.output).flatMap((url, index): Output[] => {
    const source = sourceOf(url);
    if (!source) return [];
    // Only the first output is known to have the seed that was sent: models count on in their own ways.
    return [index === 0 && seed !== null ? { source, seed } : { source }];
  });
  if (outputs.length === 0) {
    return seen.data_removed
      ? err(fail('outcome_unknown', 'yes', { detail: expired }))
      : err(fail('bad_output', 'yes', { detail: 'It ended without a picture or a video.' }));
  }
  return ok({
    outputs,
    costMicros: costOf(seen, request),
    ...(request.model.version ? { modelVersion: request.model.version } : {}),
  });
}

function sourceOf(url: string): Output['source'] | null {
  if (!url.startsWith('data:')) return { kind: 'url', url };
  const bytes = pictureFromBase64(url);
  return bytes.ok ? { kind: 'bytes', bytes: bytes.value } : null;
}

/** Models billed by hardware tell their seconds; of the others only the price list is known. */
function costOf(seen: Prediction, request: ProviderRequest): number | null {
  const { price } = request.model;
  const seconds = seen.metrics?.predict_time;
  return price?.unit === 'hardware-second' && seconds ? toMicroUsd(price.usd * seconds) : null;
}
