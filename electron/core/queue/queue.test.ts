import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { everything } from '../../../shared/domain/creation.ts';
import { err, ok } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Outcome } from '../providers/provider.ts';

const outcomeOf = (bytes: Uint8Array): Outcome => ({
  outputs: [{ source: { kind: 'bytes', bytes } }],
  costMicros: 9000,
});

test('a job becomes a creation with its recipe, cost, words and file', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(await png(64, 48)));
  rig.queue.start();
  const job = await rig.finished(await rig.enqueue('a lighthouse at dusk', { parameters: { steps: 8 } }));
  expect(job).toMatchObject({
    state: 'done',
    failure: null,
    costMicros: 10_000,
    attempt: 1,
    creationIds: [job.id],
  });
  expect(rig.creations.get(job.id)).toMatchObject({
    width: 64,
    height: 48,
    mime: 'image/png',
    present: true,
    reference: null,
    recipe: { prompt: 'a lighthouse at dusk', seed: 7, parameters: { steps: 8 } },
  });
  expect([...rig.creations.index({ ...everything, text: 'light' }).ids]).toEqual([job.id]);
  expect(rig.events.filter((event) => event.name === 'library.changed')).toHaveLength(1);
  await rig.close();
});

test('the remote id is on disk before anyone waits for it, and a restart follows it again', async () => {
  const folder = tempFolder();
  const stuck = scriptedProvider(await png(), {
    submit: async () => ok({ kind: 'accepted', remoteId: 'remote-1' }),
    follow: (_id, _request, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(err(fail('cancelled', 'unknown')))),
      ),
  });
  const first = await createQueueRig(folder, stuck);
  first.queue.start();
  const id = await first.enqueue('slow');
  await first.untilState(id, 'running');
  await first.close();

  const submissions: string[] = [];
  const followed: string[] = [];
  const picture = await png();
  const second = await createQueueRig(
    folder,
    scriptedProvider(picture, {
      submit: async ({ key }) => {
        submissions.push(key);
        return err(fail('provider_error', 'no'));
      },
      follow: async (remoteId) => {
        followed.push(remoteId);
        return ok(outcomeOf(picture));
      },
    }),
  );
  expect(second.queue.get(id)?.state).toBe('running');
  second.queue.start();
  expect(await second.finished(id)).toMatchObject({ state: 'done', costMicros: 9000 });
  expect(followed).toEqual(['remote-1']);
  expect(submissions).toEqual([]);
  await second.close();
});

test('a paid submit that a crash interrupted is never repeated: the person is asked', async () => {
  const folder = tempFolder();
  const first = await createQueueRig(folder, scriptedProvider(await png()));
  const id = await first.enqueue('paid');
  // The process ends right after the intent was written: nothing else runs.
  first.jobs.apply(id, { kind: 'claim' }, { attempt: 1, submitKey: 'vp-1' });
  first.db.close();

  let submitted = 0;
  const second = await createQueueRig(
    folder,
    scriptedProvider(await png(), { submit: async () => (submitted++, err(fail('provider_error', 'no'))) }),
  );
  second.queue.start();
  expect(await second.finished(id)).toMatchObject({
    state: 'interrupted',
    failure: { code: 'outcome_unknown', charged: 'unknown' },
  });
  expect(submitted).toBe(0);
  await second.close();
});

test('a lost submit is looked up where the provider can be asked', async () => {
  const folder = tempFolder();
  const picture = await png();
  const first = await createQueueRig(folder, scriptedProvider(picture));
  const found = await first.enqueue('found');
  const lost = await first.enqueue('lost');
  first.jobs.apply(found, { kind: 'claim' }, { attempt: 1, submitKey: 'key-found' });
  first.jobs.apply(lost, { kind: 'claim' }, { attempt: 1, submitKey: 'key-lost' });
  first.db.close();

  const submitted: string[] = [];
  const second = await createQueueRig(
    folder,
    scriptedProvider(picture, {
      submit: async ({ prompt }) => {
        submitted.push(prompt);
        return ok({ kind: 'finished', outcome: outcomeOf(picture) });
      },
      find: async ({ key }) => ok(key === 'key-found' ? 'remote-found' : null),
      follow: async () => ok(outcomeOf(picture)),
    }),
  );
  second.queue.start();
  expect((await second.finished(found)).state).toBe('done');
  expect((await second.finished(lost)).state).toBe('done');
  expect(submitted).toEqual(['lost']);
  await second.close();
});

test('only what certainly cost nothing is tried again by itself, after the wait the provider asked for', async () => {
  const answers = [err(fail('rate_limited', 'no', { retryAfterMs: 7000 })), err(fail('network', 'unknown'))];
  let calls = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(await png(), { submit: async () => answers[calls++]! }),
  );
  rig.queue.start();
  const id = await rig.enqueue('again');
  await rig.until(() => rig.queue.get(id)?.dueAt !== null && rig.queue.get(id)?.state === 'queued');
  expect(calls).toBe(1);
  rig.clock.advance(6999);
  expect(rig.queue.get(id)?.state).toBe('queued');
  rig.clock.advance(1);
  expect(await rig.finished(id)).toMatchObject({
    state: 'failed',
    failure: { code: 'network', charged: 'unknown' },
  });
  expect(calls).toBe(2);
  await rig.close();
});

test('trouble while following keeps the job with the provider and never submits again', async () => {
  let submits = 0;
  let follows = 0;
  const picture = await png();
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => (submits++, ok({ kind: 'accepted', remoteId: 'r' })),
      follow: async () => (follows++ === 0 ? err(fail('network', 'unknown')) : ok(outcomeOf(picture))),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('slow line');
  await rig.until(() => rig.queue.get(id)?.dueAt !== null && rig.queue.get(id)?.state === 'running');
  rig.clock.advance(15_000);
  expect((await rig.finished(id)).state).toBe('done');
  expect([submits, follows]).toEqual([1, 2]);
  await rig.close();
});

test('outputs that are no picture end the job and leave no file', async () => {
  const folder = tempFolder();
  const whole = Buffer.from(await png(256, 256));
  const bad: Record<string, Uint8Array> = {
    html: Buffer.from('<!doctype html><title>Sorry</title>'),
    truncated: whole.subarray(0, whole.length - 60),
    empty: new Uint8Array(),
  };
  const rig = await createQueueRig(
    folder,
    scriptedProvider(whole, {
      submit: async ({ prompt }) => ok({ kind: 'finished', outcome: outcomeOf(bad[prompt]!) }),
    }),
  );
  rig.queue.start();
  for (const name of Object.keys(bad)) {
    expect(await rig.finished(await rig.enqueue(name))).toMatchObject({
      state: 'failed',
      failure: { code: 'bad_output', charged: 'yes' },
      creationIds: [],
    });
  }
  expect(readdirSync(join(folder, 'media'))).toEqual(['.incoming']);
  expect(readdirSync(join(folder, 'media', '.incoming'))).toEqual([]);
  await rig.close();
});

test('success with nothing delivered is named, not hidden', async () => {
  const empty = { outputs: [], costMicros: 500 };
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(await png(), { submit: async () => ok({ kind: 'finished', outcome: empty }) }),
  );
  rig.queue.start();
  expect((await rig.finished(await rig.enqueue('x'))).failure).toMatchObject({
    code: 'bad_output',
    charged: 'yes',
  });
  await rig.close();
});

test('cancelling tells the provider, and a late answer changes nothing', async () => {
  const cancelled: string[] = [];
  const picture = await png();
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => ok({ kind: 'accepted', remoteId: 'r-9' }),
      follow: (_id, _request, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok(outcomeOf(picture))))),
      cancel: async (id) => (cancelled.push(id), ok(undefined)),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('stop me');
  await rig.untilState(id, 'running');
  await rig.queue.cancel([id]);
  expect(rig.queue.get(id)).toMatchObject({ state: 'cancelled', creationIds: [] });
  await rig.close();
  expect(cancelled).toEqual(['r-9']);
});

test('pause holds, reorder and run next decide who is first, concurrency is kept', async () => {
  const order: string[] = [];
  let inFlight = 0;
  let most = 0;
  const picture = await png();
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async ({ prompt }) => {
        order.push(prompt);
        most = Math.max(most, ++inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return ok({ kind: 'finished', outcome: outcomeOf(picture) });
      },
    }),
  );
  rig.queue.pause(null, true);
  rig.queue.start();
  const ids: number[] = [];
  for (const prompt of ['a', 'b', 'c', 'd', 'e']) ids.push(await rig.enqueue(prompt));
  expect(rig.queue.status()).toMatchObject({ paused: true, queued: 5, active: 0, pendingMicros: 50_000 });
  rig.queue.move(ids[4]!, ids[1]!);
  rig.queue.runNext(ids[2]!);
  rig.queue.move(ids[0]!, null);
  expect(order).toEqual([]);
  rig.queue.pause(null, false);
  await Promise.all(ids.map((id) => rig.finished(id)));
  expect(order).toEqual(['c', 'e', 'b', 'd', 'a']);
  expect(most).toBe(2);
  await rig.close();
});

test('two hundred moves into the same gap still keep an order', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(await png()));
  const first = await rig.enqueue('first');
  const ids: number[] = [];
  for (let index = 0; index < 200; index += 1) ids.push(await rig.enqueue(String(index)));
  for (const id of ids) rig.queue.move(id, first);
  const order = rig.queue.list('active', 500, null).map((job) => job.recipe.prompt);
  expect(order).toEqual([...ids.map((_, index) => String(index)), 'first']);
  await rig.close();
});

test('a request that cannot work is refused whole, with the reason', async () => {
  const retired = {
    ...pictureModel,
    id: 'openai/old',
    name: 'Old',
    retiresOn: '2020-01-01',
    successor: 'openai/new',
  };
  const rig = await createQueueRig(tempFolder(), scriptedProvider(await png()), {
    models: [pictureModel, retired],
  });
  const request = {
    modelId: pictureModel.id,
    prompt: 'x',
    negative: '',
    count: 1,
    seed: null,
    parameters: {},
    inputs: [],
  };
  const refusal = async (change: object) => {
    const result = await rig.queue.enqueue([request, { ...request, ...change }]);
    return result.ok ? null : result.error;
  };
  expect(await refusal({ prompt: '  ' })).toMatchObject({ code: 'invalid_input', fields: ['prompt'] });
  expect((await refusal({ prompt: 'x'.repeat(1001) }))?.detail).toContain('1001 characters');
  expect(await refusal({ parameters: { steps: 99 } })).toMatchObject({
    code: 'invalid_input',
    fields: ['steps'],
  });
  expect(await refusal({ modelId: 'nobody/knows' })).toMatchObject({ code: 'model_gone' });
  expect(await refusal({ modelId: 'openai/old' })).toMatchObject({
    code: 'model_gone',
    successor: 'openai/new',
  });
  expect(rig.queue.list('all', 10, null)).toEqual([]);
  await rig.close();
});

test('several outputs of a model that makes one at a time become jobs with seeds counting up', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(await png()));
  rig.queue.pause(null, true);
  const first = await rig.enqueue('three', { count: 3, seed: 4_294_967_295 });
  const jobs = rig.queue.list('active', 10, null);
  expect(jobs.map((job) => job.recipe.seed)).toEqual([4_294_967_295, 0, 1]);
  expect(jobs.map((job) => job.batchId)).toEqual([first, first, first]);
  await rig.close();
});

test('what a crash left named but unclaimed is removed at the next start', async () => {
  const folder = tempFolder();
  const rig = await createQueueRig(folder, scriptedProvider(await png()));
  const received = await rig.originals.receive([await png()], 1e6);
  rig.staged.stage([{ jobId: 2048, files: [{ sha256: received.sha256, format: 'png', seed: null }] }]);
  await rig.originals.keep(received, 'png');
  expect(rig.originals.isPresent({ sha256: received.sha256, format: 'png' })).toBe(true);
  expect(await rig.staged.sweep(rig.originals, rig.creations)).toBe(1);
  expect(rig.originals.isPresent({ sha256: received.sha256, format: 'png' })).toBe(false);
  await rig.close();
});

test('retry starts a failed job afresh at the end of the queue', async () => {
  const picture = await png();
  let calls = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () =>
        calls++ === 0
          ? err(fail('safety_refused', 'no'))
          : ok({ kind: 'finished', outcome: outcomeOf(picture) }),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('second time lucky');
  expect((await rig.finished(id)).state).toBe('failed');
  await rig.queue.retry([id]);
  await rig.untilState(id, 'done');
  expect(rig.queue.get(id)).toMatchObject({ failure: null, attempt: 1 });
  rig.queue.clear(null);
  expect(rig.queue.list('all', 10, null)).toEqual([]);
  expect(rig.creations.get(id)?.present).toBe(true);
  await rig.close();
});
