import { assertNever } from '../../../shared/result.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { isFinal, type JobState } from '../../../shared/domain/job.ts';

/**
 * What can happen to a job. Each is written to the row, and committed, before anything follows from it:
 * `claim` before the provider hears of the job, `accepted` before anyone waits for it.
 */
export type JobEvent =
  | { readonly kind: 'claim' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'stored' }
  /** The provider certainly does not have it: back into the queue, now or later. */
  | { readonly kind: 'requeue' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancel' }
  /** The person wants it again. */
  | { readonly kind: 'retry' };

/** The state after an event, or null where the event means nothing in this state (a late answer, a double click). */
export function nextState(state: JobState, event: JobEvent): JobState | null {
  switch (event.kind) {
    case 'claim':
      return state === 'queued' ? 'submitting' : null;
    case 'accepted':
      return state === 'submitting' ? 'running' : null;
    case 'delivered':
      return state === 'submitting' || state === 'running' || state === 'fetching' ? 'fetching' : null;
    case 'stored':
      return state === 'fetching' ? 'done' : null;
    case 'requeue':
      return isActive(state) ? 'queued' : null;
    case 'failed':
      return isActive(state) || state === 'queued' ? stateAfter(event.failure) : null;
    case 'cancel':
      return isActive(state) || state === 'queued' ? 'cancelled' : null;
    case 'retry':
      return state === 'failed' || state === 'cancelled' || state === 'interrupted' ? 'queued' : null;
    default:
      return assertNever(event);
  }
}

type Times = { readonly startedAt: number | null; readonly finishedAt: number | null };

/**
 * When a job began and ended, ms since the epoch: what waits has done neither, and only what is at its end has ended. The
 * indexes of unfinished jobs rest on this.
 */
export function timesIn(state: JobState, before: Times, now: number): Times {
  if (state === 'queued') return { startedAt: null, finishedAt: null };
  if (isFinal(state)) return { startedAt: before.startedAt, finishedAt: now };
  return { startedAt: before.startedAt ?? now, finishedAt: null };
}

function isActive(state: JobState): boolean {
  return state === 'submitting' || state === 'running' || state === 'fetching';
}

function stateAfter(failure: Failure): JobState {
  if (failure.code === 'cancelled') return 'cancelled';
  return failure.code === 'outcome_unknown' ? 'interrupted' : 'failed';
}
