import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';

const picture = await png();

async function rigWith(jobs: number) {
  const folder = tempFolder();
  const rig = await createQueueRig(folder, scriptedProvider(picture));
  const requests = Array.from({ length: jobs }, (_, index) => ({
    modelId: pictureModel.id,
    prompt: `line ${index}`,
    negative: '',
    count: 1,
    seed: index,
    parameters: {},
    inputs: [],
  }));
  const enqueued = await rig.queue.enqueue(requests);
  if (!enqueued.ok) throw new Error(enqueued.error.code);
  return { rig, folder, ids: enqueued.value };
}

test('a step of a job writes down the job and its history, and touches no index of what waits', async () => {
  const { rig, folder, ids } = await rigWith(1);
  const [id = 0] = ids;
  const pageBytes = Number(rig.db.pragma('page_size', { simple: true })) + 24;
  rig.db.pragma('wal_checkpoint(TRUNCATE)');
  const pagesOf = (step: () => unknown) => {
    const before = statSync(join(folder, 'library.sqlite-wal')).size;
    step();
    return Math.floor((statSync(join(folder, 'library.sqlite-wal')).size - before) / pageBytes);
  };
  // And the index of what is under way, the charge, and the index of the month's charges.
  expect(pagesOf(() => rig.jobs.apply(id, { kind: 'claim' }, { attempt: 1, submitKey: `vp-${id}` }))).toBe(5);
  // And the index of providers' numbers.
  expect(pagesOf(() => rig.jobs.apply(id, { kind: 'accepted' }, { remoteId: 'p-1' }))).toBe(3);
  expect(pagesOf(() => rig.jobs.apply(id, { kind: 'delivered' }))).toBe(2);
  await rig.close();
});

test('what waits is told apart from what is under way and what is over, whatever happens', async () => {
  const { rig, ids } = await rigWith(6);
  const [claimed = 0, back = 0, cancelled = 0, again = 0] = ids;
  const claim = (id: number) => rig.jobs.apply(id, { kind: 'claim' }, { attempt: 1, submitKey: `vp-${id}` });
  claim(claimed);
  claim(back);
  rig.jobs.apply(back, { kind: 'requeue' });
  rig.jobs.apply(cancelled, { kind: 'cancel' });
  claim(again);
  rig.jobs.apply(again, { kind: 'cancel' });
  rig.jobs.apply(again, { kind: 'retry' });
  expect(rig.jobs.active().map((job) => job.id)).toEqual([claimed]);
  expect(rig.jobs.waitingOf('replicate')).toBe(4);
  const told = Object.fromEntries(rig.jobs.counts());
  expect(told).toEqual({ queued: 4, submitting: 1, cancelled: 1 });
  // Counted anew from the library, it is the same.
  rig.jobs.dropUnfinished();
  expect(Object.fromEntries(rig.jobs.counts())).toEqual(told);
  expect(rig.jobs.list('active', 10, null)).toHaveLength(5);
  await rig.close();
});
