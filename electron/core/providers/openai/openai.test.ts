import { afterEach, expect, test } from 'vitest';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { HttpDouble } from '../../../../tests/doubles/http-double.ts';
import { jsonOf } from '../../../../tests/doubles/http-double.ts';
import { samplePng } from '../../../../tests/doubles/media-samples.ts';
import { startOpenAIDouble } from '../../../../tests/doubles/openai.ts';
import { describeContract, requestFor, runJob, testDeps, testKey, watched } from '../contract-suite.ts';
import { createOpenAIProvider } from './openai.ts';

const model: ModelEntry = {
  id: 'openai/gpt-image-2',
  provider: 'openai',
  slug: 'gpt-image-2',
  name: 'GPT Image 2',
  media: 'image',
  summary: '',
  parameters: [
    { key: 'prompt', title: 'Prompt', kind: 'text', role: 'prompt' },
    { key: 'n', title: 'Pictures', kind: 'number', role: 'count' },
    { key: 'size', title: 'Size', kind: 'choice', role: 'size', options: ['1024x1024'] },
    { key: 'output_format', title: 'Format', kind: 'choice', options: ['png', 'svg'] },
    { key: 'moderation', title: 'Moderation', kind: 'choice', options: ['auto', 'low'] },
    { key: 'image', title: 'Pictures', kind: 'file', accept: 'image', role: 'images', multiple: true },
    { key: 'mask', title: 'Mask', kind: 'file', accept: 'image', role: 'mask' },
  ],
  price: null,
  tokenRates: { textIn: 5, imageIn: 8, out: 30 },
  ai: true,
  successor: 'openai/gpt-image-3',
  origin: 'catalogue',
};

describeContract({
  name: 'OpenAI',
  startDouble: () => startOpenAIDouble({ key: testKey }),
  create: (url, key) =>
    createOpenAIProvider({ ...testDeps, baseUrl: `${url}/v1`, readKey: () => Promise.resolve(key) }),
  model,
  paid: true,
  recovers: false,
});

let opened: HttpDouble | undefined;
afterEach(() => opened?.close());

async function start() {
  const double = await startOpenAIDouble({ key: testKey });
  opened = double;
  const provider = createOpenAIProvider({
    ...testDeps,
    baseUrl: `${double.url}/v1`,
    readKey: () => Promise.resolve(testKey),
  });
  return { double, provider };
}

test('one picture is streamed with previews, and costs what its tokens cost', async () => {
  const { double, provider } = await start();
  const seen = watched();
  const request = requestFor(model, { values: { size: '1024x1024' } });
  const result = await runJob(provider, request, seen.context);
  expect(seen.previews).toHaveLength(2);
  expect(result).toMatchObject({ ok: true, value: { costMicros: 10 * 5 + 100 * 8 + 1000 * 30 } });
  expect(jsonOf(double.requests[0]!)).toEqual({
    model: 'gpt-image-2',
    prompt: 'a lighthouse at dusk',
    n: 1,
    size: '1024x1024',
    stream: true,
    partial_images: 2,
  });
});

test('several pictures come in one call, which OpenAI does not stream', async () => {
  const { double, provider } = await start();
  const result = await runJob(provider, requestFor(model, { count: 3 }), watched().context);
  expect(result.ok && result.value.outputs).toHaveLength(3);
  expect(jsonOf(double.requests[0]!)).not.toHaveProperty('stream');
});

test('pictures to work from go to the edit call, with the mask and without the moderation setting', async () => {
  const { double, provider } = await start();
  const file = (key: string) => ({ key, mime: 'image/png', read: () => Promise.resolve(samplePng()) });
  const request = requestFor(model, {
    inputs: [file('image'), file('image'), file('mask')],
    values: { moderation: 'low' },
  });
  const seen = watched();
  const result = await runJob(provider, request, seen.context);
  expect(result.ok).toBe(true);
  expect(seen.previews).toHaveLength(2);
  const [sent] = double.requests;
  expect(sent?.path).toBe('/v1/images/edits');
  const names = [...(sent?.body.toString('latin1') ?? '').matchAll(/ name="([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(names.filter((name) => name === 'image[]')).toHaveLength(2);
  expect(names).toContain('mask');
  expect(names).not.toContain('moderation');
});

test.each([
  [
    400,
    { code: 'moderation_blocked', message: 'Your request was rejected by the safety system.' },
    { code: 'safety_refused', charged: 'no' },
  ],
  [
    400,
    { code: null, message: 'Your request was rejected as a result of our safety system.' },
    { code: 'safety_refused', charged: 'no' },
  ],
  [
    429,
    { code: 'insufficient_quota', message: 'You exceeded your current quota' },
    { code: 'no_credit', charged: 'no' },
  ],
  [
    400,
    { code: 'billing_hard_limit_reached', message: 'Billing hard limit has been reached' },
    { code: 'no_credit', charged: 'no' },
  ],
  [
    429,
    { code: 'rate_limit_exceeded', message: 'Rate limit reached. Please try again in 12s.' },
    { code: 'rate_limited', retryAfterMs: 12_000 },
  ],
  [
    403,
    { code: null, message: 'Your organization must be verified to use the model' },
    { code: 'auth', detail: 'Your organization must be verified to use the model' },
  ],
  [
    404,
    { code: 'model_not_found', message: 'The model does not exist' },
    { code: 'model_gone', successor: 'openai/gpt-image-3' },
  ],
  [
    400,
    { code: 'invalid_value', param: 'size', message: 'Invalid size' },
    { code: 'invalid_input', fields: ['size'] },
  ],
])('status %i with %j', async (status, error, expected) => {
  const { double, provider } = await start();
  double.script({ kind: 'status', status, body: { error } });
  const result = await runJob(provider, requestFor(model), watched().context);
  expect(result).toMatchObject({ ok: false, error: expected });
});

test('a stream that breaks off after a preview leaves the outcome unknown', async () => {
  const { double, provider } = await start();
  double.script({ kind: 'truncated' });
  const seen = watched();
  const result = await runJob(provider, requestFor(model), seen.context);
  expect(seen.previews.length).toBeGreaterThan(0);
  expect(result).toMatchObject({ ok: false, error: { code: 'outcome_unknown', charged: 'unknown' } });
  expect(double.bills).toBe(1);
});
