import { z } from 'zod';
import { failure } from './failure.ts';
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

export const finalStates = [
  'done',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies readonly JobState[];
export const activeStates = ['submitting', 'running', 'fetching'] as const satisfies readonly JobState[];

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
});
export type QueueStatus = z.infer<typeof queueStatus>;
