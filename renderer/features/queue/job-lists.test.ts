import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobState, type JobState, type JobView } from '../../../shared/domain/job.ts';
import { aJob } from '../../../tests/support/job-view.ts';
import { jobsOfTab, positionBefore, targetOfStep, waitingJobs } from './job-lists.ts';

const job = (id: number, state: JobState, position = id) => aJob({ id, state, position });

function mapOf(...jobs: readonly JobView[]) {
  return new Map(jobs.map((entry) => [entry.id, entry]));
}

const ids = (jobs: readonly JobView[]) => jobs.map((entry) => entry.id);

test('tabs split the jobs; running ones come before those that wait', () => {
  const jobs = mapOf(
    job(1, 'done'),
    job(2, 'queued', 9),
    job(3, 'queued', 5),
    job(4, 'failed'),
    job(5, 'running', 20),
    job(6, 'interrupted'),
    job(7, 'cancelled'),
  );
  expect(ids(jobsOfTab(jobs, 'all', null))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(ids(jobsOfTab(jobs, 'active', null))).toEqual([5, 3, 2]);
  expect(ids(jobsOfTab(jobs, 'done', null))).toEqual([1]);
  expect(ids(jobsOfTab(jobs, 'failed', null))).toEqual([6, 4]);
});

test('what lies beyond the pages read so far is left out, unless it is unfinished', () => {
  const jobs = mapOf(job(1, 'queued'), job(2, 'done'), job(5, 'done'));
  expect(ids(jobsOfTab(jobs, 'all', 5))).toEqual([5, 1]);
  expect(ids(jobsOfTab(jobs, 'all', null))).toEqual([5, 2, 1]);
});

test('every job is in "all" and in at most one other tab', () => {
  for (const state of jobState.options) {
    const jobs = mapOf(job(1, state));
    expect(jobsOfTab(jobs, 'all', null)).toHaveLength(1);
    const tabs = (['active', 'done', 'failed'] as const).filter(
      (tab) => jobsOfTab(jobs, tab, null).length > 0,
    );
    expect(tabs.length).toBe(state === 'cancelled' ? 0 : 1);
  }
});

test('a step moves a waiting job by one place and stops at the ends', () => {
  const waiting = [job(1, 'queued'), job(2, 'queued'), job(3, 'queued')];
  expect(targetOfStep(waiting, 1, -1)).toBeUndefined();
  expect(targetOfStep(waiting, 2, -1)).toBe(1);
  expect(targetOfStep(waiting, 1, 1)).toBe(3);
  expect(targetOfStep(waiting, 2, 1)).toBeNull();
  expect(targetOfStep(waiting, 3, 1)).toBeUndefined();
});

test('a position before another job puts it exactly there', () => {
  const places = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(places, fc.nat(), fc.nat(), (positions, fromSeed, toSeed) => {
      const jobs = positions.map((position, index) => job(index + 1, 'queued', position));
      const waiting = waitingJobs(mapOf(...jobs));
      const moved = waiting.at(fromSeed % waiting.length) ?? expect.unreachable('there are jobs');
      const targets = [...waiting.filter((entry) => entry.id !== moved.id).map((entry) => entry.id), null];
      const before = targets[toSeed % targets.length]!;
      const position = positionBefore(waiting, moved.id, before);
      const after = ids(waitingJobs(mapOf(...waiting, { ...moved, position })));
      const at = after.indexOf(moved.id);
      expect(after[at + 1] ?? null).toBe(before);
    }),
  );
});
