import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { createdAtOf } from '../../../shared/domain/job.ts';
import { err, ok } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';

const picture = await png();
const outcome = { outputs: [{ source: { kind: 'bytes', bytes: picture } as const }], costMicros: 5000 };

test('what happened to a job is told in order, with the reason of every stop', async () => {
  let submits = 0;
  let follows = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () =>
        submits++ === 0
          ? err(fail('rate_limited', 'no', { retryAfterMs: 1000 }))
          : ok({ kind: 'accepted', remoteId: 'r-1' }),
      follow: async () => (follows++ === 0 ? err(fail('network', 'unknown')) : ok(outcome)),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('x');
  await rig.until(() => rig.queue.get(id)?.attempt === 1 && rig.queue.get(id)?.state === 'queued');
  rig.clock.advance(1000);
  await rig.until(() => rig.queue.get(id)?.failure?.code === 'network');
  rig.clock.advance(15_000);
  await rig.finished(id);
  expect(rig.queue.history(id).map((entry) => [entry.kind, entry.failure?.code ?? entry.remoteId])).toEqual([
    ['queued', null],
    ['claim', null],
    ['requeue', 'rate_limited'],
    ['claim', null],
    ['accepted', 'r-1'],
    ['waiting', 'network'],
    ['delivered', null],
    ['stored', null],
  ]);
  expect(rig.queue.history(id)[0]?.at).toBe(createdAtOf(id));
  expect(rig.queue.history(12345)).toEqual([]);
  await rig.close();
});

test('a job that is postponed for ever keeps its last hundred lines', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(picture));
  const id = await rig.enqueue('x');
  rig.jobs.apply(id, { kind: 'claim' });
  for (let look = 0; look < 250; look += 1) {
    rig.jobs.postpone(id, { dueAt: look, failure: fail('network', 'unknown') });
  }
  expect(rig.queue.history(id)).toHaveLength(101);
  await rig.close();
});
