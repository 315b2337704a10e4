import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterEach, expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { makeProducts } from '../../stripe/products.ts';
import { startStripe, type StripeStandIn } from './server.ts';

const secret = 'whsec_test';
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** Takes events like the function does; refuses those it is told to. */
async function receiver() {
  const events: Stripe.Event[] = [];
  let refusing = false;
  const stripe = new Stripe('sk_test_x');
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const signature = String(request.headers['stripe-signature']);
      if (!refusing) events.push(stripe.webhooks.constructEvent(body, signature, secret));
      response.writeHead(refusing ? 503 : 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    events,
    types: () => events.splice(0).map(({ type }) => type),
    refuse: (value: boolean) => (refusing = value),
  };
}

async function start(file: string | null = null) {
  const hears = await receiver();
  const standIn = await startStripe({ port: 0, file, webhook: { url: hears.url, secret } });
  open.push(standIn.close);
  return { standIn, hears, stripe: clientOf(standIn) };
}

function clientOf({ url }: StripeStandIn): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_x', { host: hostname, port, protocol: 'http', telemetry: false });
}

async function press(url: string, act: string): Promise<Response> {
  return await fetch(url, { method: 'POST', body: new URLSearchParams({ act }), redirect: 'manual' });
}

async function buy(
  { stripe }: { readonly stripe: Stripe },
  lookup: string,
  mode: 'payment' | 'subscription',
) {
  const prices = await makeProducts(stripe);
  const customer = await stripe.customers.create({ metadata: { account: 'a1' } });
  return await stripe.checkout.sessions.create({
    mode,
    customer: customer.id,
    line_items: [{ price: prices.get(lookup) ?? '', quantity: 1 }],
    metadata: { account: 'a1' },
    success_url: 'http://127.0.0.1/done',
    cancel_url: 'http://127.0.0.1/back',
    ...(mode === 'subscription' ? { subscription_data: { metadata: { account: 'a1' } } } : {}),
  });
}

test('products are made once, and a changed price replaces the one that is sold', async () => {
  const { stripe } = await start();
  const first = await makeProducts(stripe);
  expect(await makeProducts(stripe)).toEqual(first);
  const euros = await makeProducts(stripe, 'eur');
  expect(euros.get('pro_month')).not.toBe(first.get('pro_month'));
  const { data } = await stripe.prices.list({ lookup_keys: ['pro_month'] });
  expect(data.map(({ id, currency }) => [id, currency])).toEqual([[euros.get('pro_month'), 'eur']]);
});

test('a pack is paid on the page, and the same request again is the same checkout', async () => {
  const { standIn, hears, stripe } = await start();
  const session = await buy({ stripe }, 'pack_500', 'payment');
  expect(await (await fetch(session.url ?? '')).text()).toContain('$6.00');
  const paid = await press(session.url ?? '', 'pay');
  expect(paid.headers.get('location')).toBe('http://127.0.0.1/done');
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual(['checkout.session.completed']);
  await press(session.url ?? '', 'pay');
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual([]);
  const customer = { email: 'a@example.com' };
  const made = await stripe.customers.create(customer, { idempotencyKey: 'k1' });
  expect((await stripe.customers.create(customer, { idempotencyKey: 'k1' })).id).toBe(made.id);
});

test('a subscription lives: paid, renewed, failed, cancelled, ended', async () => {
  const { standIn, hears, stripe } = await start();
  const session = await buy({ stripe }, 'pro_month', 'subscription');
  await press(session.url ?? '', 'pay');
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual([
    'customer.subscription.created',
    'invoice.paid',
    'invoice_payment.paid',
    'checkout.session.completed',
  ]);
  const [subscription] = Object.values(standIn.books.subscriptions);
  if (!subscription) throw new Error('no subscription');
  const paidUntil = subscription.current_period_end;
  await press(standIn.url, `renew:${subscription.id}`);
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual(['customer.subscription.updated', 'invoice.paid', 'invoice_payment.paid']);
  expect(subscription.current_period_end).toBeGreaterThan(paidUntil);
  await press(standIn.url, `fail:${subscription.id}`);
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual(['customer.subscription.updated', 'invoice.payment_failed']);

  const portal = await stripe.billingPortal.sessions.create({
    customer: subscription.customer,
    return_url: 'http://127.0.0.1/done',
  });
  await press(portal.url, `cancel:${subscription.id}`);
  await press(standIn.url, `renew:${subscription.id}`);
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual(['customer.subscription.updated', 'customer.subscription.deleted']);
});

test('refunds tell the whole so far, disputes are opened and decided', async () => {
  const { standIn, hears, stripe } = await start();
  const session = await buy({ stripe }, 'pack_2000', 'payment');
  await press(session.url ?? '', 'pay');
  const [charge] = Object.values(standIn.books.charges);
  await press(standIn.url, `half:${charge?.id}`);
  await press(standIn.url, `dispute:${charge?.id}`);
  const [dispute] = Object.values(standIn.books.disputes);
  await press(standIn.url, `win:${dispute?.id}`);
  await standIn.webhooks.flush();
  const told = hears.events.map(({ type, data }) => [
    type,
    (data.object as { amount_refunded?: number }).amount_refunded,
  ]);
  expect(told.slice(1)).toEqual([
    ['charge.refunded', 1000],
    ['charge.dispute.created', undefined],
    ['charge.dispute.closed', undefined],
  ]);
});

test('lists come in pages, newest first, and only what was asked for', async () => {
  const { standIn, stripe } = await start();
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const email = index === 2 ? 'b@example.com' : 'a@example.com';
    ids.unshift((await stripe.customers.create({ email })).id);
  }
  const listed: string[] = [];
  for await (const { id } of stripe.customers.list({ limit: 2 })) listed.push(id);
  expect(listed).toEqual(ids);
  expect((await stripe.customers.list({ email: 'b@example.com' })).data.map(({ id }) => id)).toEqual([
    ids[2],
  ]);
  await press((await buy({ stripe }, 'pro_month', 'subscription')).url ?? '', 'pay');
  const [plain] = (await stripe.invoices.list({ status: 'paid' })).data;
  const [full] = (await stripe.invoices.list({ status: 'paid', expand: ['data.payments'] })).data;
  expect([plain?.payments, full?.payments?.data.length]).toEqual([undefined, 1]);
  const [charge] = Object.values(standIn.books.charges);
  await press(standIn.url, `half:${charge?.id}`);
  const refunds = await stripe.refunds.list({ expand: ['data.charge'], created: { gte: charge!.created } });
  expect(refunds.data).toMatchObject([{ amount: 750, charge: { id: charge?.id, amount_refunded: 750 } }]);
  expect((await stripe.refunds.list({ created: { gte: charge!.created + 3600 } })).data).toEqual([]);
  const lost = stripe.customers.list({ starting_after: 'cus_gone' });
  await expect(lost).rejects.toMatchObject({ code: 'resource_missing' });
});

test('an event that is not taken comes again, also after a restart', async () => {
  const file = join(tempFolder(), 'stripe.json');
  const { standIn, hears, stripe } = await start(file);
  hears.refuse(true);
  const session = await buy({ stripe }, 'lifetime', 'payment');
  await press(session.url ?? '', 'pay');
  await standIn.webhooks.flush();
  expect(hears.types()).toEqual([]);
  await standIn.close();
  hears.refuse(false);
  const again = await startStripe({ port: 0, file, webhook: { url: hears.url, secret } });
  open.push(again.close);
  await again.webhooks.flush();
  expect(hears.types()).toEqual(['checkout.session.completed']);
});

test.each([
  ['GET', 'charges', 501],
  ['GET', 'customers/cus_nobody', 404],
  ['POST', 'checkout/sessions', 404],
])('%s /v1/%s answers %i', async (method, path, status) => {
  const { standIn } = await start();
  const headers = { authorization: 'Bearer sk_test_x' };
  const init = method === 'POST' ? { method, headers, body: '' } : { method, headers };
  expect((await fetch(`${standIn.url}/v1/${path}`, init)).status).toBe(status);
  expect((await fetch(`${standIn.url}/v1/${path}`, { method })).status).toBe(401);
});
