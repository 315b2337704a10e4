import type { JobState, JobTab, JobView } from '../../../shared/domain/job.ts';

/** Which jobs a tab shows, and in what order. */

export type JobMap = ReadonlyMap<number, JobView>;

export function isActive(state: JobState): boolean {
  return state === 'submitting' || state === 'running' || state === 'fetching';
}

export function isUnfinished(state: JobState): boolean {
  return state === 'queued' || isActive(state);
}

/** Jobs that ended in a way the person should look at. */
export function wantsLook(state: JobState): boolean {
  return state === 'failed' || state === 'interrupted';
}

const belongs: Readonly<Record<JobTab, (state: JobState) => boolean>> = {
  all: () => true,
  active: isUnfinished,
  done: (state) => state === 'done',
  failed: wantsLook,
};

/**
 * Jobs of a tab: newest first; the active ones in the order in which they run.
 * @param oldest id of the last job the tab was asked for: older ones are left out, since there may be gaps between
 * them; null when everything is known
 */
export function jobsOfTab(jobs: JobMap, tab: JobTab, oldest: number | null): readonly JobView[] {
  const isKnown = (job: JobView) => oldest === null || job.id >= oldest || isUnfinished(job.state);
  const chosen = [...jobs.values()].filter((job) => belongs[tab](job.state) && isKnown(job));
  return chosen.toSorted(tab === 'active' ? byTurn : (a, b) => b.id - a.id);
}

/** Waiting jobs in the order in which they will run. */
export function waitingJobs(jobs: JobMap): readonly JobView[] {
  return [...jobs.values()].filter((job) => job.state === 'queued').toSorted(byTurn);
}

export function activeJobs(jobs: JobMap): readonly JobView[] {
  return [...jobs.values()].filter((job) => isActive(job.state)).toSorted(byTurn);
}

/**
 * The job before which `id` must stand to be moved by `steps` places (-1: one up); undefined when it is at the end
 * already, null for the last place.
 */
export function targetOfStep(
  waiting: readonly JobView[],
  id: number,
  steps: -1 | 1,
): number | null | undefined {
  const from = waiting.findIndex((job) => job.id === id);
  const to = from + steps;
  if (from < 0 || to < 0 || to >= waiting.length) return undefined;
  return waiting[steps === -1 ? to : to + 1]?.id ?? null;
}

/** A position between the neighbours of the new place, shown until the core has answered. */
export function positionBefore(waiting: readonly JobView[], id: number, before: number | null): number {
  const others = waiting.filter((job) => job.id !== id);
  const at = before === null ? others.length : others.findIndex((job) => job.id === before);
  const above = others[at - 1]?.position;
  const below = others[at]?.position;
  if (above === undefined) return (below ?? 0) - 1;
  return below === undefined ? above + 1 : (above + below) / 2;
}

function byTurn(a: JobView, b: JobView): number {
  return (
    Number(a.state === 'queued') - Number(b.state === 'queued') || a.position - b.position || a.id - b.id
  );
}
