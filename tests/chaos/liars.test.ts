import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { modelEntry, type ModelEntry } from '../../shared/domain/model.ts';
import { createOpenAIProvider } from '../../electron/core/providers/openai/openai.ts';
import type { Provider } from '../../electron/core/providers/provider.ts';
import { createReplicateProvider } from '../../electron/core/providers/replicate/replicate.ts';
import { jsonOf, startHttpDouble, type HttpDouble, type Reply, type Route } from '../doubles/http-double.ts';
import { samplePng } from '../doubles/media-samples.ts';
import { startOpenAIDouble } from '../doubles/openai.ts';
import { startReplicateDouble } from '../doubles/replicate.ts';
import { createQueueRig, pictureModel, type RigOptions } from '../support/queue-rig.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Providers that lie, behind the real adapters: none of them may corrupt the queue, each ends in a named error. */

const deps = {
  fetch: globalThis.fetch,
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
  now: Date.now,
  readKey: async () => 'key',
};
const openaiModel: ModelEntry = modelEntry.parse({
  ...pictureModel,
  id: 'openai/test',
  provider: 'openai',
  slug: 'gpt-image-2',
  parameters: pictureModel.parameters.filter((entry) => entry.role === 'prompt'),
});

async function rigWith(
  double: HttpDouble,
  kind: 'replicate' | 'openai' = 'replicate',
  options: RigOptions = {},
) {
  onTestFinished(() => double.close());
  const baseUrl = `${double.url}/v1`;
  const provider: Provider =
    kind === 'openai'
      ? createOpenAIProvider({ ...deps, baseUrl })
      : createReplicateProvider({ ...deps, baseUrl, models: () => [] });
  const folder = tempFolder();
  const rig = await createQueueRig(folder, provider, { models: [pictureModel, openaiModel], ...options });
  onTestFinished(() => rig.close());
  rig.queue.start();
  return {
    ...rig,
    /** Nothing is left on disk that no creation names. */
    isClean: () =>
      readdirSync(join(folder, 'media'), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ).length === rig.db.prepare('SELECT count(*) FROM creation').pluck().get() &&
      rig.db.prepare('SELECT count(*) FROM staged_file').pluck().get() === 0,
  };
}

/** A Replicate whose every answer is the test's. */
function startLiar(answers: {
  create: (prompt: string, turn: number) => Reply['body'];
  look?: (id: string) => Reply['body'];
  deliver?: Route['answer'];
}): Promise<HttpDouble> {
  let turn = 0;
  return startHttpDouble([
    {
      method: 'POST',
      path: /\/predictions$/,
      stage: 'submit',
      answer: ({ request, bill }) => {
        bill();
        const { input } = jsonOf(request) as { input: { prompt: string } };
        return { status: 201, body: answers.create(input.prompt, (turn += 1)) };
      },
    },
    {
      method: 'GET',
      path: /\/predictions\/[^/]+$/,
      stage: 'poll',
      answer: ({ url }) => ({ body: answers.look?.(url.pathname.split('/').at(-1) ?? '') ?? {} }),
    },
    { method: 'POST', path: /\/cancel$/, stage: 'poll', answer: () => ({ body: {} }) },
    {
      method: 'GET',
      path: /^\/delivery/,
      stage: 'output',
      answer: (context) => (answers.deliver ? answers.deliver(context) : { body: samplePng() }),
    },
  ]);
}

test('success with no output', async () => {
  const double = await startReplicateDouble();
  double.script({ kind: 'no-output' });
  const rig = await rigWith(double);
  expect(await rig.finished(await rig.enqueue('x'))).toMatchObject({
    state: 'failed',
    failure: { code: 'bad_output', charged: 'yes' },
    creationIds: [],
  });
  expect(rig.isClean()).toBe(true);
});

test('it changes its number', async () => {
  const double = await startLiar({
    create: () => ({ id: 'one', status: 'starting' }),
    look: () => ({ id: 'two', status: 'succeeded', output: 'http://127.0.0.1:1/x.png' }),
  });
  const rig = await rigWith(double);
  const job = await rig.finished(await rig.enqueue('x'));
  expect(job).toMatchObject({ state: 'failed', failure: { code: 'provider_error', charged: 'unknown' } });
  expect(job.failure?.detail).toContain('two');
});

test("it answers with another job's number", async () => {
  const double = await startLiar({
    create: () => ({ id: 'same', status: 'starting' }),
    look: () => ({ id: 'same', status: 'processing' }),
  });
  const rig = await rigWith(double);
  const first = await rig.enqueue('first');
  await rig.untilState(first, 'running');
  const second = await rig.finished(await rig.enqueue('second'));
  expect(second.failure).toMatchObject({ code: 'provider_error', charged: 'unknown' });
  expect(rig.queue.get(first)?.state).toBe('running');
});

test("it delivers another job's file", async () => {
  const double = await startLiar({
    create: (_, turn) => ({ id: `p${turn}`, status: 'starting' }),
    look: (id) => ({
      id,
      status: 'succeeded',
      input: { prompt: 'somebody else' },
      output: 'http://127.0.0.1:1/x.png',
    }),
  });
  const rig = await rigWith(double);
  const job = await rig.finished(await rig.enqueue('mine alone'));
  expect(job).toMatchObject({ state: 'failed', failure: { code: 'provider_error' }, creationIds: [] });
  expect(job.failure?.detail).toContain('another prompt');
});

test('it delivers after it was cancelled', async () => {
  const looked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const double = await startLiar({
    create: () => ({ id: 'late', status: 'starting' }),
    look: () => {
      looked.resolve();
      return { id: 'late', status: 'succeeded', output: `${double.url}/delivery/x.png` };
    },
    deliver: async () => {
      await answer.promise;
      return { body: samplePng() };
    },
  });
  const rig = await rigWith(double);
  const id = await rig.enqueue('x');
  await looked.promise;
  await rig.untilState(id, 'fetching');
  await rig.queue.cancel([id]);
  answer.resolve();
  await rig.queue.stop();
  expect(rig.queue.get(id)).toMatchObject({ state: 'cancelled', creationIds: [] });
  expect(rig.isClean()).toBe(true);
});

test('it delivers twice: both are kept, as outputs of the one job, for the one bill', async () => {
  const double = await startReplicateDouble();
  double.script({ kind: 'twice' });
  const rig = await rigWith(double);
  const job = await rig.finished(await rig.enqueue('x'));
  expect(job).toMatchObject({ state: 'done', creationIds: [job.id, job.id + 1] });
  expect([double.bills, rig.isClean()]).toEqual([1, true]);
});

test('it delivers a flood', async () => {
  const double = await startLiar({
    create: () => ({ id: 'flood', status: 'starting' }),
    look: (id) => ({
      id,
      status: 'succeeded',
      output: Array.from({ length: 5000 }, () => `${double.url}/delivery`),
    }),
  });
  const rig = await rigWith(double);
  const next = await rig.finished(await rig.enqueue('x'));
  expect(next).toMatchObject({ state: 'failed', failure: { code: 'bad_output', charged: 'yes' } });
});

test.each([
  ['at full speed', { maxBytes: 200_000 }, 4096],
  ['in drops', { totalMs: 300 }, 1],
])('it streams for ever, %s', async (_, limits, piece) => {
  const double = await startLiar({
    create: () => ({ id: 'endless', status: 'starting' }),
    look: (id) => ({ id, status: 'succeeded', output: `${double.url}/delivery/x.png` }),
    deliver: ({ response }) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      const drip = setInterval(() => response.write(Buffer.alloc(piece)), 1);
      response.on('close', () => clearInterval(drip));
      return null;
    },
  });
  const rig = await rigWith(double, 'replicate', { limits });
  expect(await rig.finished(await rig.enqueue('x'))).toMatchObject({
    state: 'failed',
    failure: { code: 'bad_output', charged: 'yes' },
  });
  expect(rig.isClean()).toBe(true);
});

test('it begins to send a file and falls silent: the file is asked for again, the job never sent again', async () => {
  let deliveries = 0;
  const double = await startLiar({
    create: () => ({ id: 'silent', status: 'starting' }),
    look: (id) => ({ id, status: 'succeeded', output: `${double.url}/delivery/x.png` }),
    deliver: ({ response }) => {
      deliveries += 1;
      if (deliveries > 2) return { body: samplePng() };
      response.writeHead(200).write(samplePng().subarray(0, 40));
      return null;
    },
  });
  const rig = await rigWith(double, 'replicate', { limits: { stallMs: 100 } });
  expect((await rig.finished(await rig.enqueue('x'))).state).toBe('done');
  expect([deliveries, double.bills]).toEqual([3, 1]);
});

test('an error page with status 200 instead of a file', async () => {
  const double = await startReplicateDouble();
  double.script({ kind: 'html', on: 'output', times: 9 });
  const rig = await rigWith(double);
  const job = await rig.finished(await rig.enqueue('x'));
  expect(job.failure).toMatchObject({ code: 'bad_output', charged: 'yes', detail: 'It is a web page.' });
  expect(rig.isClean()).toBe(true);
});

test('an error page with status 200 instead of a picture, where nobody can be asked again', async () => {
  const double = await startOpenAIDouble();
  double.script({ kind: 'html' });
  const rig = await rigWith(double, 'openai');
  const job = await rig.finished(await rig.enqueue('x', { modelId: openaiModel.id }));
  expect(job).toMatchObject({
    state: 'interrupted',
    failure: { code: 'outcome_unknown', charged: 'unknown' },
  });
  expect(double.submissions).toBe(1);
});

test('an error page with status 200 instead of an acceptance: looked up, and not paid twice', async () => {
  const double = await startReplicateDouble();
  double.script({ kind: 'drop' });
  const rig = await rigWith(double);
  expect((await rig.finished(await rig.enqueue('x'))).state).toBe('done');
  expect(double.bills).toBe(1);
});

test('equal jobs on a model without a seed: a lost answer is not taken from the job beside it', async () => {
  const seedless = {
    ...pictureModel,
    parameters: pictureModel.parameters.filter((entry) => entry.role !== 'seed'),
  };
  const double = await startReplicateDouble({ looks: 40 });
  const rig = await rigWith(double, 'replicate', { models: [seedless] });
  const first = await rig.enqueue('the same words');
  await rig.untilState(first, 'running');
  double.script({ kind: 'drop' });
  const second = await rig.enqueue('the same words');
  expect([(await rig.finished(first)).state, (await rig.finished(second)).state]).toEqual(['done', 'done']);
  const remoteIds = rig.db.prepare('SELECT remote_id FROM job ORDER BY id').pluck().all();
  expect([remoteIds, double.bills]).toEqual([['p1', 'p2'], 2]);
});
