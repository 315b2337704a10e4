import { createHash, randomBytes, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpDouble } from '../../tests/doubles/http-double.ts';
import type { ReplicateDouble } from '../../tests/doubles/replicate.ts';
import type { Person, TestCloud } from '../local/contract/harness.ts';
import type { StripeStandIn } from '../local/stripe/server.ts';
import type { Functions } from './support/functions.ts';
import { credits, newMember, openService, type Service } from './support/service.ts';

/** The functions over the embedded cloud, with providers, Stripe and mail that answer over real HTTP. */

let service: Service;
let cloud: TestCloud;
let functions: Functions;
let openai: HttpDouble;
let replicate: ReplicateDouble;
let stripe: StripeStandIn;

beforeAll(async () => {
  service = await openService('pglite');
  ({ cloud, functions, openai, replicate, stripe } = service);
}, 120_000);

afterAll(async () => {
  await service.close();
  expect(functions.faults).toEqual([]);
});

const member = async (): Promise<Person> => await newMember(cloud);

/** Of the page at Stripe that an answer leads to. */
function urlOf({ body }: { readonly body: unknown }): string {
  return z.object({ url: z.url() }).parse(body).url;
}

const drawing = (over: object = {}) => ({
  id: randomUUID(),
  model: 'sketch/picture',
  params: { prompt: 'a lighthouse at dusk', size: '1024x1024', count: 2, seed: 7 },
  price: 2,
  ...over,
});

async function jobOf({ client }: Person, id: string) {
  const { data } = await client
    .from('jobs')
    .select('status, outputs, charged, error_code')
    .eq('id', id)
    .single();
  return data;
}

test('who has not said their age and accepted the policy can ask for nothing', async () => {
  const person = await cloud.person();
  const refused = await functions.call('jobs', { token: person.token, body: drawing() });
  expect(refused).toMatchObject({ status: 403, body: { error: 'onboarding_required' } });
});

test('a job is held for, drawn, stored, charged for, and the file is the person’s alone', async () => {
  const ann = await member();
  const order = drawing();
  const placed = await functions.call('jobs', { token: ann.token, body: order });
  expect(placed).toMatchObject({ status: 202, body: { job: { id: order.id, status: 'queued', price: 2 } } });
  expect(placed).not.toHaveProperty('body.job.lease_id');
  await functions.settled();
  const done = await jobOf(ann, order.id);
  expect(done).toMatchObject({ status: 'succeeded', charged: 2, error_code: null });
  expect(done?.outputs).toHaveLength(2);
  const [{ path, sha256 }] = done!.outputs;
  const file = await ann.client.storage.from('creations').download(path);
  const bytes = Buffer.from(await file.data!.arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1024, height: 1024 });
  const eve = await member();
  expect((await eve.client.storage.from('creations').download(path)).error).not.toBeNull();
  expect(await credits(ann)).toMatchObject({ plan_available: 48, held: 0 });
  // Asking twice is asking once.
  expect((await functions.call('jobs', { token: ann.token, body: order })).status).toBe(202);
  await functions.settled();
  expect(await credits(ann)).toMatchObject({ plan_available: 48 });
});

test.each([
  ['another price', { price: 1 }, 409, 'price_changed'],
  ['a model nobody offers', { model: 'sketch/none' }, 422, 'model_unavailable'],
  [
    'an input of somebody else',
    { inputs: [{ key: 'image', path: `${randomUUID()}/x.png`, mime: 'image/png', sha256: 'a' }] },
    422,
    'input_not_found',
  ],
  ['nonsense', { id: 'no uuid' }, 422, 'invalid_body'],
])('a job with %s is refused and takes nothing aside', async (_, over, status, error) => {
  const ann = await member();
  const refused = await functions.call('jobs', { token: ann.token, body: drawing(over) });
  expect(refused).toMatchObject({ status, body: { error, request_id: expect.any(String) } });
  expect(await credits(ann)).toMatchObject({ plan_available: 50, held: 0 });
});

test('P20: a forbidden prompt is refused before anything is held or sent', async () => {
  const ann = await member();
  const order = drawing({
    model: 'openai/gpt-image-2.6-flare',
    params: { prompt: 'a forbidden thing', quality: 'low' },
    price: 1,
  });
  const before = openai.submissions;
  const refused = await functions.call('jobs', { token: ann.token, body: order });
  expect(refused).toMatchObject({
    status: 422,
    body: { error: 'moderated', detail: { categories: ['violence'] } },
  });
  expect(openai.submissions).toBe(before);
  expect(await credits(ann)).toMatchObject({ plan_available: 50, held: 0 });
});

test('OpenAI: what came is charged, what failed is not', async () => {
  const ann = await member();
  const order = drawing({
    model: 'openai/gpt-image-2.6-flare',
    params: { prompt: 'a red boat', quality: 'low' },
    price: 1,
  });
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  expect(await jobOf(ann, order.id)).toMatchObject({ status: 'succeeded', charged: 1 });
  openai.script({
    kind: 'status',
    status: 400,
    body: { error: { code: 'moderation_blocked', message: 'safety system' } },
  });
  const second = { ...order, id: randomUUID() };
  await functions.call('jobs', { token: ann.token, body: second });
  await functions.settled();
  expect(await jobOf(ann, second.id)).toMatchObject({
    status: 'failed',
    charged: 0,
    error_code: 'safety_refused',
  });
  expect(await credits(ann)).toMatchObject({ plan_available: 49, held: 0 });
});

const replicateOrder = () =>
  drawing({ model: 'replicate/black-forest-labs/flux-schnell', params: { prompt: 'a red boat' }, price: 1 });

/** As cron does once a lease has run out. */
async function runAgain(): Promise<void> {
  await cloud.cloud.database.query(`update public.jobs set lease_until = now() where status = 'running'`);
  await functions.call('job-worker', { service: true });
  await functions.settled();
}

test('Replicate: submitted once, looked at until it is there, charged when it is stored', async () => {
  const ann = await member();
  const order = replicateOrder();
  const before = replicate.submissions;
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  for (let looks = 0; looks < 10 && (await jobOf(ann, order.id))?.status === 'running'; looks += 1)
    await runAgain();
  expect(await jobOf(ann, order.id)).toMatchObject({ status: 'succeeded', charged: 1 });
  expect(replicate.submissions).toBe(before + 1);
});

/** A job whose submission got no answer, and the fault that this is. */
async function lostAnswer(ann: Person) {
  const order = replicateOrder();
  replicate.script({ kind: 'drop' });
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  expect(await jobOf(ann, order.id)).toMatchObject({ status: 'running' });
  expect((functions.faults as unknown[]).splice(0)).toHaveLength(1);
  return order;
}

test('Replicate: an answer that was lost is looked up, and never asked for a second time', async () => {
  const ann = await member();
  const before = replicate.submissions;
  const { id } = await lostAnswer(ann);
  for (let looks = 0; looks < 10 && (await jobOf(ann, id))?.status === 'running'; looks += 1)
    await runAgain();
  expect(await jobOf(ann, id)).toMatchObject({ status: 'succeeded', charged: 1 });
  expect(replicate.submissions).toBe(before + 1);
});

test('Replicate: what cannot be found again until its deadline costs nothing', async () => {
  const ann = await member();
  const { id } = await lostAnswer(ann);
  Object.assign(replicate.predictions.at(-1)!, { input: { prompt: 'it was never this' } });
  await runAgain();
  expect(await jobOf(ann, id)).toMatchObject({ status: 'running' });
  await cloud.cloud.database.query('update public.jobs set deadline_at = now() where id = $1', [id]);
  await runAgain();
  expect(await jobOf(ann, id)).toMatchObject({ status: 'failed', charged: 0, error_code: 'outcome_unknown' });
  expect(await credits(ann)).toMatchObject({ plan_available: 50, held: 0 });
});

test('Replicate: what is not done by its deadline is stopped there too', async () => {
  const ann = await member();
  const order = replicateOrder();
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  await cloud.cloud.database.query('update public.jobs set deadline_at = now() where id = $1', [order.id]);
  await runAgain();
  expect(await jobOf(ann, order.id)).toMatchObject({ status: 'failed', charged: 0, error_code: 'timed_out' });
  expect(replicate.predictions.at(-1)).toMatchObject({ status: 'canceled' });
});

test('what a worker stored before it died is delivered for its share, without asking OpenAI again', async () => {
  const ann = await member();
  const order = drawing({
    model: 'openai/gpt-image-2.6-flare',
    params: { prompt: 'two red boats', quality: 'low', n: 2 },
    price: 2,
  });
  openai.script({ kind: 'drop' });
  const before = openai.submissions;
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  expect((functions.faults as unknown[]).splice(0)).toHaveLength(1);
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  const path = `${ann.id}/${order.id}/0.png`;
  const stored = await cloud.admin.storage
    .from('creations')
    .upload(path, bytes, { contentType: 'image/png' });
  expect(stored.error).toBeNull();
  await runAgain();
  expect(await jobOf(ann, order.id)).toMatchObject({ status: 'succeeded', charged: 1, outputs: [{ path }] });
  expect(openai.submissions).toBe(before + 1);
});

test('a job that waits can be stopped, and gives everything back', async () => {
  const ann = await member();
  const order = replicateOrder();
  await functions.call('jobs', { token: ann.token, body: order });
  await functions.settled();
  const stopped = await functions.call(`jobs/${order.id}`, { method: 'DELETE', token: ann.token });
  expect(stopped.status).toBe(200);
  await functions.settled();
  await runAgain();
  const ended = await jobOf(ann, order.id);
  expect(['cancelled', 'succeeded']).toContain(ended?.status);
  const eve = await member();
  expect((await functions.call(`jobs/${order.id}`, { method: 'DELETE', token: eve.token })).status).toBe(404);
});

test('a webhook that Replicate did not sign, or for another job, changes nothing', async () => {
  const unsigned = await functions.call(`replicate-webhook?job=${randomUUID()}&token=x`, {
    body: { id: 'p', status: 'succeeded' },
  });
  expect(unsigned).toMatchObject({ status: 400, body: { error: 'bad_signature' } });
  const forged = await functions.call('stripe-webhook', { body: { id: 'evt_1', type: 'invoice.paid' } });
  expect(forged).toMatchObject({ status: 400, body: { error: 'bad_signature' } });
});

test('P04: credits are bought on Stripe’s own page, arrive once, and go back when the money does', async () => {
  const ann = await member();
  const opened = await functions.call('checkout', {
    token: ann.token,
    body: { price: 'pack_500', request_id: randomUUID() },
  });
  expect(opened.status).toBe(200);
  expect(urlOf(opened)).toContain(stripe.url);
  await fetch(urlOf(opened), {
    method: 'POST',
    body: new URLSearchParams({ act: 'pay' }),
    redirect: 'manual',
  });
  await stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ pack_available: 500, plan: 'free' });
  const charge = Object.values(stripe.books.charges).at(-1)!;
  stripe.commerce.refund(charge, charge.amount);
  await stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ pack_available: 0, debt: 0 });
});

test('P12: Pro begins, renews and ends; the plan follows', async () => {
  const ann = await member();
  const opened = await functions.call('checkout', {
    token: ann.token,
    body: { price: 'pro_month', request_id: randomUUID() },
  });
  await fetch(urlOf(opened), {
    method: 'POST',
    body: new URLSearchParams({ act: 'pay' }),
    redirect: 'manual',
  });
  await stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ plan: 'pro', plan_available: 2000 });
  const again = await functions.call('checkout', {
    token: ann.token,
    body: { price: 'pro_month', request_id: randomUUID() },
  });
  expect(again).toMatchObject({ status: 409, body: { error: 'already_owned' } });
  const portal = await functions.call('billing-portal', { token: ann.token });
  expect(urlOf(portal)).toContain(`${stripe.url}/portal/`);
  const subscription = Object.values(stripe.books.subscriptions).at(-1)!;
  stripe.commerce.cancel(subscription, 'now');
  await stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ plan: 'free' });
});

/** Somebody with a picture in the cloud that says more than it shows. */
async function author() {
  const ann = await member();
  await ann.client
    .from('profiles')
    .update({ handle: `a${randomBytes(6).toString('hex')}` })
    .eq('id', ann.id);
  const secret = 'a prompt nobody may read';
  const bytes = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { ImageDescription: secret } })
    .png()
    .toBuffer();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const reserved = await ann.client.rpc('media_reserve', {
    p_items: [{ sha256, mime: 'image/png', size_bytes: bytes.length }],
  });
  expect(reserved.error).toBeNull();
  const [{ path }] = reserved.data;
  expect(
    (await ann.client.storage.from('creations').upload(path, bytes, { contentType: 'image/png' })).error,
  ).toBeNull();
  expect((await ann.client.rpc('media_confirm', { p_sha256: [sha256] })).error).toBeNull();
  const thumbnail = (await sharp(bytes).resize(64).webp().toBuffer()).toString('base64');
  return { ann, sha256, thumbnail, secret };
}

const shown = (sha256: string, thumbnail: string, over: object = {}) => ({
  id: randomUUID(),
  creation_id: randomUUID(),
  sha256,
  kind: 'image',
  title: 'Blue',
  tags: ['calm'],
  width: 320,
  height: 200,
  thumbnail,
  ...over,
});

test('P23: what is published is seen by everybody, and says nothing else of itself', async () => {
  const { ann, sha256, thumbnail, secret } = await author();
  const order = shown(sha256, thumbnail, { prompt: secret });
  const published = await functions.call('publish', { token: ann.token, body: order });
  expect(published).toMatchObject({ status: 201, body: { post: { status: 'published' } } });
  const visitor = cloud.client();
  const { data: post } = await visitor.from('posts').select('title, media_path').eq('id', order.id).single();
  const seen = await fetch(visitor.storage.from('gallery').getPublicUrl(post!.media_path).data.publicUrl);
  const bytes = Buffer.from(await seen.arrayBuffer());
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 320, height: 200 });
  expect(bytes.includes(secret)).toBe(false);
  const feed = await visitor.rpc('discover_feed', { p_sort: 'newest' });
  expect(feed.error).toBeNull();
  expect(JSON.stringify(feed.data)).toContain(order.id);
  expect(JSON.stringify(feed.data)).not.toContain(secret);
  expect((await functions.call(`publish/${order.id}`, { method: 'DELETE', token: ann.token })).status).toBe(
    200,
  );
  expect((await visitor.from('posts').select('id').eq('id', order.id)).data).toEqual([]);
});

test('what is forbidden is not published; what is doubtful waits for a person', async () => {
  const { ann, sha256, thumbnail } = await author();
  const refused = await functions.call('publish', {
    token: ann.token,
    body: shown(sha256, thumbnail, { title: 'forbidden' }),
  });
  expect(refused).toMatchObject({ status: 422, body: { error: 'moderated' } });
  const order = shown(sha256, thumbnail, { title: 'doubtful' });
  const waits = await functions.call('publish', { token: ann.token, body: order });
  expect(waits).toMatchObject({ status: 201, body: { post: { status: 'review' } } });
  expect(await functions.call('moderation-admin/queue', { method: 'GET', token: ann.token })).toMatchObject({
    status: 403,
    body: { error: 'not_moderator' },
  });
  const mod = await member();
  await cloud.cloud.database.query(`update public.user_private set role = 'moderator' where id = $1`, [
    mod.id,
  ]);
  const queue = await functions.call('moderation-admin/queue', { method: 'GET', token: mod.token });
  expect(JSON.stringify(queue.body)).toContain(order.id);
  await functions.call('moderation-admin/act', {
    token: mod.token,
    body: { post: order.id, action: 'approve' },
  });
  expect((await cloud.client().from('posts').select('status').eq('id', order.id).single()).data).toEqual({
    status: 'published',
  });
});

test('P24: who has the link sees the creation, until it is taken back', async () => {
  const { ann, sha256, secret } = await author();
  const token = randomBytes(16).toString('base64url');
  const id = randomUUID();
  const made = await functions.call('share', {
    token: ann.token,
    body: {
      id,
      token_hash: createHash('sha256').update(token).digest('hex'),
      creation_id: randomUUID(),
      sha256,
      title: 'For you',
      width: 320,
      height: 200,
    },
  });
  expect(made.status).toBe(201);
  const seen = await functions.call(`share/${token}`, { method: 'GET' });
  expect(seen).toMatchObject({ status: 200, body: { title: 'For you', prompt: null, mime: 'image/png' } });
  expect(seen.body).not.toHaveProperty('path');
  // The platform's gateway hands a request on under an address that nobody outside can reach.
  const inside = await functions.handle(new Request(`http://edge.internal/share/${token}`));
  expect(await inside.json()).toMatchObject({
    media_url: `${cloud.cloud.url}/functions/v1/share/${token}/media`,
  });
  const media = await functions.call(`share/${token}/media`, { method: 'GET' });
  const bytes = Buffer.from(await media.response.arrayBuffer());
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 320 });
  expect(bytes.includes(secret)).toBe(false);
  expect(
    (await functions.call(`share/${randomBytes(16).toString('base64url')}`, { method: 'GET' })).status,
  ).toBe(404);
  await ann.client.rpc('revoke_share', { p_share: id });
  expect(await functions.call(`share/${token}`, { method: 'GET' })).toMatchObject({
    status: 410,
    body: { error: 'share_gone' },
  });
});

test('P05: a message to support is kept, confirmed and passed on by mail', async () => {
  const ann = await member();
  const sent = await functions.call('support', {
    token: ann.token,
    body: { id: randomUUID(), category: 'bug', message: 'The red button is blue.' },
  });
  expect(sent.status).toBe(201);
  await functions.call('mail', { service: true });
  expect((await cloud.mailTo(ann.email)).text).toContain('We answer to this address');
  expect((await cloud.mailTo('team@videopicai.example')).text).toContain('The red button is blue.');
  const nobody = { id: randomUUID(), category: 'other', message: 'Hello' };
  expect(await functions.call('support', { body: nobody })).toMatchObject({
    status: 422,
    body: { error: 'address_required' },
  });
});

test('P17: one press in a mail stops marketing, whether anybody has the token or not', async () => {
  const ann = await member();
  await ann.client.rpc('set_consent', { p_kind: 'marketing', p_granted: true });
  const { rows } = await cloud.cloud.database.query(
    'select unsubscribe_token from public.user_private where id = $1',
    [ann.id],
  );
  const token = String(rows[0]?.['unsubscribe_token']);
  const looked = await functions.call(`mail/unsubscribe?token=${token}`, { method: 'GET' });
  expect(looked.response.headers.get('location')).toBe(`http://127.0.0.1:1/site/unsubscribe/?token=${token}`);
  const stopped = await functions.call(`mail/unsubscribe?token=${token}`);
  const nobody = await functions.call(`mail/unsubscribe?token=${randomUUID()}`);
  expect(stopped.body).toEqual(nobody.body);
  const { data } = await ann.client.from('user_private').select('marketing_opt_in').single();
  expect(data).toEqual({ marketing_opt_in: false });
});

test('P40: the archive holds everything, as JSON and as tables', async () => {
  const ann = await member();
  await ann.client.from('profiles').update({ bio: '=HYPERLINK("evil")' }).eq('id', ann.id);
  expect((await ann.client.rpc('request_export')).error).toBeNull();
  await functions.call('privacy-export', { service: true });
  await functions.settled();
  const { data } = await ann.client.rpc('my_exports');
  expect(data[0]).toMatchObject({ status: 'ready' });
  const read = async (path: string) =>
    await (await ann.client.storage.from('exports').download(path)).data!.text();
  const paths: string[] = data[0].paths;
  const manifest = JSON.parse(await read(paths.find((path) => path.endsWith('manifest.json'))!));
  expect(manifest).toMatchObject({ format: 'videopicai-export', v: 1 });
  const profile = paths.find((path) => /profile[\w-]*\.csv$/.test(path))!;
  expect(await read(profile)).toContain(`"'=HYPERLINK(""evil"")"`);
});

test('P31: an account is erased, files and all, with a certificate', async () => {
  const { ann, sha256, thumbnail } = await author();
  await functions.call('publish', { token: ann.token, body: shown(sha256, thumbnail) });
  const asked = await ann.client.rpc('request_deletion');
  expect(asked.error).toBeNull();
  await cloud.cloud.database.query('update private.deletions set scheduled_for = now() where user_id = $1', [
    ann.id,
  ]);
  await functions.call('privacy-worker', { service: true });
  await functions.settled();
  const { rows } = await cloud.cloud.database.query(
    'select erased from private.erasure_certificates where id = $1',
    [asked.data.certificate],
  );
  expect(rows).toHaveLength(1);
  const left = await cloud.cloud.database.query(
    `select count(*)::integer as n from storage.objects where starts_with(name, $1)`,
    [`${ann.id}/`],
  );
  expect(left.rows[0]?.['n']).toBe(0);
  expect(
    (await cloud.client().auth.signInWithPassword({ email: ann.email, password: ann.password })).error,
  ).not.toBeNull();
});

test.each(['billing-worker', 'job-worker', 'mail', 'privacy-export', 'privacy-worker'])(
  '%s answers the service alone',
  async (name) => {
    const ann = await member();
    expect((await functions.call(name)).status).toBe(401);
    expect((await functions.call(name, { token: ann.token })).status).toBe(401);
  },
);

test.each(['jobs', 'checkout', 'billing-portal', 'publish', 'share', 'moderation-admin/queue'])(
  '%s answers nobody without a token that holds',
  async (name) => {
    for (const token of ['', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', cloud.cloud.secretKey]) {
      const method = name.endsWith('queue') ? 'GET' : 'POST';
      const answer = await functions.call(name, { method, ...(token ? { token } : {}) });
      expect(answer).toMatchObject({ status: 401, body: { error: 'not_signed_in' } });
    }
  },
);

test('after all of this the ledger adds up', async () => {
  const { data, error } = await cloud.admin.rpc('svc_ledger_audit');
  expect({ data, error }).toEqual({ data: [], error: null });
});
