import { expect, test } from 'vitest';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Outcome, Submission } from '../providers/provider.ts';

const minute = 60_000;
const picture = await png();
const outcome: Outcome = { outputs: [{ source: { kind: 'bytes', bytes: picture } }], costMicros: 0 };
const made: Result<Submission, Failure> = ok({ kind: 'finished', outcome });

type Rig = Awaited<ReturnType<typeof createQueueRig>>;
const standing = (rig: Rig) => rig.queue.status().providers[0];
const states = (rig: Rig) => rig.queue.list('all', 50, null).map((job) => job.state);

test('one complaint holds every waiting job of the provider, and nobody is asked before its time', async () => {
  let calls = 0;
  const limited = err(fail('rate_limited', 'no', { retryAfterMs: 7000 }));
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, { concurrency: 1, submit: async () => (calls++ === 0 ? limited : made) }),
  );
  const ids = [await rig.enqueue('a'), await rig.enqueue('b')];
  rig.queue.start();
  await rig.until(() => standing(rig)?.state === 'limited');
  expect(standing(rig)?.until).toBe(rig.clock.now() + 7000);
  rig.clock.advance(6999);
  expect(calls).toBe(1);
  rig.clock.advance(1);
  await rig.untilState(ids[0]!, 'done');
  rig.clock.advance(minute);
  await rig.untilState(ids[1]!, 'done');
  expect(calls).toBe(3);
  await rig.close();
});

test('an outage stops the line after three tries, is told, and ends by itself', async () => {
  let online = false;
  let submits = 0;
  let checks = 0;
  const offline = err(fail('network', 'no'));
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      concurrency: 1,
      submit: async () => (submits++, online ? made : offline),
      check: async () => (checks++, online ? ok({ account: null }) : offline),
    }),
  );
  for (let index = 0; index < 10; index += 1) await rig.enqueue(`job ${index}`);
  rig.queue.start();
  await rig.until(() => standing(rig)?.state === 'tripped');
  expect(standing(rig)).toMatchObject({ reason: 'network' });
  expect(submits).toBe(3);
  for (let passed = 0; passed < 60; passed += 1) {
    const before = checks;
    const probes = (standing(rig)?.until ?? 0) <= rig.clock.now() + minute;
    rig.clock.advance(minute);
    if (probes) await rig.until(() => checks > before && standing(rig)?.until !== null);
  }
  expect(submits).toBe(3);
  expect(checks).toBeLessThan(40);
  expect(new Set(states(rig))).toEqual(new Set(['queued']));
  expect(rig.clock.timers()).toBeLessThanOrEqual(2);

  online = true;
  rig.queue.wake();
  await rig.until(() => rig.queue.status().done > 0);
  for (let passed = 0; passed < 10; passed += 1) rig.clock.advance(minute);
  await rig.until(() => rig.queue.status().done === 10);
  await rig.close();
});

test('a refused key fails one job, not the ninety-nine behind it; a new key lets them go on', async () => {
  let key = 'wrong';
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      concurrency: 1,
      submit: async () => (key === 'right' ? made : err(fail('auth', 'no'))),
      check: async () => (key === 'right' ? ok({ account: null }) : err(fail('auth', 'no'))),
    }),
  );
  for (let index = 0; index < 100; index += 1) await rig.enqueue(`job ${index}`);
  rig.queue.start();
  await rig.until(() => standing(rig)?.state === 'tripped');
  expect(rig.queue.status()).toMatchObject({ queued: 99, failed: 1 });
  for (let passed = 0; passed < 30; passed += 1) rig.clock.advance(minute);
  expect(rig.queue.status()).toMatchObject({ queued: 99, failed: 1 });
  key = 'right';
  rig.queue.reconsider('replicate');
  await rig.until(() => rig.queue.status().done > 3);
  await rig.close();
});

test('an empty account holds the line until the person asks again', async () => {
  let credit = false;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      concurrency: 1,
      submit: async () => (credit ? made : err(fail('no_credit', 'no'))),
    }),
  );
  const [first] = [await rig.enqueue('a'), await rig.enqueue('b')];
  rig.queue.start();
  await rig.until(() => standing(rig)?.state === 'tripped');
  for (let passed = 0; passed < 100; passed += 1) rig.clock.advance(minute);
  expect(states(rig).toSorted()).toEqual(['failed', 'queued']);
  credit = true;
  await rig.queue.retry([first]);
  await rig.until(() => rig.queue.status().done === 2);
  await rig.close();
});

test('where nobody waits (the command line), jobs fail after a few tries', async () => {
  let calls = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, { submit: async () => (calls++, err(fail('network', 'no'))) }),
    { impatient: true },
  );
  const id = await rig.enqueue('x');
  rig.queue.start();
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await rig.until(() => rig.queue.get(id)?.state === 'queued' && rig.queue.get(id)?.attempt === attempt);
    rig.clock.advance(minute);
  }
  expect((await rig.finished(id)).failure?.code).toBe('network');
  expect(calls).toBe(5);
  await rig.close();
});

test('the laptop sleeps in the middle of a ten-minute video, the network comes back late: the file is there', async () => {
  let readyAt = 0;
  let online = true;
  const looks: number[] = [];
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => {
        readyAt = rig.clock.now() + 10 * minute;
        return ok({ kind: 'accepted', remoteId: 'clip-1' });
      },
      follow: async (_id, _request, { signal }) => {
        while (!signal.aborted) {
          looks.push(rig.clock.now());
          if (!online) return err(fail('network', 'unknown'));
          if (rig.clock.now() >= readyAt) return ok(outcome);
          await rig.clock.sleep(5000, signal);
        }
        return err(fail('cancelled', 'unknown'));
      },
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('waves');
  await rig.untilState(id, 'running');
  for (let passed = 0; passed < 36; passed += 1) {
    rig.clock.advance(5000);
    await rig.until(() => looks.length >= passed + 1);
  }
  // Eight hours with the lid shut; when it opens there is no network yet.
  online = false;
  rig.clock.jump(8 * 3_600_000);
  rig.clock.advance(5000);
  rig.queue.wake();
  await rig.until(() => rig.queue.get(id)?.failure?.code === 'network');
  expect(rig.queue.get(id)?.state).toBe('running');
  rig.clock.advance(15_000);
  online = true;
  rig.queue.wake();
  await rig.until(() => {
    rig.clock.advance(1000);
    return rig.queue.get(id)?.state === 'done';
  });
  expect(rig.creations.get(id)?.present).toBe(true);
  await rig.close();
});

test.each([
  ['an hour and a half back', -5_400_000],
  ['a year back', -365 * 24 * 3_600_000],
  ['a year forward', 365 * 24 * 3_600_000],
])(
  'the clock jumps %s while a job waits to be tried again: it is not late by more than an hour',
  async (_, jump) => {
    let calls = 0;
    const rig = await createQueueRig(
      tempFolder(),
      scriptedProvider(picture, {
        submit: async () => (calls++ === 0 ? err(fail('network', 'no', { retryAfterMs: 10_000 })) : made),
      }),
    );
    rig.queue.start();
    const id = await rig.enqueue('tick');
    await rig.until(() => rig.queue.get(id)?.dueAt !== null && rig.queue.get(id)?.state === 'queued');
    rig.clock.jump(jump);
    for (let passed = 0; passed < 61; passed += 1) rig.clock.advance(minute);
    expect(calls).toBe(2);
    await rig.untilState(id, 'done');
    await rig.close();
  },
);

test('a job that never ends is given up after a day of watching, however the clock jumps', async () => {
  const called: string[] = [];
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => ok({ kind: 'accepted', remoteId: 'endless' }),
      follow: (_id, _request, { signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve(err(fail('cancelled', 'unknown')))),
        ),
      cancel: async (id) => (called.push(id), ok(undefined)),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('for ever');
  await rig.untilState(id, 'running');
  rig.clock.jump(400 * 24 * 3_600_000);
  rig.clock.advance(minute);
  expect(rig.queue.get(id)?.state).toBe('running');
  for (let passed = 0; passed < 24 * 60; passed += 1) rig.clock.advance(minute);
  expect(await rig.finished(id)).toMatchObject({
    state: 'failed',
    failure: { code: 'timed_out', charged: 'unknown' },
  });
  expect(called).toEqual(['endless']);
  await rig.close();
});
