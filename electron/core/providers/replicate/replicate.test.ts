import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import { defaultValues, findByRole } from '../../../../shared/domain/parameter.ts';
import { jsonOf } from '../../../../tests/doubles/http-double.ts';
import { sampleMp4, samplePng } from '../../../../tests/doubles/media-samples.ts';
import {
  startReplicateDouble,
  type ReplicateDouble,
  type ReplicateDoubleOptions,
} from '../../../../tests/doubles/replicate.ts';
import { loadCatalogue } from '../../models/catalogue.ts';
import { mediaMime } from '../picture-bytes.ts';
import { describeContract, requestFor, runJob, testDeps, testKey, watched } from '../contract-suite.ts';
import { pollDelayMs } from './follow.ts';
import { outputUrls } from './prediction.ts';
import { createReplicateProvider } from './replicate.ts';

const model: ModelEntry = {
  id: 'replicate/black-forest-labs/flux-schnell',
  provider: 'replicate',
  slug: 'black-forest-labs/flux-schnell',
  name: 'FLUX schnell',
  media: 'image',
  summary: '',
  parameters: [
    { key: 'prompt', title: 'Prompt', kind: 'text', role: 'prompt', required: true },
    { key: 'seed', title: 'Seed', kind: 'number', role: 'seed', integer: true },
    { key: 'num_outputs', title: 'Pictures', kind: 'number', role: 'count', min: 1, max: 4 },
    { key: 'image', title: 'Picture', kind: 'file', accept: 'image', role: 'image' },
  ],
  price: null,
  ai: true,
  origin: 'catalogue',
};

const create = (url: string, key: string | null = testKey) =>
  createReplicateProvider({
    ...testDeps,
    baseUrl: `${url}/v1`,
    readKey: () => Promise.resolve(key),
    models: () => [model],
  });

describeContract({
  name: 'Replicate',
  startDouble: () => startReplicateDouble({ key: testKey }),
  create,
  model,
  paid: true,
  recovers: true,
});

let opened: ReplicateDouble | undefined;
afterEach(() => opened?.close());

async function start(options: ReplicateDoubleOptions = {}) {
  const double = await startReplicateDouble({ key: testKey, ...options });
  opened = double;
  return { double, provider: create(double.url) };
}

test('a job is created by model name with a deadline, and followed with its progress', async () => {
  const { double, provider } = await start();
  const seen = watched();
  const result = await runJob(provider, requestFor(model, { count: 2 }), seen.context);
  expect(double.requests[0]?.path).toBe('/v1/models/black-forest-labs/flux-schnell/predictions');
  expect(double.requests[0]?.headers['cancel-after']).toBe('30m');
  expect(jsonOf(double.requests[0]!)).toEqual({
    input: { prompt: 'a lighthouse at dusk', seed: 7, num_outputs: 2 },
  });
  expect(seen.progress).toEqual([0.1, 0.2]);
  expect(result).toMatchObject({ ok: true, value: { outputs: [{ seed: 7 }, {}], costMicros: null } });
});

test('a community model runs by version, and its hardware seconds are its cost', async () => {
  const { double, provider } = await start();
  const version = 'a'.repeat(64);
  const priced = {
    ...model,
    version,
    price: { unit: 'hardware-second', usd: 0.000225, asOf: '2026-01-01', source: 'list' },
  } as const;
  const result = await runJob(provider, requestFor(priced), watched().context);
  expect(double.requests[0]?.path).toBe('/v1/predictions');
  expect(result).toMatchObject({ ok: true, value: { costMicros: 563, modelVersion: version } });
});

test('the catalogue’s upscaler is sent the picture and how often it fits, and no prompt', async () => {
  const { double, provider } = await start();
  const upscaler = loadCatalogue(resolve(import.meta.dirname, '../../../../resources')).find(
    ({ parameters }) => findByRole(parameters, 'scale'),
  );
  if (!upscaler) throw new Error('The catalogue has no upscaler');
  const picture = { key: 'image', mime: 'image/png' as const, read: () => Promise.resolve(samplePng()) };
  const request = requestFor(upscaler, {
    prompt: '',
    seed: null,
    values: defaultValues(upscaler.parameters),
    inputs: [picture],
  });
  const result = await runJob(provider, request, watched().context);
  expect(double.requests[0]?.path).toBe('/v1/predictions');
  expect(jsonOf(double.requests[0]!)).toEqual({
    version: upscaler.version,
    input: { image: expect.stringMatching(/^data:image\/png;base64,/), scale: 4, face_enhance: false },
  });
  expect(result).toMatchObject({ ok: true, value: { outputs: [{ source: { kind: 'url' } }] } });
});

test('small pictures travel inside the request, large ones are uploaded, and neither holds the key', async () => {
  const { double, provider } = await start();
  const large = Buffer.concat([samplePng(), Buffer.alloc(300_000)]);
  const run = (bytes: Uint8Array) =>
    runJob(
      provider,
      requestFor(model, {
        inputs: [{ key: 'image', mime: 'image/png', read: () => Promise.resolve(bytes) }],
      }),
      watched().context,
    );
  await run(samplePng());
  await run(large);
  const inputs = double.predictions.map((entry) => JSON.stringify(entry['input']));
  expect(inputs[0]).toContain('data:image/png;base64,');
  expect(inputs[1]).toContain(`${double.url}/v1/files/f1`);
  expect(inputs.join('')).not.toContain(testKey);
});

test('a followed job survives a restart: the same id is taken up again', async () => {
  const { provider } = await start();
  const request = requestFor(model);
  const submitted = await provider.submit(request, watched().context);
  if (!submitted.ok || submitted.value.kind !== 'accepted') throw new Error('not accepted');
  const after = create(opened!.url);
  expect(await after.follow(submitted.value.remoteId, request, watched().context)).toMatchObject({
    ok: true,
  });
});

test('find recognises a lost submission by its own seed, and nothing else', async () => {
  const { double, provider } = await start();
  const mine = requestFor(model, { key: 'job-a', seed: null });
  const twin = requestFor(model, { key: 'job-b', seed: null });
  double.script({ kind: 'hang' });
  const cancel = new AbortController();
  const running = provider.submit(mine, watched(cancel.signal).context);
  await double.seen(({ method }) => method === 'POST');
  cancel.abort();
  await running;
  expect(await provider.find(mine, watched().context)).toEqual({ ok: true, value: 'p1' });
  expect(await provider.find(twin, watched().context)).toEqual({ ok: true, value: null });
  expect(
    await provider.find({ ...mine, model: { ...model, slug: 'other/model' } }, watched().context),
  ).toEqual({ ok: true, value: null });
});

test('of equal requests to a model without a seed, the one made at the time of the attempt is found', async () => {
  let now = Date.parse('2026-11-23T10:00:00Z');
  const { provider } = await start({ now: () => now });
  const parameters = model.parameters.filter((entry) => entry.role !== 'seed');
  const request = requestFor({ ...model, parameters }, { since: now });
  for (const at of [0, 40_000, 80_000]) {
    now = request.since + at;
    await provider.submit({ ...request, since: now }, watched().context);
  }
  const found = await Promise.all(
    [0, 39_000, 79_000].map((at) =>
      provider.find({ ...request, since: request.since + at }, watched().context),
    ),
  );
  expect(found.map((entry) => entry.ok && entry.value)).toEqual(['p1', 'p2', 'p3']);
});

test('find never says "certainly not there" when the list cannot be read', async () => {
  const { double, provider } = await start();
  double.script({ kind: 'status', on: 'poll', status: 500, times: 9 });
  expect(await provider.find(requestFor(model), watched().context)).toMatchObject({
    ok: false,
    error: { charged: 'unknown' },
  });
});

test('find looks through every page since the attempt', async () => {
  const { double, provider } = await start({ pageSize: 2 });
  const requests = ['a', 'b', 'c', 'd', 'e'].map((key) => requestFor(model, { key, seed: null }));
  for (const request of requests) await provider.submit(request, watched().context);
  expect(await provider.find(requests[0]!, watched().context)).toEqual({ ok: true, value: 'p1' });
  expect(
    double.requests.filter(({ path, method }) => method === 'GET' && path === '/v1/predictions'),
  ).toHaveLength(3);
});

test('a prediction whose input Replicate has deleted is taken for the lost one rather than paid twice', async () => {
  const { double, provider } = await start();
  const request = requestFor(model, { since: Date.now() - 1000 });
  await provider.submit(request, watched().context);
  double.end('p1', { input: {}, data_removed: true, status: 'succeeded', output: null });
  expect(await provider.find(request, watched().context)).toEqual({ ok: true, value: 'p1' });
  expect(await provider.follow('p1', request, watched().context)).toMatchObject({
    ok: false,
    error: { code: 'outcome_unknown', charged: 'yes' },
  });
});

test.each([
  [
    { status: 'failed', error: 'NSFW content detected. Try a different prompt.' },
    { code: 'safety_refused', charged: 'no' },
  ],
  [
    { status: 'failed', error: 'The input or output was flagged as sensitive. (E005)', started_at: 'x' },
    { code: 'safety_refused', charged: 'unknown' },
  ],
  [
    { status: 'failed', error: 'CUDA out of memory', started_at: 'x' },
    { code: 'provider_error', charged: 'unknown' },
  ],
  [
    { status: 'failed', error: null, logs: 'step 1\nKilled' },
    { code: 'provider_error', detail: 'Killed' },
  ],
  [{ status: 'aborted' }, { code: 'timed_out', charged: 'no' }],
  [
    { status: 'canceled', started_at: 'x' },
    { code: 'cancelled', charged: 'yes' },
  ],
  [
    { status: 'succeeded', output: null },
    { code: 'bad_output', charged: 'yes' },
  ],
  [
    { status: 'succeeded', output: ['just text', null] },
    { code: 'bad_output', charged: 'yes' },
  ],
])('a prediction that ends as %j', async (ending, expected) => {
  const { double, provider } = await start();
  const request = requestFor(model);
  await provider.submit(request, watched().context);
  double.end('p1', ending);
  expect(await provider.follow('p1', request, watched().context)).toMatchObject({
    ok: false,
    error: expected,
  });
});

test.each([
  ['https://replicate.delivery/a.mp4', 1],
  [['https://replicate.delivery/a.png', null, 'https://replicate.delivery/b.png'], 2],
  [{ video: 'https://replicate.delivery/a.mp4', seed: 3, meta: null }, 1],
  [`data:image/png;base64,${samplePng().toString('base64')}`, 1],
])('output %j', async (output, count) => {
  const { double, provider } = await start();
  const request = requestFor(model);
  await provider.submit(request, watched().context);
  double.end('p1', { status: 'succeeded', output });
  const result = await provider.follow('p1', request, watched().context);
  expect(result.ok && result.value.outputs).toHaveLength(count);
});

test('trouble while following is waited out a little, then told so that the queue comes back', async () => {
  const { double, provider } = await start();
  const request = requestFor(model);
  await provider.submit(request, watched().context);
  double.script(
    { kind: 'drop', on: 'poll' },
    { kind: 'html', on: 'poll' },
    { kind: 'status', status: 503, on: 'poll' },
  );
  expect(await provider.follow('p1', request, watched().context)).toMatchObject({ ok: true });
  double.script({ kind: 'drop', on: 'poll', times: 4 });
  expect(await provider.follow('p1', request, watched().context)).toMatchObject({
    ok: false,
    error: { code: 'network', charged: 'unknown' },
  });
});

test('an id that Replicate has forgotten is an unknown outcome', async () => {
  const { provider } = await start();
  expect(await provider.follow('p99', requestFor(model), watched().context)).toMatchObject({
    ok: false,
    error: { code: 'outcome_unknown' },
  });
});

test('throttling without a header is read from the text; refused fields are named; no credit is told', async () => {
  const { double, provider } = await start();
  double.script(
    {
      kind: 'status',
      status: 429,
      body: { detail: 'Request was throttled. Your rate limit resets in ~30s.' },
    },
    {
      kind: 'status',
      status: 422,
      body: { title: 'Input validation failed', detail: '- input.prompt is required', invalid_fields: [] },
    },
    { kind: 'status', status: 402, body: { title: 'Insufficient credit' } },
  );
  const submit = () => provider.submit(requestFor(model), watched().context);
  expect(await submit()).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 30_000 } });
  expect(await submit()).toMatchObject({ error: { code: 'invalid_input', fields: ['prompt'] } });
  expect(await submit()).toMatchObject({ error: { code: 'no_credit' } });
  expect(double.bills).toBe(0);
});

test('cancel stops the prediction and does not mind one that is over', async () => {
  const { double, provider } = await start();
  const request = requestFor(model);
  const { signal } = new AbortController();
  await provider.submit(request, watched().context);
  expect(await provider.cancel('p1', request, signal)).toEqual({ ok: true, value: undefined });
  expect(double.predictions[0]).toMatchObject({ status: 'aborted' });
  expect(await provider.cancel('p77', request, signal)).toEqual({ ok: true, value: undefined });
});

test('polling is quick at first and gentle later', () => {
  expect([0, 4, 5, 14].map((turn) => pollDelayMs(turn, 0.5))).toEqual([1000, 1000, 2000, 2000]);
  expect(pollDelayMs(15, 0)).toBe(4500);
  expect(pollDelayMs(99, 1)).toBe(5500);
});

test('a video model delivers the address of its clip, once, and runs for at most an hour', async () => {
  const { double, provider } = await start({ output: await sampleMp4() });
  const clip: ModelEntry = { ...model, media: 'video', slug: 'minimax/video-01' };
  const result = await runJob(provider, requestFor(clip), watched().context);
  const source = result.ok ? result.value.outputs[0]?.source : undefined;
  if (source?.kind !== 'url') throw new Error('no address');
  const bytes = new Uint8Array(await (await fetch(source.url)).arrayBuffer());
  expect(mediaMime(bytes)).toBe('video/mp4');
  expect(double.requests[0]?.headers['cancel-after']).toBe('60m');
  expect(double.bills).toBe(1);
});

test('whatever a model answers, only addresses of files come out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (output) => {
      expect(outputUrls(output).every((url) => /^(?:https?:|data:)/.test(url))).toBe(true);
    }),
  );
});
