import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Outcome, Submission } from '../providers/provider.ts';

const picture = await png();
const outcome: Outcome = { outputs: [{ source: { kind: 'bytes', bytes: picture } }], costMicros: 9000 };

test('cancelled while it is being sent: it may arrive, so that it can be called off there', async () => {
  const answer = Promise.withResolvers<Result<Submission, Failure>>();
  const called = Promise.withResolvers<string>();
  let aborted = false;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: (_request, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true));
        return answer.promise;
      },
      find: async () => ok(null),
      follow: async () => ok(outcome),
      cancel: async (remoteId) => {
        called.resolve(remoteId);
        return ok(undefined);
      },
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('stop');
  await rig.untilState(id, 'submitting');
  await rig.queue.cancel([id]);
  expect(rig.queue.get(id)).toMatchObject({ state: 'cancelled', failure: { charged: 'unknown' } });
  expect(aborted).toBe(false);
  answer.resolve(ok({ kind: 'accepted', remoteId: 'late-1' }));
  expect(await called.promise).toBe('late-1');
  expect(rig.queue.get(id)?.state).toBe('cancelled');
  await rig.close();
});

test('a download that failed is fetched again by a retry: the job is not sent, or paid, a second time', async () => {
  let submits = 0;
  const broken = { source: { kind: 'url', url: 'http://127.0.0.1:1/gone.png' } } as const;
  let output: Outcome['outputs'][number] = broken;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => (submits++, ok({ kind: 'accepted', remoteId: 'paid-1' })),
      follow: async () => ok({ ...outcome, outputs: [output] }),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('paid');
  await rig.until(() => rig.queue.get(id)?.failure?.code === 'network');
  // As if the disk had been full: the job ended with what was paid for still at the provider.
  rig.jobs.apply(id, { kind: 'failed', failure: fail('disk', 'yes') }, { failure: fail('disk', 'yes') });
  output = outcome.outputs[0]!;
  await rig.queue.retry([id]);
  rig.clock.advance(60_000);
  expect(await rig.finished(id)).toMatchObject({ state: 'done', costMicros: 9000 });
  expect(submits).toBe(1);
  expect(rig.db.prepare('SELECT count(*) FROM charge').pluck().get()).toBe(1);
  await rig.close();
});

test('a media folder that cannot be written stops the line: no job is paid for that cannot be kept', async () => {
  const folder = tempFolder();
  let submits = 0;
  const rig = await createQueueRig(
    folder,
    scriptedProvider(picture, {
      concurrency: 1,
      submit: async () => (submits++, ok({ kind: 'finished', outcome })),
    }),
  );
  // A file where the folder should be: permissions do not stop everybody.
  const incoming = join(folder, 'media', '.incoming');
  rmSync(incoming, { recursive: true });
  writeFileSync(incoming, '');
  for (const prompt of ['a', 'b', 'c']) await rig.enqueue(prompt);
  rig.queue.start();
  await rig.until(() => rig.queue.status().failed === 1);
  for (let passed = 0; passed < 20; passed += 1) rig.clock.advance(60_000);
  expect(rig.queue.status()).toMatchObject({ queued: 2, failed: 1 });
  expect(rig.queue.status().providers[0]).toMatchObject({ state: 'tripped', reason: 'disk', until: null });
  expect(submits).toBe(1);
  await rig.close();
});
