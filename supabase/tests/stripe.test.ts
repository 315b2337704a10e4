// The whole life of purchases, told in any order, repeated, and too early.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

type Action = Readonly<Record<string, unknown>> & { readonly do: string };
type StripeEvent = { readonly id: string; readonly at: string; readonly actions: readonly Action[] };

/** Every event is delivered while the clock stands here. */
const now = '2026-03-05T00:00:00Z';

async function deliver(event: StripeEvent, at = now): Promise<string> {
  return await cloud.value('service', 'svc_stripe_apply', {
    p_event: event.id,
    p_type: event.actions[0]?.do ?? 'none',
    p_created: event.at,
    p_actions: event.actions,
    p_now: at,
  });
}

/** As Stripe does it: what was refused comes again until it is taken. */
async function deliverAll(events: readonly StripeEvent[]): Promise<void> {
  let waiting = [...events];
  while (waiting.length > 0) {
    const refused: StripeEvent[] = [];
    for (const event of waiting) {
      const answer = await deliver(event).catch((error: { code: string }) => error.code);
      if (answer === 'PT503') refused.push(event);
      else expect(['applied', 'duplicate', 'ignored']).toContain(answer);
    }
    if (refused.length === waiting.length) throw new Error('some events are never taken');
    waiting = refused;
  }
}

/** Somebody in a Free month that began on January 1st. */
async function customer(): Promise<Person & { readonly tag: string }> {
  const person = await signUp(cloud, { onboard: false });
  await cloud.rows(
    'owner',
    `update accounts set anchor = '2026-02-20', plan_period_start = null, plan_period_end = null where id = $1`,
    [person.account],
  );
  await cloud.value('service', 'svc_sync_plan', { p_account: person.account, p_now: now });
  return { ...person, tag: randomUUID().slice(0, 8) };
}

async function state({ account }: Person): Promise<unknown> {
  const row = await cloud.row(
    'owner',
    `select plan, plan_available, pack_available, held, debt, frozen_reason, plan_period_start, plan_period_end,
       (select jsonb_agg(jsonb_build_array(source_id, status, paid_until, ended_at) order by source_id)
        from private.entitlements where account_id = accounts.id) as entitlements,
       (select jsonb_agg(jsonb_build_array(source_id, payment_intent, refunded, clawed_credits) order by source_id)
        from private.payments where account_id = accounts.id) as payments
     from accounts where id = $1`,
    [account],
  );
  return JSON.parse(JSON.stringify(row).replaceAll(/_[0-9a-f]{8}(?=["_])/g, ''));
}

/** A subscription paid twice, a pack half refunded, a pack disputed and won, Lifetime disputed and lost. */
function life({ account }: Person, tag: string): readonly StripeEvent[] {
  const cus = `cus_${tag}`;
  const sub = `sub_${tag}`;
  const event = (name: string, at: string, ...actions: Action[]): StripeEvent => ({
    id: `evt_${name}_${tag}`,
    at: `2026-${at}`,
    actions,
  });
  const subscription = (status: string, endedAt?: string): Action => ({
    do: 'entitle',
    customer: cus,
    source_id: sub,
    plan: 'pro',
    starts_at: '2026-01-10T00:00:00Z',
    status,
    ended_at: endedAt ?? null,
  });
  const invoice = (month: string, until: string): readonly Action[] => [
    { do: 'entitle', customer: cus, source_id: sub, plan: 'pro', starts_at: '2026-01-10T00:00:00Z' },
    {
      do: 'pay',
      customer: cus,
      kind: 'subscription',
      source_id: `in_${month}_${tag}`,
      payment_intent: `pi_${month}_${tag}`,
      amount: 2000,
      currency: 'usd',
      entitlement: sub,
      covers_until: until,
    },
  ];
  const pack = (name: string): Action => ({
    do: 'pay',
    account,
    kind: 'pack',
    source_id: `cs_${name}_${tag}`,
    payment_intent: `pi_${name}_${tag}`,
    amount: 1000,
    currency: 'usd',
    credits: 500,
  });
  const dispute = (name: string, amount: number, status: string): Action => ({
    do: 'dispute',
    payment_intent: `pi_${name}_${tag}`,
    dispute: `dp_${name}_${tag}`,
    amount,
    status,
  });
  return [
    event('link', '01-10T00:00:01Z', { do: 'link', account, customer: cus }),
    event('created', '01-10T00:00:01Z', subscription('active')),
    event('paid1', '01-10T00:00:02Z', ...invoice('jan', '2026-02-10T00:00:00Z')),
    event('failed', '02-10T01:00:00Z', subscription('past_due')),
    event('paid2', '02-10T02:00:00Z', ...invoice('feb', '2026-03-10T00:00:00Z')),
    event('again', '02-10T02:00:01Z', subscription('active')),
    event('packA', '02-12T00:00:00Z', pack('a')),
    event('refund1', '02-13T00:00:00Z', { do: 'refund', payment_intent: `pi_a_${tag}`, refunded: 200 }),
    event('refund2', '02-14T00:00:00Z', { do: 'refund', payment_intent: `pi_a_${tag}`, refunded: 500 }),
    event('packB', '02-15T00:00:00Z', pack('b')),
    event('disputeB', '02-16T00:00:00Z', dispute('b', 1000, 'open')),
    event('wonB', '02-26T00:00:00Z', dispute('b', 1000, 'won')),
    event(
      'lifetime',
      '02-20T00:00:00Z',
      {
        do: 'entitle',
        account,
        source_id: `cs_life_${tag}`,
        plan: 'lifetime',
        starts_at: '2026-02-20T00:00:00Z',
      },
      {
        do: 'pay',
        account,
        kind: 'lifetime',
        source_id: `cs_life_${tag}`,
        payment_intent: `pi_life_${tag}`,
        amount: 29900,
        currency: 'usd',
        entitlement: `cs_life_${tag}`,
        covers_until: 'infinity',
      },
    ),
    event('disputeL', '02-21T00:00:00Z', dispute('life', 29900, 'open')),
    event('lostL', '03-01T00:00:00Z', dispute('life', 29900, 'lost')),
  ];
}

test('P12, P19: a life of purchases ends the same in every order, repeated, and told too early', async () => {
  const inOrder = await customer();
  await deliverAll(life(inOrder, inOrder.tag));
  const expected = await state(inOrder);
  expect(expected).toMatchObject({
    plan: 'pro',
    plan_available: 2000,
    pack_available: 750,
    debt: 0,
    frozen_reason: null,
  });

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 45, maxLength: 45 }),
      async (order) => {
        const person = await customer();
        const events = life(person, person.tag);
        // Each event up to three times, shuffled by the numbers drawn.
        const told = order
          .map((rank, index) => ({ rank, event: events[index % events.length]! }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        await deliverAll(told);
        expect(await state(person)).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
}, 180_000);

test('a subscription that is cancelled keeps its paid days, and ended at once loses them', async () => {
  const ann = await customer();
  const events = life(ann, ann.tag).slice(0, 6);
  await deliverAll(events);
  const cancel = (id: string, at: string, endedAt: string): StripeEvent => ({
    id: `${id}_${ann.tag}`,
    at,
    actions: [
      {
        do: 'entitle',
        customer: `cus_${ann.tag}`,
        source_id: `sub_${ann.tag}`,
        plan: 'pro',
        starts_at: '2026-01-10T00:00:00Z',
        status: 'canceled',
        ended_at: endedAt,
      },
    ],
  });
  await deliver(cancel('evt_end', '2026-03-01T00:00:00Z', '2026-03-10T00:00:00Z'));
  expect(await state(ann)).toMatchObject({ plan: 'pro' });
  await cloud.value('service', 'svc_sync_plans_due', { p_now: '2026-03-10T00:00:01Z' });
  expect(await state(ann)).toMatchObject({ plan: 'free' });
});

test('P19: Lifetime that is refunded is gone, and comes back when a dispute is won', async () => {
  const ann = await customer();
  const buy = life(ann, ann.tag).find(({ id }) => id.includes('lifetime'))!;
  await deliver(buy);
  expect(await state(ann)).toMatchObject({ plan: 'lifetime', plan_available: 500 });
  const dispute = (status: string): StripeEvent => ({
    id: `evt_${status}_${ann.tag}`,
    at: '2026-03-01T00:00:00Z',
    actions: [
      {
        do: 'dispute',
        payment_intent: `pi_life_${ann.tag}`,
        dispute: `dp_${ann.tag}`,
        amount: 29900,
        status,
      },
    ],
  });
  await deliver(dispute('open'));
  expect(await state(ann)).toMatchObject({ plan: 'free', frozen_reason: 'dispute' });
  await deliver(dispute('won'));
  expect(await state(ann)).toMatchObject({ plan: 'lifetime', plan_available: 500, frozen_reason: null });
});

test('an event is applied wholly or not at all', async () => {
  const ann = await customer();
  const half: StripeEvent = {
    id: `evt_half_${ann.tag}`,
    at: now,
    actions: [
      {
        do: 'pay',
        account: ann.account,
        kind: 'pack',
        source_id: `cs_${ann.tag}`,
        amount: 1000,
        currency: 'usd',
        credits: 500,
      },
      { do: 'refund', account: ann.account, payment_intent: `pi_${ann.tag}`, refunded: 10 },
    ],
  };
  expect(await refusal(deliver(half))).toMatchObject({ code: 'PT503', message: 'unknown_payment' });
  expect(await state(ann)).toMatchObject({ pack_available: 0, payments: null });
  expect(await refusal(deliver(half))).toMatchObject({ code: 'PT503' });
});

test('an event about nobody we know is refused, so that Stripe comes again', async () => {
  const event = { id: `evt_${randomUUID()}`, at: now, actions: [{ do: 'link', customer: 'cus_nobody' }] };
  expect(await refusal(deliver(event))).toMatchObject({ code: 'PT503', message: 'unknown_account' });
  expect(await deliver({ ...event, actions: [] })).toBe('ignored');
});

test('P4: money of a purchase is told to its owner, with no card in it', async () => {
  const ann = await customer();
  await deliverAll(life(ann, ann.tag));
  const payments = await cloud.call(ann, 'payments_page');
  expect(payments).toHaveLength(5);
  expect(Object.keys(payments[0] ?? {}).toSorted()).toEqual([
    'amount',
    'credits',
    'currency',
    'disputed',
    'id',
    'kind',
    'paid_at',
    'refunded',
  ]);
});

test('checkout refuses to sell a plan twice and knows its prices', async () => {
  const ann = await customer();
  await cloud.call(ann, 'accept_terms', { p_version: '2026-01-31', p_age_confirmed: true });
  const begin = async (lookup: string) =>
    await cloud.value('service', 'svc_checkout_begin', { p_user: ann.person, p_lookup: lookup });
  for (const lookup of ['lifetime', 'pack_500', 'pro_year']) {
    await cloud.call('service', 'svc_stripe_price_set', { p_lookup: lookup, p_price_id: `price_${lookup}` });
  }
  expect(await begin('lifetime')).toMatchObject({
    price_id: 'price_lifetime',
    mode: 'payment',
    account_id: ann.account,
  });
  expect(await begin('pro_year')).toMatchObject({ mode: 'subscription', plan: 'pro' });
  expect(await refusal(begin('gold'))).toMatchObject({ message: 'unknown_price' });
  await deliver(life(ann, ann.tag).find(({ id }) => id.includes('lifetime'))!);
  expect(await refusal(begin('lifetime'))).toMatchObject({ code: 'PT409', message: 'already_owned' });
  expect(await begin('pack_500')).toMatchObject({ pack_credits: 500 });
});

test('a new price under a name replaces the old one, which old subscriptions still pay', async () => {
  const set = async (id: string) =>
    await cloud.call('service', 'svc_stripe_price_set', { p_lookup: 'pro_month', p_price_id: id });
  await set('price_old');
  await set('price_new');
  const prices = await cloud.call('service', 'svc_stripe_prices');
  expect(
    prices.filter(({ lookup }) => lookup === 'pro_month').map(({ price_id, active }) => [price_id, active]),
  ).toEqual(
    expect.arrayContaining([
      ['price_new', true],
      ['price_old', false],
    ]),
  );
});
