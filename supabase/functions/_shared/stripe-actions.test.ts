import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { actionsOf } from './stripe-actions.ts';

const created = Date.UTC(2026, 10, 1) / 1000;
const account = '4c1f1c8e-6a39-4d1c-9a0e-0a5c2f3b7d11';

function event(type: string, object: object): Stripe.Event {
  return { id: 'evt_1', type, created, data: { object } } as Stripe.Event;
}

const session = {
  id: 'cs_1',
  mode: 'payment',
  payment_status: 'paid',
  customer: 'cus_1',
  client_reference_id: account,
  payment_intent: 'pi_1',
  amount_total: 900,
  currency: 'eur',
  created,
};

test('a pack is paid once its checkout is', () => {
  const bought = { ...session, metadata: { account, pack_credits: '500' } };
  expect(actionsOf(event('checkout.session.completed', bought))).toEqual([
    { do: 'link', account, customer: 'cus_1' },
    {
      do: 'pay',
      account,
      kind: 'pack',
      source_id: 'cs_1',
      payment_intent: 'pi_1',
      amount: 900,
      currency: 'eur',
      credits: 500,
    },
  ]);
  const unpaid = { ...bought, payment_status: 'unpaid' };
  expect(actionsOf(event('checkout.session.completed', unpaid))).toEqual([
    { do: 'link', account, customer: 'cus_1' },
  ]);
  expect(actionsOf(event('checkout.session.async_payment_succeeded', bought))).toHaveLength(2);
});

test('Lifetime entitles for ever from its purchase', () => {
  const bought = { ...session, metadata: { account, plan: 'lifetime' } };
  expect(actionsOf(event('checkout.session.completed', bought)).slice(1)).toMatchObject([
    { do: 'entitle', source_id: 'cs_1', plan: 'lifetime', starts_at: '2026-11-01T00:00:00.000Z' },
    { do: 'pay', kind: 'lifetime', entitlement: 'cs_1', covers_until: 'infinity' },
  ]);
});

test('a checkout of another product in the same Stripe account means nothing', () => {
  const other = { ...session, client_reference_id: null, metadata: {} };
  expect(actionsOf(event('checkout.session.completed', other))).toEqual([]);
});

test('an invoice pays for the subscription up to the end of its furthest period', () => {
  const month = 30 * 86_400;
  const invoice = {
    id: 'in_1',
    customer: 'cus_1',
    parent: { subscription_details: { subscription: 'sub_1', metadata: { account } } },
    lines: {
      data: [
        { period: { start: created, end: created } },
        { period: { start: created, end: created + month } },
      ],
    },
    payments: { data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_2' } }] },
    amount_paid: 1500,
    currency: 'usd',
  };
  expect(actionsOf(event('invoice.paid', invoice))).toMatchObject([
    { do: 'entitle', account, source_id: 'sub_1', plan: 'pro' },
    {
      do: 'pay',
      kind: 'subscription',
      source_id: 'in_1',
      payment_intent: 'pi_2',
      amount: 1500,
      covers_until: '2026-12-01T00:00:00.000Z',
    },
  ]);
  expect(actionsOf(event('invoice.paid', { ...invoice, parent: null }))).toEqual([]);
});

test.each([
  ['active', 'active'],
  ['trialing', 'active'],
  ['past_due', 'past_due'],
  ['unpaid', 'past_due'],
  ['incomplete', 'past_due'],
  ['paused', 'past_due'],
  ['canceled', 'canceled'],
  ['incomplete_expired', 'canceled'],
])('a subscription that is %s counts as %s', (status, counted) => {
  const subscription = {
    id: 'sub_1',
    customer: 'cus_1',
    metadata: {},
    status,
    start_date: created,
    ended_at: null,
  };
  expect(actionsOf(event('customer.subscription.updated', subscription))).toMatchObject([
    { do: 'entitle', account: null, customer: 'cus_1', source_id: 'sub_1', status: counted, ended_at: null },
  ]);
});

test.each([
  ['warning_needs_response', 'open'],
  ['under_review', 'open'],
  ['warning_closed', 'won'],
  ['won', 'won'],
  ['lost', 'lost'],
])('a dispute that is %s is %s', (status, verdict) => {
  const dispute = { id: 'dp_1', payment_intent: 'pi_1', amount: 900, status };
  expect(actionsOf(event('charge.dispute.updated', dispute))).toEqual([
    { do: 'dispute', payment_intent: 'pi_1', dispute: 'dp_1', amount: 900, status: verdict },
  ]);
});

test('a refund tells the whole amount given back so far', () => {
  const charge = { payment_intent: 'pi_1', customer: 'cus_1', amount_refunded: 400 };
  expect(actionsOf(event('charge.refunded', charge))).toEqual([
    { do: 'refund', customer: 'cus_1', payment_intent: 'pi_1', refunded: 400 },
  ]);
});

test('an event of no concern means nothing', () => {
  expect(actionsOf(event('customer.updated', { id: 'cus_1' }))).toEqual([]);
});
