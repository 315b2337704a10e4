// From what was paid to the month's credits, with the clock moved by hand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, signUp } from './support/cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

/** Somebody whose Free months began at a moment of the past. */
async function joinedAt(anchor: string): Promise<Person> {
  const person = await signUp(cloud);
  await cloud.rows(
    'owner',
    `update accounts set anchor = $2, plan_period_start = $2, plan_period_end = $2::timestamptz + interval '1 month' where id = $1`,
    [person.account, anchor],
  );
  return person;
}

async function entitle(
  { account }: Person,
  plan: 'pro' | 'lifetime',
  startsAt: string,
  paidUntil: string,
): Promise<void> {
  await cloud.rows(
    'owner',
    `insert into private.entitlements (account_id, plan, source_id, starts_at, paid_until) values ($1, $2, $3, $4, $5)
     on conflict (source_id) do update set paid_until = excluded.paid_until`,
    [account, plan, `${plan}:${account}`, startsAt, paidUntil],
  );
}

async function sync({ account }: Person, now: string): Promise<string> {
  return await cloud.value('service', 'svc_sync_plan', { p_account: account, p_now: now });
}

async function grants({ account }: Person): Promise<readonly string[]> {
  const rows = await cloud.rows<{ day: string }>(
    'owner',
    `select substring(ref from '\\d{4}-\\d\\d-\\d\\d') as day from credit_ledger
     where account_id = $1 and kind = 'plan_grant' order by id offset 1`,
    [account],
  );
  return rows.map(({ day }) => day);
}

async function planCredits({ account }: Person): Promise<number | undefined> {
  return (
    await cloud.row<{ n: number }>('owner', 'select plan_available as n from accounts where id = $1', [
      account,
    ])
  )?.n;
}

test('P12: a plan bought on the 31st is granted on the last day of short months', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  await entitle(ann, 'lifetime', '2026-01-31T12:00:00Z', 'infinity');
  for (const now of [
    '2026-01-31T12:00:01Z',
    '2026-02-28T11:59:59Z',
    '2026-02-28T12:00:00Z',
    '2026-03-30T23:00:00Z',
    '2026-03-31T12:00:00Z',
    '2026-04-30T12:00:00Z',
  ]) {
    await sync(ann, now);
  }
  expect(await grants(ann)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
});

test('P12: a month is granted once however often it is asked for', async () => {
  const ann = await joinedAt('2026-01-15T00:00:00Z');
  await entitle(ann, 'pro', '2026-01-20T00:00:00Z', '2026-02-20T00:00:00Z');
  for (let index = 0; index < 5; index += 1) await sync(ann, `2026-01-2${index}T12:00:00Z`);
  expect(await grants(ann)).toEqual(['2026-01-20']);
  expect(await planCredits(ann)).toBe(2000);
});

test('P12: a year of Pro is granted month by month, and ends with the year', async () => {
  const ann = await joinedAt('2025-12-15T00:00:00Z');
  await entitle(ann, 'pro', '2026-01-10T00:00:00Z', '2027-01-10T00:00:00Z');
  for (let month = 1; month <= 12; month += 1)
    await sync(ann, `2026-${String(month).padStart(2, '0')}-10T01:00:00Z`);
  expect(await grants(ann)).toHaveLength(12);
  expect(await sync(ann, '2027-01-12T00:00:00Z')).toBe('pro');
  expect(await sync(ann, '2027-01-14T00:00:00Z')).toBe('free');
});

test('P12: what is left of a month ends with it; bought credits never do', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  await cloud.call('service', 'svc_credit_grant', {
    p_account: ann.account,
    p_bucket: 'pack',
    p_amount: 500,
    p_kind: 'pack_purchase',
    p_key: 'p',
  });
  await entitle(ann, 'pro', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
  await sync(ann, '2026-01-10T00:00:00Z');
  expect(await planCredits(ann)).toBe(2000);
  await sync(ann, '2026-02-15T00:00:00Z');
  const account = await cloud.row(
    'owner',
    'select plan, plan_available, pack_available from accounts where id = $1',
    [ann.account],
  );
  expect(account).toEqual({ plan: 'free', plan_available: 50, pack_available: 500 });
});

test('P12: while a renewal is on its way the paid month goes on, without new credits before they are paid', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  await entitle(ann, 'pro', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
  await sync(ann, '2026-01-10T00:00:00Z');
  expect(await sync(ann, '2026-02-10T01:00:00Z')).toBe('pro');
  expect(await grants(ann)).toEqual(['2026-01-10']);
  await entitle(ann, 'pro', '2026-01-10T00:00:00Z', '2026-03-10T00:00:00Z');
  await sync(ann, '2026-02-10T02:00:00Z');
  expect(await grants(ann)).toEqual(['2026-01-10', '2026-02-10']);
});

test('P12: Pro wins over Lifetime while it lasts, and Lifetime comes back after it', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  await entitle(ann, 'lifetime', '2026-01-05T00:00:00Z', 'infinity');
  await entitle(ann, 'pro', '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z');
  expect(await sync(ann, '2026-01-11T00:00:00Z')).toBe('pro');
  expect(await sync(ann, '2026-02-14T00:00:00Z')).toBe('lifetime');
  expect(await planCredits(ann)).toBe(500);
});

test('P12: holding credits over the end of a month does not carry them into the next', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  const [hold] = await cloud.call<{ id: string }>('service', 'svc_credit_hold', {
    p_account: ann.account,
    p_amount: 50,
    p_key: 'j',
    p_now: '2026-01-31T23:59:00Z',
    p_ttl: '1 hour',
  });
  await sync(ann, '2026-02-01T00:00:00Z');
  await cloud.call('service', 'svc_credit_release', { p_hold: hold?.id, p_now: '2026-02-01T00:10:00Z' });
  expect(await planCredits(ann)).toBe(50);
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
});

test('P12: leaving a month half way and coming back finds what was left in it', async () => {
  const ann = await joinedAt('2026-01-01T00:00:00Z');
  await sync(ann, '2026-02-01T00:00:00Z');
  const [hold] = await cloud.call<{ id: string }>('service', 'svc_credit_hold', {
    p_account: ann.account,
    p_amount: 20,
    p_key: 'j',
  });
  await cloud.call('service', 'svc_credit_capture', { p_hold: hold?.id, p_amount: 20 });
  await entitle(ann, 'pro', '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z');
  await sync(ann, '2026-02-10T00:00:00Z');
  await entitle(ann, 'pro', '2026-02-10T00:00:00Z', '2026-02-10T00:00:01Z');
  await cloud.rows('owner', `update private.entitlements set status = 'canceled' where account_id = $1`, [
    ann.account,
  ]);
  expect(await sync(ann, '2026-02-12T00:00:00Z')).toBe('free');
  expect(await planCredits(ann)).toBe(30);
});

test('cron finds everybody whose month has ended, and nobody else', async () => {
  const due = await joinedAt('2026-01-01T00:00:00Z');
  const notDue = await joinedAt('2026-01-20T00:00:00Z');
  const count = await cloud.value<number>('service', 'svc_sync_plans_due', { p_now: '2026-02-05T00:00:00Z' });
  expect(count).toBeGreaterThan(0);
  expect(await grants(due)).toEqual(['2026-02-01']);
  expect(await grants(notDue)).toEqual([]);
  expect(await cloud.value('service', 'svc_sync_plans_due', { p_now: '2026-02-05T00:00:00Z' })).toBe(0);
});
