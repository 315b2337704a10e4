import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestCloud, succeed, type TestCloud } from '../contract/harness.ts';
import { startProviderStandIns } from './stand-ins.ts';

/** What somebody without any provider's key can try: the whole way of a job on credits, under Deno. */

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud('pglite');
}, 120_000);
afterAll(async () => await cloud.stop());

async function member(): Promise<Person> {
  const person = await cloud.person();
  succeed(await person.client.rpc('accept_terms', { p_version: '2026-01-31', p_age_confirmed: true }));
  return person;
}

async function place(person: Person, model: string, params: object) {
  const { price } = succeed(await person.client.rpc('quote', { p_model: model, p_params: params }));
  const id = randomUUID();
  const answer = await person.client.functions.invoke('jobs', { body: { id, model, params, price } });
  return { id, price, status: answer.response?.status };
}

async function finished({ client }: Person, id: string) {
  const look = async () =>
    succeed(await client.from('jobs').select('status, charged, outputs, error_code').eq('id', id).single());
  await expect.poll(async () => (await look()).status, { timeout: 60_000 }).toMatch(/succeeded|failed/);
  return await look();
}

async function download({ client }: Person, path: string): Promise<Buffer> {
  const file = succeed(await client.storage.from('creations').download(path));
  return Buffer.from(await file.arrayBuffer());
}

async function credits({ client }: Person) {
  return succeed(await client.from('accounts').select('plan_available, held').single());
}

test('OpenAI: quoted, held, drawn by Sketch in the size that was asked for, charged', async () => {
  const ann = await member();
  const params = { prompt: 'a lighthouse at dusk', quality: 'low', size: '1536x1024' };
  const { id, price } = await place(ann, 'openai/gpt-image-2.6-flare', params);
  const job = await finished(ann, id);
  expect(job).toMatchObject({ status: 'succeeded', charged: price, error_code: null });
  const picture = await download(ann, job.outputs[0].path);
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1536, height: 1024 });
  const { channels } = await sharp(picture).stats();
  expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(10);
  expect(await credits(ann)).toEqual({ plan_available: 50 - price, held: 0 });
  const ledger = succeed(await ann.client.rpc('ledger_page', {}));
  expect(ledger.map(({ kind }: { kind: string }) => kind)).toEqual(['spend', 'plan_grant']);
}, 90_000);

test('Replicate: goes on by itself and tells so by a webhook, pictures and clips', async () => {
  const ann = await member();
  const picture = await place(ann, 'replicate/black-forest-labs/flux-schnell', {
    prompt: 'a red boat',
    aspect_ratio: '16:9',
    num_outputs: 2,
  });
  const job = await finished(ann, picture.id);
  expect(job).toMatchObject({ status: 'succeeded', charged: picture.price });
  const files = await Promise.all(job.outputs.map(({ path }: { path: string }) => download(ann, path)));
  expect(files).toHaveLength(2);
  expect(files[0]).not.toEqual(files[1]);
  const { width, height } = await sharp(files[0]).metadata();
  expect(width / height).toBeCloseTo(16 / 9, 1);
  const clip = await place(ann, 'replicate/wan-video/wan-2.2-t2v-fast', { prompt: 'waves at night' });
  const filmed = await finished(ann, clip.id);
  expect(filmed).toMatchObject({ status: 'succeeded', outputs: [{ mime: 'video/mp4' }] });
  expect((await download(ann, filmed.outputs[0].path)).toString('latin1', 4, 8)).toBe('ftyp');
}, 120_000);

test('the word “forbidden” is refused before anything is held', async () => {
  const ann = await member();
  const { status } = await place(ann, 'openai/gpt-image-2.6-flare', {
    prompt: 'A Forbidden thing',
    quality: 'low',
  });
  expect(status).toBe(422);
  expect(await credits(ann)).toEqual({ plan_available: 50, held: 0 });
});

test.each([
  [{}, ['stand-in OpenAI', 'stand-in Replicate']],
  [{ OPENAI_API_KEY: 'sk-real' }, ['OpenAI', 'stand-in Replicate']],
  [{ REPLICATE_API_TOKEN: 'r8_real' }, ['stand-in OpenAI', 'Replicate']],
  [{ OPENAI_API_KEY: 'sk-real', REPLICATE_API_TOKEN: 'r8_real' }, ['OpenAI', 'Replicate']],
])('with the keys %o there are %o', async (env, names) => {
  const standIns = await startProviderStandIns(env, new Set(), {
    draw: () => Promise.reject(new Error('nothing is drawn')),
    close: async () => undefined,
  });
  await standIns.close();
  expect(standIns.described.map(({ name }) => name)).toEqual(names);
  for (const name of Object.keys(env)) expect(standIns.settings).not.toHaveProperty(name);
  expect('OPENAI_BASE_URL' in standIns.settings).toBe(names.includes('stand-in OpenAI'));
  expect('REPLICATE_BASE_URL' in standIns.settings).toBe(names.includes('stand-in Replicate'));
});
