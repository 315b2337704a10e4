import { afterEach, describe, expect, test } from 'vitest';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { LocalServerKind } from '../../../../shared/domain/provider.ts';
import { jsonOf, type HttpDouble } from '../../../../tests/doubles/http-double.ts';
import {
  startAutomatic1111Double,
  startComfyUIDouble,
  startOpenAICompatibleDouble,
  startStableDiffusionCppDouble,
} from '../../../../tests/doubles/local-servers.ts';
import { samplePng } from '../../../../tests/doubles/media-samples.ts';
import { describeContract, requestFor, runJob, testDeps, watched } from '../contract-suite.ts';
import type { Provider } from '../provider.ts';
import { createLocalServerProvider } from './local-server.ts';

const workflow = JSON.stringify({
  '3': { class_type: 'KSampler', inputs: { seed: '%seed%', steps: '%steps%', model: ['4', 0] } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'masterpiece, %prompt%' } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0] } },
});

const kinds: Record<LocalServerKind, () => Promise<HttpDouble>> = {
  automatic1111: startAutomatic1111Double,
  'stable-diffusion-cpp': startStableDiffusionCppDouble,
  'openai-compatible': startOpenAICompatibleDouble,
  comfyui: startComfyUIDouble,
};

const create = (kind: LocalServerKind) => (address: string) =>
  createLocalServerProvider({
    ...testDeps,
    readServer: () => ({ address, kind, workflow: kind === 'comfyui' ? workflow : null }),
  });

const anyModel: ModelEntry = {
  id: 'local-server/x',
  provider: 'local-server',
  slug: 'x',
  name: 'X',
  media: 'image',
  summary: '',
  parameters: [],
  price: null,
  ai: true,
  origin: 'server',
};

for (const kind of ['automatic1111', 'stable-diffusion-cpp', 'openai-compatible', 'comfyui'] as const) {
  describeContract({
    name: kind,
    startDouble: kinds[kind],
    create: create(kind),
    model: anyModel,
    paid: false,
    recovers: false,
  });
}

let opened: HttpDouble | undefined;
afterEach(() => opened?.close());

/** The double, its provider, and the model that the provider itself lists. */
async function start(kind: LocalServerKind, started: Promise<HttpDouble> = kinds[kind]()) {
  const double = await started;
  opened = double;
  const provider = create(kind)(double.url);
  const listed = await listModels(provider);
  return { double, provider, listed, model: listed[0]! };
}

async function listModels(provider: Provider): Promise<readonly ModelEntry[]> {
  const listed = await provider.listModels?.(new AbortController().signal);
  return listed?.ok ? listed.value : [];
}

const submitted = (double: HttpDouble) => double.requests.filter(({ method }) => method === 'POST');
const picture = { key: 'image', mime: 'image/png', read: () => Promise.resolve<Uint8Array>(samplePng()) };

describe('AUTOMATIC1111', () => {
  test('draws a batch with seeds that count on', async () => {
    const { double, provider, model } = await start('automatic1111');
    const values = { width: 640, height: 512, steps: 12, sampler_name: 'Euler a' };
    const result = await runJob(
      provider,
      requestFor(model, { count: 3, values, negative: 'fog' }),
      watched().context,
    );
    expect(result).toMatchObject({
      ok: true,
      value: { outputs: [{ seed: 7 }, { seed: 8 }, { seed: 9 }], costMicros: 0 },
    });
    expect(jsonOf(submitted(double)[0]!)).toMatchObject({
      prompt: 'a lighthouse at dusk',
      negative_prompt: 'fog',
      n_iter: 3,
      seed: 7,
      ...values,
      override_settings: { sd_model_checkpoint: 'dream.safetensors [abc]' },
    });
  });

  test('shows the picture while it is drawn, and interrupts the server when cancelled', async () => {
    const { double, provider, model } = await start('automatic1111');
    double.script({ kind: 'hang' });
    const cancel = new AbortController();
    const seen = watched(cancel.signal);
    const previewed = Promise.withResolvers<void>();
    const context = { ...seen.context, onPreview: () => previewed.resolve() };
    const running = runJob(provider, requestFor(model), context);
    await previewed.promise;
    cancel.abort();
    expect(await running).toMatchObject({ error: { code: 'cancelled' } });
    expect(seen.progress).toContain(0.5);
    expect(double.requests.at(-1)?.path).toBe('/sdapi/v1/interrupt');
  });

  test('a picture to start from goes to img2img', async () => {
    const { double, provider, model } = await start('automatic1111');
    await runJob(provider, requestFor(model, { inputs: [picture] }), watched().context);
    expect(submitted(double)[0]?.path).toBe('/sdapi/v1/img2img');
    expect(jsonOf(submitted(double)[0]!)['init_images']).toHaveLength(1);
  });
});

describe('stable-diffusion.cpp', () => {
  test('offers what the server says it can do, and runs jobs by number', async () => {
    const { double, provider, listed, model } = await start('stable-diffusion-cpp');
    expect(listed.map((entry) => [entry.id, entry.media])).toEqual([
      ['local-server/sd-turbo', 'image'],
      ['local-server/sd-turbo-video', 'video'],
    ]);
    const values = { width: 512, height: 512, steps: 4, sampler: 'euler' };
    const result = await runJob(
      provider,
      requestFor(model, { count: 2, values, inputs: [picture] }),
      watched().context,
    );
    expect(result).toMatchObject({ ok: true, value: { outputs: [{ seed: 7 }, { seed: 8 }] } });
    expect(jsonOf(submitted(double)[0]!)).toMatchObject({
      width: 512,
      batch_count: 2,
      sample_params: { sample_steps: 4, sample_method: 'euler' },
      init_image: expect.stringContaining('data:image/png;base64,'),
    });
  });

  test('a cancelled job ends as cancelled', async () => {
    const { provider, model } = await start('stable-diffusion-cpp');
    const request = requestFor(model);
    await provider.submit(request, watched().context);
    expect(await provider.cancel?.('job_1', request, new AbortController().signal)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await provider.follow?.('job_1', request, watched().context)).toMatchObject({
      error: { code: 'cancelled' },
    });
  });
});

describe('OpenAI-compatible servers', () => {
  test('relative addresses of pictures are resolved against the server', async () => {
    const { double, provider, model } = await start(
      'openai-compatible',
      startOpenAICompatibleDouble({ as: 'relative-url' }),
    );
    const result = await runJob(
      provider,
      requestFor(model, { values: { size: '512x512' } }),
      watched().context,
    );
    expect(result).toMatchObject({
      ok: true,
      value: { outputs: [{ source: { kind: 'url', url: `${double.url}/generated-images/0.png` } }] },
    });
    expect(jsonOf(submitted(double)[0]!)).toMatchObject({
      model: 'flux-local',
      size: '512x512',
      seed: 7,
      n: 1,
    });
  });

  test('videos run as jobs with progress', async () => {
    const { double, provider, listed } = await start('openai-compatible');
    const seen = watched();
    const result = await runJob(provider, requestFor(listed[1]!, { values: { seconds: 4 } }), seen.context);
    expect(listed[1]).toMatchObject({ id: 'local-server/wan2.2-t2v', media: 'video' });
    expect(result).toMatchObject({
      ok: true,
      value: { outputs: [{ source: { url: `${double.url}/v1/videos/video_1/content` } }] },
    });
    expect(seen.progress).toEqual([0.3, 0.6, 0.9]);
  });
});

describe('ComfyUI', () => {
  test('binds the workflow, watches it over the socket, and fetches what it saved', async () => {
    const { double, provider, model } = await start('comfyui');
    expect(model.parameters.map((entry) => entry.role ?? entry.key)).toEqual(['prompt', 'seed', 'steps']);
    const seen = watched();
    const request = requestFor(model, { values: { steps: 9 } });
    const accepted = await provider.submit(request, seen.context);
    const sent = jsonOf(submitted(double)[0]!);
    expect(sent['prompt']).toMatchObject({
      '3': { inputs: { seed: 7, steps: 9, model: ['4', 0] } },
      '6': { inputs: { text: 'masterpiece, a lighthouse at dusk' } },
    });
    if (!accepted.ok || accepted.value.kind !== 'accepted') throw new Error('not accepted');
    expect(accepted.value.remoteId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const result = await provider.follow?.(accepted.value.remoteId, request, seen.context);
    expect(result).toMatchObject({
      ok: true,
      value: {
        outputs: [
          { source: { kind: 'url', url: `${double.url}/view?filename=out_0.png&subfolder=&type=output` } },
        ],
      },
    });
  });

  test('a workflow of the editor is refused with the way out', async () => {
    const double = await startComfyUIDouble();
    opened = double;
    const address = double.url;
    const provider = createLocalServerProvider({
      ...testDeps,
      readServer: () => ({ address, kind: 'comfyui', workflow: '{"nodes":[]}' }),
    });
    expect(await provider.submit(requestFor(anyModel), watched().context)).toMatchObject({
      error: { code: 'not_configured', detail: expect.stringContaining('Export (API)') },
    });
  });
});

test('without an address nothing is configured', async () => {
  const provider = createLocalServerProvider({ ...testDeps, readServer: () => null });
  expect(await provider.submit(requestFor(anyModel), watched().context)).toMatchObject({
    error: { code: 'not_configured' },
  });
  expect(await provider.check(new AbortController().signal)).toMatchObject({
    error: { code: 'not_configured' },
  });
});
