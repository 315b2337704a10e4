import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { modelEntry } from '../../../../shared/domain/model.ts';
import { startReplicateDouble, type ReplicateDouble } from '../../../../tests/doubles/replicate.ts';
import { testDeps } from '../contract-suite.ts';
import { slugOf } from './models.ts';
import { createReplicateProvider } from './replicate.ts';

const read = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../../tests/fixtures/replicate/${name}.json`, import.meta.url), 'utf8'),
  );
const models = {
  'stability-ai/sdxl': read('stability-ai--sdxl'),
  'black-forest-labs/flux-schnell': { ...read('black-forest-labs--flux-schnell'), is_official: true },
  'andreasjansson/blip-2': read('andreasjansson--blip-2'),
};

let double: ReplicateDouble;
afterEach(() => double.close());
const { signal } = new AbortController();

async function start(known: Parameters<typeof createReplicateProvider>[0]['models'] = () => []) {
  double = await startReplicateDouble({ models });
  return createReplicateProvider({
    ...testDeps,
    baseUrl: `${double.url}/v1`,
    readKey: () => Promise.resolve('r8_testkey'),
    models: known,
  });
}

test('any public model can be added by its name or its page', async () => {
  const provider = await start();
  const added = await provider.fetchModel('https://replicate.com/stability-ai/sdxl', signal);
  if (!added.ok) throw new Error(added.error.detail);
  expect(modelEntry.parse(added.value)).toMatchObject({
    id: 'replicate/stability-ai/sdxl',
    media: 'image',
    origin: 'added',
    price: null,
  });
  expect(added.value.version).toMatch(/^[0-9a-f]{64}$/);
  const official = await provider.fetchModel('black-forest-labs/flux-schnell', signal);
  expect(official.ok && official.value).not.toHaveProperty('version');
});

test('what cannot be added says why', async () => {
  const provider = await start();
  expect(await provider.fetchModel('andreasjansson/blip-2', signal)).toMatchObject({
    error: { code: 'invalid_input', detail: expect.stringContaining('neither') },
  });
  expect(await provider.fetchModel('no/such', signal)).toMatchObject({ error: { code: 'model_gone' } });
  expect(await provider.fetchModel('just-a-word', signal)).toMatchObject({
    error: { code: 'invalid_input' },
  });
});

test('a refresh keeps the wording and price of the catalogue and takes limits from Replicate', async () => {
  const entry = modelEntry.parse({
    id: 'replicate/black-forest-labs/flux-schnell',
    provider: 'replicate',
    slug: 'black-forest-labs/flux-schnell',
    name: 'FLUX schnell',
    media: 'image',
    summary: 'Fast',
    price: { unit: 'image', usd: 0.003, asOf: '2026-11-01', source: 'list' },
    ai: true,
    parameters: [{ key: 'num_outputs', title: 'Pictures', kind: 'number', role: 'count', min: 1, max: 2 }],
  });
  const gone = { ...entry, id: 'replicate/no/such', slug: 'no/such' };
  const provider = await start(() => [entry, gone]);
  const listed = await provider.listModels(signal);
  if (!listed.ok) throw new Error(listed.error.detail);
  expect(listed.value).toHaveLength(1);
  expect(listed.value[0]).toMatchObject({ name: 'FLUX schnell', summary: 'Fast', price: { usd: 0.003 } });
  const parameters = listed.value[0]?.parameters ?? [];
  expect(parameters.find((field) => field.key === 'num_outputs')).toMatchObject({
    title: 'Pictures',
    role: 'count',
    max: 4,
  });
  expect(parameters.find((field) => field.key === 'go_fast')).toMatchObject({ advanced: true });
});

test.each([
  ['owner/name', 'owner/name'],
  [' https://replicate.com/owner/na-me.1/api ', 'owner/na-me.1'],
  [`owner/name:${'a'.repeat(64)}`, 'owner/name'],
  ['owner', null],
  ['https://elsewhere.example/owner/name', null],
])('%j names %j', (typed, slug) => {
  expect(slugOf(typed)).toBe(slug);
});
