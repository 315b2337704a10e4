import { z } from 'zod';
import { failure, failureCode } from './failure.ts';
import { mediaKind } from './media.ts';
import { estimate, microUsd } from './money.ts';
import { providerId } from './provider.ts';
import { recipe } from './recipe.ts';

/**
 * Job ids are `milliseconds * 2048`, so that creations made by a job take the numbers behind it and one
 * integer gives time order, membership and the search row alike. Safe integers until the year 2109.
 */
export const jobId = z.number().int().positive();
export type JobId = z.infer<typeof jobId>;

export const idsPerMillisecond = 2048;

/** Milliseconds since the epoch at which a job or creation was made. */
export function createdAtOf(id: number): number {
  return Math.floor(id / idsPerMillisecond);
}

/**
 * queued      waiting for its turn (or for `dueAt`, after a failure that certainly cost nothing)
 * submitting  the intent is on disk; the provider may or may not have heard of it
 * running     the provider has it; its id is on disk where it gives one
 * fetching    the provider is done; outputs are being stored
 * done, failed, cancelled, interrupted   final; interrupted means the outcome, and the charge, are unknown
 */
export const jobState = z.enum([
  'queued',
  'submitting',
  'running',
  'fetching',
  'done',
  'failed',
  'cancelled',
  'interrupted',
]);
export type JobState = z.infer<typeof jobState>;

const finalStates = ['done', 'failed', 'cancelled', 'interrupted'] as const satisfies readonly JobState[];

export function isFinal(state: JobState): boolean {
  return finalStates.some((entry) => entry === state);
}

export const jobView = z.object({
  id: jobId,
  /** Jobs of one request share it: the id of the first. */
  batchId: jobId,
  state: jobState,
  media: mediaKind,
  provider: providerId,
  modelId: z.string(),
  modelName: z.string(),
  recipe,
  /** Outputs asked for. */
  count: z.number().int(),
  estimate,
  /** What it really cost, once known. */
  costMicros: microUsd.nullable(),
  failure: failure.nullable(),
  /** The provider's note for the person, such as the words Sketch understood. */
  note: z.string().nullable(),
  attempt: z.number().int(),
  position: z.number(),
  dueAt: z.number().int().nullable(),
  startedAt: z.number().int().nullable(),
  finishedAt: z.number().int().nullable(),
  creationIds: z.array(z.number().int()),
});
export type JobView = z.infer<typeof jobView>;

export const jobTab = z.enum(['all', 'active', 'done', 'failed']);
export type JobTab = z.infer<typeof jobTab>;

/**
 * How a provider stands with the queue.
 * ok       takes jobs
 * limited  asked for fewer requests: nothing is sent until `until`
 * tripped  failed several times in a row: nothing is sent until it has been asked, at no cost, whether it works
 *          again (next at `until`; null: only the person can change it). `reason` is why
 * paused   the person wants it so
 */
const providerGate = z.object({
  id: providerId,
  state: z.enum(['ok', 'limited', 'tripped', 'paused']),
  until: z.number().int().nullable(),
  reason: failureCode.nullable(),
});
export type ProviderGate = z.infer<typeof providerGate>;

/** Why paid jobs wait although they could run: the month's cap would be passed. Amounts include jobs under way. */
const capHold = z.object({
  capMicros: microUsd,
  spentMicros: microUsd,
  inFlightMicros: microUsd,
  /** Estimate of the first job held. */
  nextMicros: microUsd,
  /** Waiting jobs of providers that are held. */
  jobs: z.number().int(),
  /** When the next month begins and they may go on, ms since the epoch. */
  until: z.number().int(),
});
export type CapHold = z.infer<typeof capHold>;

export const queueStatus = z.object({
  paused: z.boolean(),
  pausedProviders: z.array(providerId),
  queued: z.number().int(),
  active: z.number().int(),
  done: z.number().int(),
  /** Failed and interrupted: whatever wants a look. */
  failed: z.number().int(),
  /** Estimates of everything waiting or running, summed where they are known. */
  pendingMicros: microUsd,
  providers: z.array(providerGate),
  heldByCap: capHold.nullable(),
});
export type QueueStatus = z.infer<typeof queueStatus>;

export const jobEventKind = z.enum([
  'queued',
  'claim',
  'accepted',
  'delivered',
  'stored',
  'requeue',
  /** Still with the provider, which cannot be asked just now. */
  'waiting',
  'failed',
  'cancel',
  'retry',
]);
export type JobEventKind = z.infer<typeof jobEventKind>;

/** One line of what happened to a job. `shared/messages` makes the sentence. */
export const jobHistoryEntry = z.object({
  at: z.number().int(),
  kind: jobEventKind,
  failure: failure.nullable(),
  /** The provider's own number of the job, where this is when it became known. */
  remoteId: z.string().nullable(),
});
export type JobHistoryEntry = z.infer<typeof jobHistoryEntry>;
