import { createdAtOf, type JobView } from '../../../shared/domain/job.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import { isUnfinished } from '../queue/job-lists.ts';
import { ratioOf } from './parameter-form.ts';

/** Jobs of one press of Generate, in the order of their prompts. */
export type ResultBatch = {
  readonly id: number;
  readonly jobs: readonly JobView[];
  readonly outputs: number;
};

/**
 * What Create shows: everything asked for since the window opened, and whatever still runs, newest first.
 * @param sinceMs milliseconds since the epoch
 */
export function resultBatches(jobs: Iterable<JobView>, sinceMs: number): readonly ResultBatch[] {
  const batches = new Map<number, JobView[]>();
  for (const job of jobs) {
    if (createdAtOf(job.id) < sinceMs && !isUnfinished(job.state)) continue;
    const batch = batches.get(job.batchId);
    if (batch) batch.push(job);
    else batches.set(job.batchId, [job]);
  }
  return [...batches]
    .toSorted(([a], [b]) => b - a)
    .map(([id, members]) => ({
      id,
      jobs: members.toSorted((a, b) => a.id - b.id),
      outputs: members.reduce((sum, job) => sum + Math.max(job.count, job.creationIds.length), 0),
    }));
}

/** Width divided by height that the output will probably have: from the parameters, else what is usual. */
export function expectedRatio(parameters: ParameterValues, media: MediaKind): number {
  const width = Number(parameters['width']);
  const height = Number(parameters['height']);
  if (width > 0 && height > 0) return width / height;
  for (const value of Object.values(parameters)) {
    const ratio = typeof value === 'string' ? ratioOf(value) : undefined;
    if (ratio !== undefined && ratio >= 0.25 && ratio <= 4) return ratio;
  }
  return media === 'video' ? 16 / 9 : 1;
}

/** Height of a batch's tiles in CSS px: one picture may be large, many are small. */
export function tileHeight(outputs: number): number {
  if (outputs === 1) return 720;
  return outputs <= 4 ? 320 : 200;
}
