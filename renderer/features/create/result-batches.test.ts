import { expect, test } from 'vitest';
import { idsPerMillisecond, type JobState } from '../../../shared/domain/job.ts';
import { aJob } from '../../../tests/support/job-view.ts';
import { expectedRatio, resultBatches, tileHeight } from './result-batches.ts';

const job = (atMs: number, batchAtMs: number, state: JobState, count = 1) =>
  aJob({ id: atMs * idsPerMillisecond, batchId: batchAtMs * idsPerMillisecond, state, count });

test('batches are newest first, their jobs in order, older finished ones left out', () => {
  const jobs = [
    job(100, 100, 'done'),
    job(150, 150, 'queued'),
    job(302, 301, 'queued', 2),
    job(301, 301, 'done'),
    job(200, 200, 'failed'),
  ];
  const batches = resultBatches(jobs, 200).map((batch) => [
    batch.id / idsPerMillisecond,
    batch.jobs.map((entry) => entry.id / idsPerMillisecond),
    batch.outputs,
  ]);
  expect(batches).toEqual([
    [301, [301, 302], 3],
    [200, [200], 1],
    [150, [150], 1],
  ]);
});

test.each([
  [{ aspect_ratio: '16:9' }, 16 / 9],
  [{ size: '1024x1536' }, 1024 / 1536],
  [{ width: 800, height: 400 }, 2],
  [{ quality: 'high', steps: 4 }, 1],
  [{ note: '100:1' }, 1],
])('the expected shape of %j', (parameters, ratio) => {
  expect(expectedRatio(parameters, 'image')).toBeCloseTo(ratio);
});

test('a video is wide where nothing tells', () => {
  expect(expectedRatio({}, 'video')).toBeCloseTo(16 / 9);
});

test('tiles get smaller with their number', () => {
  expect([1, 2, 4, 5, 100].map(tileHeight)).toEqual([720, 320, 320, 200, 200]);
});
