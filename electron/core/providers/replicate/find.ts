import { isDeepStrictEqual } from 'node:util';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { ProviderDeps, ProviderRequest } from '../provider.ts';
import type { ReplicateClient } from './client.ts';
import { comparableInput } from './inputs.ts';
import { predictionPage, type Prediction } from './prediction.ts';

/**
 * A prediction is looked for from this long before the attempt began: clocks differ, and a computer that starts two
 * systems is off by its time zone.
 */
const clockSkewMs = 15 * 3_600_000;
/** How long a new prediction may take to appear in the list. */
const settleMs = 10_000;
const maxPages = 60;

/**
 * Looks for the prediction of a submission whose answer was lost. Replicate takes no idempotency key, so it is
 * recognised by model, by input (see `comparableInput`: the seed carries the request's key) and by its time.
 * After an hour Replicate has removed inputs; a prediction of the same model without one is then taken to be it,
 * because paying twice is worse than a result that can no longer be fetched.
 * @returns null only when the whole list since then was seen and it is not there
 */
export async function findPrediction(
  request: ProviderRequest,
  client: ReplicateClient,
  deps: ProviderDeps,
  signal: AbortSignal,
): Promise<Result<string | null, Failure>> {
  const first = await searchList(request, client, signal);
  const youngMs = request.since + settleMs - deps.now();
  if (!first.ok || first.value !== null || youngMs <= 0) return first;
  try {
    await deps.sleep(Math.min(youngMs, settleMs), signal);
  } catch {
    return err(fail('cancelled', 'unknown'));
  }
  return searchList(request, client, signal);
}

async function searchList(
  request: ProviderRequest,
  client: ReplicateClient,
  signal: AbortSignal,
): Promise<Result<string | null, Failure>> {
  const from = request.since - clockSkewMs;
  const wanted = comparableInput(request);
  const matches: Prediction[] = [];
  let path = '/predictions';
  for (let page = 0; page < maxPages; page += 1) {
    const listed = await client.get(path, predictionPage, signal);
    if (!listed.ok) return err({ ...listed.error, charged: 'unknown' });
    const young = listed.value.results.filter((entry) => createdAt(entry) >= from);
    matches.push(...young.filter((entry) => isSame(entry, request, wanted)));
    const { next } = listed.value;
    if (!next || young.length < listed.value.results.length)
      return ok(closestTo(request.since, matches)?.id ?? null);
    path = `/predictions${URL.parse(next, 'https://api.replicate.com')?.search ?? ''}`;
  }
  return err(fail('outcome_unknown', 'unknown', { detail: 'Too many predictions since to look through.' }));
}

/** Where a model takes no seed, equal requests look equal: the one made nearest to the attempt is taken. */
function closestTo(since: number, matches: readonly Prediction[]): Prediction | undefined {
  const distance = (entry: Prediction) => Math.abs(createdAt(entry) - since);
  return matches.toSorted((a, b) => distance(a) - distance(b))[0];
}

function isSame(entry: Prediction, request: ProviderRequest, wanted: Record<string, unknown>): boolean {
  const { model } = request;
  const sameModel = entry.model ? entry.model === model.slug : entry.version === model.version;
  if (!sameModel || request.isTaken?.(entry.id)) return false;
  const { input } = entry;
  if (entry.data_removed || !input || Object.keys(input).length === 0) return true;
  return Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(input[key], value));
}

function createdAt(entry: Prediction): number {
  const at = Date.parse(entry.created_at ?? '');
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}
