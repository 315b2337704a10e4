// What Stripe knows and we were never told of: webhooks are dropped, and the hourly worker makes up for them.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Person } from '../local/contract/harness.ts';
import type { Session } from '../local/stripe/state.ts';
import { credits, newMember, openService, type Service } from './support/service.ts';

let service: Service;
beforeAll(async () => {
  service = await openService('pglite');
}, 120_000);
afterEach(() => expect(service.functions.faults).toEqual([]));
afterAll(async () => await service.close());

/** Nobody hears of what happens at Stripe meanwhile. */
function unheard<T>(work: () => T): T {
  const result = work();
  service.stripe.books.deliveries = [];
  return result;
}

async function checkout(person: Person, price: string): Promise<Session> {
  const { status } = await service.functions.call('checkout', {
    token: person.token,
    body: { price, request_id: randomUUID() },
  });
  expect(status).toBe(200);
  return Object.values(service.stripe.books.sessions).at(-1)!;
}

/** As cron calls it. */
async function compare(): Promise<void> {
  const { status } = await service.functions.call('billing-worker', { service: true });
  expect(status).toBe(202);
  await service.functions.settled();
}

async function rows(sql: string, ...params: readonly unknown[]) {
  return (await service.cloud.cloud.database.query(sql, params)).rows;
}

/** What was made up for, of one account. */
async function madeUpFor(person: Person): Promise<readonly string[]> {
  const { id } = z.object({ id: z.string() }).parse(await credits(person));
  const found = await rows(
    `select detail ->> 'list' as list from private.audit_log
     where account_id = $1 and action = 'stripe.reconciled' order by id`,
    id,
  );
  return found.map(({ list }) => String(list));
}

test('P04: a pack whose events were all lost arrives once, and goes back once with its money', async () => {
  const { stripe } = service;
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'pack_500');
  unheard(() => stripe.commerce.pay(session));
  expect(await credits(ann)).toMatchObject({ pack_available: 0 });
  await compare();
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 500 });
  expect(await madeUpFor(ann)).toEqual(['checkouts']);
  const charge = Object.values(stripe.books.charges).at(-1)!;
  unheard(() => stripe.commerce.refund(charge, charge.amount / 2));
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 250 });
  unheard(() => stripe.commerce.refund(charge, charge.amount));
  await compare();
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 0, debt: 0 });
  expect(await madeUpFor(ann)).toEqual(['checkouts', 'refunds', 'refunds']);
});

test('the event that comes after all changes nothing', async () => {
  const { stripe } = service;
  const ann = await newMember(service.cloud);
  stripe.commerce.pay(await checkout(ann, 'pack_500'));
  await compare();
  await stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ pack_available: 500 });
});

test('P12: a subscription begins, renews and ends without a single event', async () => {
  const { stripe } = service;
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'pro_month');
  unheard(() => stripe.commerce.pay(session));
  await compare();
  expect(await credits(ann)).toMatchObject({ plan: 'pro', plan_available: 2000 });
  const subscription = stripe.books.subscriptions[session.subscription ?? '']!;
  unheard(() => stripe.commerce.cancel(subscription, 'now'));
  await compare();
  expect(await credits(ann)).toMatchObject({ plan: 'free' });
  expect(await madeUpFor(ann)).toEqual(['subscriptions', 'invoices', 'subscriptions']);
});

test('a dispute freezes the account, and its end lets it go, unheard of both', async () => {
  const { stripe } = service;
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'pack_500');
  unheard(() => stripe.commerce.pay(session));
  const charge = Object.values(stripe.books.charges).at(-1)!;
  const dispute = unheard(() => stripe.commerce.dispute(charge));
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 0, frozen_reason: 'dispute' });
  unheard(() => stripe.commerce.decide(dispute, 'won'));
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 500, frozen_reason: null });
});

test('Lifetime is found too', async () => {
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'lifetime');
  unheard(() => service.stripe.commerce.pay(session));
  await compare();
  expect(await credits(ann)).toMatchObject({ plan: 'lifetime', plan_available: 500 });
});

test('what was given for money that Stripe does not know of is told to a person, once, and not taken away', async () => {
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'pack_500');
  service.stripe.commerce.pay(session);
  await service.stripe.webhooks.flush();
  delete service.stripe.books.sessions[session.id];
  await compare();
  await compare();
  const alerts = await rows(
    `select alerts.detail ->> 'why' as why from private.alerts
     join private.payments on payments.id = (alerts.detail ->> 'payment')::bigint where source_id = $1`,
    session.id,
  );
  expect(alerts).toEqual([{ why: 'not_found' }]);
  expect(await credits(ann)).toMatchObject({ pack_available: 500 });
});

test('two checkouts opened at once and both paid are told to a person', async () => {
  const ann = await newMember(service.cloud);
  const sessions = [await checkout(ann, 'pro_month'), await checkout(ann, 'pro_month')];
  for (const session of sessions) service.stripe.commerce.pay(session);
  await service.stripe.webhooks.flush();
  expect(await credits(ann)).toMatchObject({ plan: 'pro', plan_available: 2000 });
  await service.cloud.admin.rpc('svc_reconcile');
  const { id } = z.object({ id: z.string() }).parse(await credits(ann));
  const alerts = await rows(
    `select kind from private.alerts where kind = 'two_subscriptions' and detail ->> 'account' = $1`,
    id,
  );
  expect(alerts).toHaveLength(1);
});

test('what another product sold in the same Stripe account is none of our business', async () => {
  const { books, commerce } = service.stripe;
  const [known] = Object.values(books.sessions);
  const id = `cs_${randomUUID()}`;
  books.customers['cus_other'] = { id: 'cus_other', object: 'customer', email: null, metadata: {} };
  const session = { ...known!, id, customer: 'cus_other', metadata: {}, client_reference_id: null };
  books.sessions[id] = Object.assign(session, { status: 'open', payment_status: 'unpaid' });
  unheard(() => commerce.pay(session));
  unheard(() => commerce.refund(Object.values(books.charges).at(-1)!, 100));
  await compare();
  expect(await rows(`select 1 from private.payments where source_id = $1`, id)).toEqual([]);
  expect(await rows(`select 1 from private.alerts where kind = 'stripe_not_applied'`)).toEqual([]);
});

test('a long list is read page by page over several runs, from where the last one stopped', async () => {
  const { books, commerce } = service.stripe;
  const ann = await newMember(service.cloud);
  const session = await checkout(ann, 'pack_500');
  unheard(() => commerce.pay(session));
  // Eleven hundred newer ones of no concern: more than one run reads.
  for (let index = 0; index < 1100; index += 1) {
    const id = `cs_other${index}`;
    books.sessions[id] = { ...session, id, metadata: {}, client_reference_id: null, customer: '' };
  }
  const cursor = async () =>
    (await rows(`select after, since from private.stripe_cursors where list = 'checkouts'`))[0];
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 0 });
  expect(await cursor()).toMatchObject({ after: 'cs_other100' });
  // What the last page ended with is gone: the round begins anew.
  delete books.sessions['cs_other100'];
  await compare();
  expect(await cursor()).toMatchObject({ after: null });
  await compare();
  await compare();
  expect(await credits(ann)).toMatchObject({ pack_available: 500 });
  expect(await cursor()).toMatchObject({ after: null });
});

test('after all of this the ledger adds up', async () => {
  const { data, error } = await service.cloud.admin.rpc('svc_ledger_audit');
  expect({ data, error }).toEqual({ data: [], error: null });
});
