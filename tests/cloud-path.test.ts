// The whole way through the cloud, its functions under Deno, everything over HTTP as the app and a browser ask.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openStage, type Stage } from './chaos/cloud/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(async () => {
  const faults = stage.faults();
  await stage.close();
  expect(faults).toEqual([]);
});

const password = 'correct horse 1';
const page = z.object({ url: z.url() });

/** The code in the newest mail to an address. */
async function codeFor(address: string): Promise<string> {
  const mails = await fetch(`${stage.cloud.mailUrl}/mails?wait=10000&to=${encodeURIComponent(address)}`);
  const [newest] = z.array(z.object({ text: z.string() })).parse(await mails.json());
  return /\b\d{6}\b/.exec(newest?.text.split('code').at(-1) ?? '')?.[0] ?? '';
}

test('sign up, accept the policy, buy, generate, publish, share', async () => {
  const { url, publishableKey } = stage.cloud;
  const options = { auth: { persistSession: false, autoRefreshToken: false } };
  const ann = createClient(url, publishableKey, options);
  const email = `${randomUUID()}@example.com`;
  const call = async (path: string, body: unknown, token?: string) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${stage.functionsUrl}/${path}`, {
      method: 'POST',
      headers: { apikey: publishableKey, ...authorization },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const balance = async () =>
    (await ann.from('accounts').select('plan_available, pack_available, held').single()).data;

  expect((await ann.auth.signUp({ email, password })).error).toBeNull();
  const verified = await ann.auth.verifyOtp({ email, token: await codeFor(email), type: 'signup' });
  const { user, session } = verified.data;
  const token = session?.access_token ?? '';
  const id = randomUUID();
  const order = {
    id,
    model: 'openai/gpt-image-2.6-flare',
    params: { prompt: 'a red boat', quality: 'high', n: 3 },
    price: 66,
  };
  expect(await call('jobs', order, token)).toMatchObject({
    status: 403,
    body: { error: 'onboarding_required' },
  });
  const accepted = await ann.rpc('accept_terms', { p_version: '2026-01-31', p_age_confirmed: true });
  expect(accepted.error).toBeNull();
  expect(await call('jobs', order, token)).toMatchObject({
    status: 402,
    body: { error: 'insufficient_credits' },
  });

  const opened = await call('checkout', { price: 'pack_500', request_id: randomUUID() }, token);
  const paid = await fetch(page.parse(opened.body).url, {
    method: 'POST',
    body: new URLSearchParams({ act: 'pay' }),
    redirect: 'manual',
  });
  expect(paid.headers.get('location')).toContain('/billing/done');
  await stage.stripe.webhooks.flush();
  expect(await balance()).toEqual({ plan_available: 50, pack_available: 500, held: 0 });

  expect(await call('jobs', order, token)).toMatchObject({ status: 202 });
  await stage.settled();
  const { data: job } = await ann.from('jobs').select('status, charged, outputs').eq('id', id).single();
  expect(job).toMatchObject({ status: 'succeeded', charged: 66 });
  expect(await balance()).toEqual({ plan_available: 0, pack_available: 484, held: 0 });

  const [{ path, sha256 }] = job!.outputs;
  const file = await ann.storage.from('creations').download(path);
  const picture = Buffer.from(await file.data!.arrayBuffer());
  expect(createHash('sha256').update(picture).digest('hex')).toBe(sha256);
  const { width, height } = await sharp(picture).metadata();
  const thumbnail = (await sharp(picture).webp().toBuffer()).toString('base64');
  const shown = { creation_id: randomUUID(), sha256, title: 'A red boat', width, height };
  const handle = `a${randomBytes(6).toString('hex')}`;
  await ann
    .from('profiles')
    .update({ handle })
    .eq('id', user?.id ?? '');
  const post = { ...shown, id: randomUUID(), kind: 'image', thumbnail };
  expect(await call('publish', post, token)).toMatchObject({
    status: 201,
    body: { post: { status: 'published' } },
  });
  const visitor = createClient(url, publishableKey, options);
  const { data: feed } = await visitor.rpc('discover_feed', { p_sort: 'newest' });
  expect(feed).toMatchObject([{ id: post.id, handle }]);

  const secret = randomBytes(16).toString('base64url');
  const hash = createHash('sha256').update(secret).digest('hex');
  const share = { ...shown, id: randomUUID(), token_hash: hash };
  expect(await call('share', share, token)).toMatchObject({ status: 201 });
  const shared = await fetch(`${stage.functionsUrl}/share/${secret}`, {
    headers: { apikey: publishableKey },
  });
  const said = z.object({ title: z.string(), media_url: z.string() }).parse(await shared.json());
  expect(said.title).toBe('A red boat');
  const media = await fetch(`${stage.functionsUrl}/share/${secret}/media`);
  expect(await sharp(Buffer.from(await media.arrayBuffer())).metadata()).toMatchObject({ width, height });

  const { rows } = await stage.cloud.database.query('select * from private.ledger_audit');
  expect(rows).toEqual([]);
}, 60_000);
