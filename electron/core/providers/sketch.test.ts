import { expect, test } from 'vitest';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import { requestFor, watched } from './contract-suite.ts';
import { createSketchProvider, type SketchGenerator } from './sketch.ts';

const model: ModelEntry = {
  id: 'sketch/picture',
  provider: 'sketch',
  slug: 'picture',
  name: 'Sketch picture',
  media: 'image',
  summary: '',
  price: null,
  ai: false,
  origin: 'catalogue',
  parameters: [{ key: 'size', title: 'Size', kind: 'choice', role: 'size', options: ['1216x832'] }],
};

/** A generator that answers with what it was asked, where the real one draws. */
function recording() {
  const asked: Parameters<SketchGenerator['generate']>[0][] = [];
  const client: SketchGenerator = {
    generate(request, watch) {
      asked.push(request);
      watch.signal.throwIfAborted();
      watch.onProgress(0.5);
      return Promise.resolve({
        bytes: new Uint8Array([asked.length]),
        interpretation: { matched: ['lighthouse', 'dusk'], ignored: ['cat'] },
      });
    },
  };
  return { asked, client };
}

test('several pictures count their seeds on, are free, and say what was understood', async () => {
  const { asked, client } = recording();
  const seen = watched();
  const request = requestFor(model, { seed: 4_294_967_295, count: 2, values: { size: '1216x832' } });
  const result = await createSketchProvider({ client }).submit(request, seen.context);
  expect(result).toMatchObject({
    ok: true,
    value: {
      outcome: {
        outputs: [{ seed: 4_294_967_295 }, { seed: 0 }],
        costMicros: 0,
        note: 'Sketch understood: lighthouse, dusk. Ignored: cat.',
      },
    },
  });
  expect(asked[0]).toEqual({
    media: 'image',
    prompt: 'a lighthouse at dusk',
    negative: '',
    seed: 4_294_967_295,
    width: 1216,
    height: 832,
  });
  expect(seen.progress).toEqual([0.25, 0.75]);
});

test('a clip has seconds; a seed is chosen where none was given', async () => {
  const { asked, client } = recording();
  const clip: ModelEntry = { ...model, media: 'video', parameters: [] };
  await createSketchProvider({ client, random: () => 0.5 }).submit(
    requestFor(clip, { seed: null, values: { seconds: 4 } }),
    watched().context,
  );
  expect(asked[0]).toMatchObject({
    media: 'video',
    seconds: 4,
    width: 768,
    height: 432,
    seed: 2_147_483_647,
  });
});

test('cancelled before and a crash are failures that cost nothing', async () => {
  const { asked, client } = recording();
  expect(
    await createSketchProvider({ client }).submit(requestFor(model), watched(AbortSignal.abort()).context),
  ).toMatchObject({ error: { code: 'cancelled', charged: 'no' } });
  expect(asked).toHaveLength(0);
  const broken: SketchGenerator = {
    generate: () => Promise.reject(new Error('Sketch stopped unexpectedly')),
  };
  expect(
    await createSketchProvider({ client: broken }).submit(requestFor(model), watched().context),
  ).toMatchObject({ error: { code: 'provider_error', charged: 'no' } });
});
