// The ledger against a model of it: any sequence of holds, settlements, grants and clawbacks adds up.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

type Balance = { readonly plan: number; readonly pack: number; readonly held: number; readonly debt: number };

async function balance({ account }: Person): Promise<Balance> {
  const row = await cloud.row<Balance>(
    'owner',
    `select plan_available as plan, pack_available as pack, held, debt from accounts where id = $1`,
    [account],
  );
  if (!row) throw new Error('no account');
  return row;
}

async function hold(
  { account }: Person,
  amount: number,
  key: string,
  extra = {},
): Promise<{ id: string; status: string }> {
  const [made] = await cloud.call<{ id: string; status: string }>('service', 'svc_credit_hold', {
    p_account: account,
    p_amount: amount,
    p_key: key,
    ...extra,
  });
  if (!made) throw new Error('no hold');
  return made;
}

async function grant({ account }: Person, amount: number, key: string): Promise<boolean> {
  return await cloud.value('service', 'svc_credit_grant', {
    p_account: account,
    p_bucket: 'pack',
    p_amount: amount,
    p_kind: 'pack_purchase',
    p_key: key,
  });
}

test('P10: a hold takes the plan’s credits first and a capture returns the rest where it came from', async () => {
  const ann = await signUp(cloud);
  await grant(ann, 100, 'pack');
  const { id } = await hold(ann, 60, 'job');
  expect(await balance(ann)).toEqual({ plan: 0, pack: 90, held: 60, debt: 0 });
  await cloud.call('service', 'svc_credit_capture', { p_hold: id, p_amount: 20 });
  expect(await balance(ann)).toEqual({ plan: 30, pack: 100, held: 0, debt: 0 });
});

test('the first settlement wins: a release after a capture returns the captured hold', async () => {
  const ann = await signUp(cloud);
  const { id } = await hold(ann, 10, 'job');
  await cloud.call('service', 'svc_credit_capture', { p_hold: id, p_amount: 10 });
  const [late] = await cloud.call('service', 'svc_credit_release', { p_hold: id });
  expect(late).toMatchObject({ status: 'captured', captured: 10 });
  expect((await balance(ann)).plan).toBe(40);
});

test('the same key is the same hold, and never another amount', async () => {
  const ann = await signUp(cloud);
  const first = await hold(ann, 10, 'job');
  expect((await hold(ann, 10, 'job')).id).toBe(first.id);
  expect(await refusal(hold(ann, 11, 'job'))).toMatchObject({
    code: 'PT409',
    message: 'idempotency_key_reused',
  });
  expect((await balance(ann)).held).toBe(10);
});

test('P10: a balance is never overdrawn, and the answer says how much is missing', async () => {
  const ann = await signUp(cloud);
  const refused = await refusal(hold(ann, 51, 'job'));
  expect(refused).toMatchObject({ code: 'PT402', message: 'insufficient_credits' });
  expect(JSON.parse(refused.detail ?? '')).toEqual({ needed: 51, available: 50 });
  for (const amount of [0, -1, null]) {
    expect(await refusal(hold(ann, amount as number, 'x'))).toMatchObject({ message: 'invalid_amount' });
  }
});

test('P19: a refund takes what is there, the rest is debt that the next credits pay', async () => {
  const ann = await signUp(cloud);
  await cloud.call('service', 'svc_credit_clawback', {
    p_account: ann.account,
    p_amount: 80,
    p_key: 'refund',
  });
  expect(await balance(ann)).toEqual({ plan: 0, pack: 0, held: 0, debt: 30 });
  await grant(ann, 100, 'pack');
  expect(await balance(ann)).toEqual({ plan: 0, pack: 70, held: 0, debt: 0 });
});

test('P19: what a hold gives back pays a debt before it can be spent', async () => {
  const ann = await signUp(cloud);
  const { id } = await hold(ann, 20, 'job');
  await cloud.call('service', 'svc_credit_clawback', {
    p_account: ann.account,
    p_amount: 45,
    p_key: 'refund',
  });
  expect(await balance(ann)).toEqual({ plan: 0, pack: 0, held: 20, debt: 15 });
  await cloud.call('service', 'svc_credit_release', { p_hold: id });
  expect(await balance(ann)).toEqual({ plan: 5, pack: 0, held: 0, debt: 0 });
});

test('P19: a frozen account spends nothing', async () => {
  const ann = await signUp(cloud);
  await cloud.rows('owner', `update accounts set frozen_reason = 'dispute' where id = $1`, [ann.account]);
  expect(await refusal(hold(ann, 1, 'job'))).toMatchObject({ code: 'PT403', message: 'account_frozen' });
});

test('a hold nobody settled goes back when its time is over', async () => {
  const ann = await signUp(cloud);
  await hold(ann, 30, 'job', { p_now: '2031-11-01T00:00:00Z', p_ttl: '30 minutes' });
  await cloud.value('service', 'svc_expire_holds', { p_now: '2031-11-01T00:29:59Z' });
  expect((await balance(ann)).held).toBe(30);
  await cloud.value('service', 'svc_expire_holds', { p_now: '2031-11-01T00:30:01Z' });
  expect(await balance(ann)).toEqual({ plan: 50, pack: 0, held: 0, debt: 0 });
});

test('P11: the ledger is never changed, not even by the database’s owner', async () => {
  const ann = await signUp(cloud);
  for (const sql of [
    'update credit_ledger set amount = 1 where account_id = $1',
    'delete from credit_ledger where account_id = $1',
  ]) {
    expect(await refusal(cloud.rows('owner', sql, [ann.account]))).toMatchObject({ message: 'append_only' });
  }
});

test('P11: the history comes in pages, newest first, filtered by kind', async () => {
  const ann = await signUp(cloud);
  for (let index = 0; index < 5; index += 1) await grant(ann, 10, `pack-${index}`);
  const first = await cloud.call<{ id: number }>(ann, 'ledger_page', { p_limit: 4 });
  const rest = await cloud.call<{ id: number }>(ann, 'ledger_page', {
    p_limit: 4,
    p_after: first.at(-1)?.id,
  });
  const ids = [...first, ...rest].map(({ id }) => id);
  expect(ids).toHaveLength(6);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect(await cloud.call(ann, 'ledger_page', { p_kinds: ['plan_grant'] })).toHaveLength(1);
});

type Step =
  | { readonly do: 'hold'; readonly amount: number; readonly key: number }
  | { readonly do: 'capture' | 'release'; readonly which: number; readonly share: number }
  | { readonly do: 'grant' | 'clawback'; readonly amount: number; readonly key: number };

const amount = fc.integer({ min: 1, max: 40 });
const key = fc.integer({ min: 0, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('hold' as const), amount, key }),
  fc.record({
    do: fc.constantFrom('capture' as const, 'release' as const),
    which: fc.nat(5),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ do: fc.constantFrom('grant' as const, 'clawback' as const), amount, key }),
);

/** What must hold whatever the order: how much came in, how much was spent and taken back. */
class Model {
  total = 50;
  readonly holds = new Map<string, { readonly id: string; readonly amount: number; open: boolean }>();
  readonly keys = new Set<string>();

  get held(): number {
    return [...this.holds.values()].reduce((sum, entry) => sum + (entry.open ? entry.amount : 0), 0);
  }

  once(name: string): boolean {
    const isNew = !this.keys.has(name);
    this.keys.add(name);
    return isNew;
  }
}

async function run(person: Person, model: Model, next: Step): Promise<void> {
  switch (next.do) {
    case 'hold': {
      const name = `hold-${next.key}`;
      const known = model.holds.get(name);
      const made = await hold(person, next.amount, name).catch((error: { message: string }) => error.message);
      if (known)
        expect(made).toEqual(
          known.amount === next.amount ? expect.objectContaining({ id: known.id }) : 'idempotency_key_reused',
        );
      else if (typeof made === 'string') expect(made).toBe('insufficient_credits');
      else model.holds.set(name, { id: made.id, amount: next.amount, open: true });
      return;
    }
    case 'capture':
    case 'release': {
      const entry = [...model.holds.values()][next.which];
      if (!entry) return;
      const captured = next.do === 'capture' ? Math.floor(entry.amount * next.share) : 0;
      await (next.do === 'capture'
        ? cloud.call('service', 'svc_credit_capture', { p_hold: entry.id, p_amount: captured })
        : cloud.call('service', 'svc_credit_release', { p_hold: entry.id }));
      if (entry.open) model.total -= captured;
      entry.open = false;
      return;
    }
    case 'grant':
      if (model.once(`grant-${next.key}`)) model.total += next.amount;
      await grant(person, next.amount, `grant-${next.key}`);
      return;
    case 'clawback':
      if (model.once(`claw-${next.key}`)) model.total -= next.amount;
      await cloud.call('service', 'svc_credit_clawback', {
        p_account: person.account,
        p_amount: next.amount,
        p_key: `claw-${next.key}`,
      });
  }
}

test('P10: after any sequence the books add up and nothing is below zero', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const person = await signUp(cloud, { onboard: false });
      const model = new Model();
      for (const next of steps) await run(person, model, next);
      const { plan, pack, held, debt } = await balance(person);
      expect(plan + pack + held - debt).toBe(model.total);
      expect(held).toBe(model.held);
      // Nothing can be spent while something is owed.
      expect(Math.min(plan + pack, debt)).toBe(0);
      expect(Math.min(plan, pack, held, debt)).toBeGreaterThanOrEqual(0);
      expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
