import { idsPerMillisecond, type JobId } from '../../../shared/domain/job.ts';

/**
 * Hands out job ids: the time, moved on where two jobs share a millisecond or the clock went back.
 * @param newest the largest id in the library
 */
export function createIds(now: () => number, newest: number): () => JobId {
  let lastMs = Math.floor(newest / idsPerMillisecond);
  return () => {
    lastMs = Math.max(now(), lastMs + 1);
    return lastMs * idsPerMillisecond;
  };
}
