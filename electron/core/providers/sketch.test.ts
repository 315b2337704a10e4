import { afterAll, expect, test } from 'vitest';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import { createSketchClient } from '../sketch/sketch-client.ts';
import { requestFor, runJob, watched } from './contract-suite.ts';
import { mediaMime } from './picture-bytes.ts';
import type { Output } from './provider.ts';
import { createSketchProvider } from './sketch.ts';

const client = createSketchClient({ workerUrl: new URL('../sketch/worker.ts', import.meta.url) });
afterAll(() => client.close());

const model: ModelEntry = {
  id: 'sketch/picture',
  provider: 'sketch',
  slug: 'picture',
  name: 'Sketch picture',
  media: 'image',
  summary: '',
  parameters: [{ key: 'size', title: 'Size', kind: 'choice', role: 'size', options: ['96x64'] }],
  price: { unit: 'free', usd: 0, asOf: '2026-01-01', source: 'built in' },
  ai: false,
  origin: 'catalogue',
};
const values = { size: '96x64' };

const bytesOf = (output: Output | undefined) =>
  output?.source.kind === 'bytes' ? Buffer.from(output.source.bytes) : Buffer.alloc(0);

test('several pictures count their seeds on, are free, and say what was understood', async () => {
  const seen = watched();
  const request = requestFor(model, {
    seed: 4_294_967_295,
    count: 2,
    values,
    prompt: 'a lighthouse at dusk, xylophone',
  });
  const result = await runJob(createSketchProvider({ client }), request, seen.context);
  if (!result.ok) throw new Error(result.error.detail);
  const { outputs, costMicros, note } = result.value;
  expect(outputs.map((output) => output.seed)).toEqual([4_294_967_295, 0]);
  expect(costMicros).toBe(0);
  expect(note).toMatch(/^Sketch understood: .*lighthouse.*\. Ignored: .*xylophone.*\.$/);
  const [first, second] = outputs.map(bytesOf);
  expect([first?.readUInt32BE(16), first?.readUInt32BE(20)]).toEqual([96, 64]);
  expect(first?.equals(second ?? first)).toBe(false);
  const fractions = seen.progress.map(Number);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

test('the same seed draws the same picture; without one the studio chooses and tells', async () => {
  const run = async (seed: number | null) => {
    const result = await runJob(
      createSketchProvider({ client, random: () => 0.5 }),
      requestFor(model, { seed, values }),
      watched().context,
    );
    return result.ok ? result.value.outputs[0] : undefined;
  };
  const chosen = await run(null);
  expect(chosen?.seed).toBe(2_147_483_647);
  expect(bytesOf(chosen).equals(bytesOf(await run(2_147_483_647)))).toBe(true);
});

test('a clip is a video', async () => {
  const clip: ModelEntry = { ...model, media: 'video' };
  const result = await runJob(
    createSketchProvider({ client }),
    requestFor(clip, { values: { ...values, seconds: 2 } }),
    watched().context,
  );
  expect(mediaMime(bytesOf(result.ok ? result.value.outputs[0] : undefined))).toBe('video/mp4');
});

test('cancelling ends it and costs nothing', async () => {
  const provider = createSketchProvider({ client });
  const cancel = new AbortController();
  const { context } = watched(cancel.signal);
  const running = runJob(provider, requestFor(model, { count: 8, values }), {
    ...context,
    onProgress: () => cancel.abort(),
  });
  expect(await running).toMatchObject({ error: { code: 'cancelled', charged: 'no' } });
});

test('a worker that dies is a failure that costs nothing', async () => {
  const broken = createSketchClient({ workerUrl: new URL('data:text/javascript,throw new Error("no")') });
  const result = await runJob(
    createSketchProvider({ client: broken }),
    requestFor(model, { values }),
    watched().context,
  );
  expect(result).toMatchObject({ error: { code: 'provider_error', charged: 'no' } });
  await broken.close();
});
