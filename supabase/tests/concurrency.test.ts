// Many at once, on a real Postgres: PGlite has one connection and cannot race.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, type Person, signUp } from './support/cloud.ts';
import * as life from './support/life.ts';
import { openPostgresCloud, type Server, startServer } from './support/postgres.ts';

const clients = Array.from({ length: 20 }, (_, index) => index);

let server: Server;
let cloud: Cloud;
beforeAll(async () => {
  server = await startServer();
  cloud = await openPostgresCloud(server);
  await life.enableSketch(cloud);
}, 120_000);
afterAll(async () => {
  await cloud.close();
  await server.stop();
}, 60_000);

async function balance({ account }: Person): Promise<unknown> {
  return await cloud.row(
    'owner',
    'select plan_available, pack_available, held, debt from accounts where id = $1',
    [account],
  );
}

async function grant({ account }: Person, amount: number): Promise<void> {
  await cloud.value('service', 'svc_credit_grant', {
    p_account: account,
    p_bucket: 'pack',
    p_amount: amount,
    p_kind: 'correction',
    p_key: randomUUID(),
  });
}

/** The word of a refusal, or what was answered. */
const word = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'done',
    (error: { message: string }) => error.message,
  );

async function audit(): Promise<void> {
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
  const [stats] = await cloud.rows<{ deadlocks: number }>(
    'owner',
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(stats?.deadlocks).toBe(0);
}

test('P10: twenty clients at once never overdraw an account', async () => {
  const ann = await signUp(cloud);
  await grant(ann, 250);
  const words = await Promise.all(
    clients.map(async (client) => {
      const mine: string[] = [];
      for (let index = 0; index < 10; index += 1) {
        mine.push(
          await word(
            cloud.call('service', 'svc_credit_hold', {
              p_account: ann.account,
              p_amount: 3,
              p_key: `${client}-${index}`,
            }),
          ),
        );
      }
      return mine;
    }),
  );
  // 300 credits, 200 attempts of 3: exactly 100 can be held.
  expect(words.flat().filter((entry) => entry === 'done')).toHaveLength(100);
  expect(new Set(words.flat())).toEqual(new Set(['done', 'insufficient_credits']));
  expect(await balance(ann)).toEqual({ plan_available: 0, pack_available: 0, held: 300, debt: 0 });
  await audit();
});

test('one key asked for by twenty at once is one hold, and one verdict when they settle it differently', async () => {
  const ann = await signUp(cloud);
  const holds = await Promise.all(
    clients.map(
      async () =>
        (
          await cloud.call<{ id: string }>('service', 'svc_credit_hold', {
            p_account: ann.account,
            p_amount: 10,
            p_key: 'same',
          })
        )[0]?.id,
    ),
  );
  expect(new Set(holds).size).toBe(1);
  const verdicts = await Promise.all(
    clients.map(async (client) => {
      const [hold] =
        client % 2
          ? await cloud.call('service', 'svc_credit_capture', { p_hold: holds[0], p_amount: 10 })
          : await cloud.call('service', 'svc_credit_release', { p_hold: holds[0] });
      return hold?.['status'];
    }),
  );
  expect(new Set(verdicts).size).toBe(1);
  await audit();
});

test('P12: a plan’s limit of jobs holds when they are asked for at once', async () => {
  const ann = await signUp(cloud);
  const words = await Promise.all(clients.map(async () => await word(life.createJob(cloud, ann))));
  expect(words.filter((entry) => entry === 'done')).toHaveLength(1);
  expect(await balance(ann)).toMatchObject({ held: 1 });
});

test('twenty workers claim each job once', async () => {
  const people = await Promise.all(clients.map(async () => await signUp(cloud)));
  await Promise.all(people.map(async (person) => await life.createJob(cloud, person)));
  const claims = await Promise.all(
    clients.map(async () => await cloud.call<{ id: string }>('service', 'svc_job_claim', { p_limit: 4 })),
  );
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(20);
});

test('P19: holds, grants, refunds, new months and sweeps on the same accounts never lock each other out', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, async () => await signUp(cloud)));
  const random = (below: number) => Math.floor(Math.random() * below);
  const acts: readonly ((person: Person) => Promise<unknown>)[] = [
    async ({ account }) => {
      const [hold] = await cloud.call<{ id: string }>('service', 'svc_credit_hold', {
        p_account: account,
        p_amount: 1 + random(9),
        p_key: randomUUID(),
      });
      if (random(2)) await cloud.call('service', 'svc_credit_capture', { p_hold: hold?.id, p_amount: 1 });
    },
    async (person) => await grant(person, 1 + random(20)),
    async ({ account }) =>
      await cloud.value('service', 'svc_credit_clawback', {
        p_account: account,
        p_amount: 1 + random(15),
        p_key: randomUUID(),
      }),
    async ({ account }) =>
      await cloud.value('service', 'svc_sync_plan', {
        p_account: account,
        p_now: new Date(Date.now() + random(90) * 86_400_000),
      }),
    async () => await cloud.value('service', 'svc_expire_holds', { p_now: new Date(Date.now() + 3_600_000) }),
  ];
  const words = await Promise.all(
    clients.map(async () => {
      const mine: string[] = [];
      for (let index = 0; index < 15; index += 1)
        mine.push(await word(acts[random(acts.length)]!(people[random(people.length)]!)));
      return mine;
    }),
  );
  expect(words.flat().filter((entry) => entry !== 'done' && entry !== 'insufficient_credits')).toEqual([]);
  await audit();
}, 60_000);

test('P19: one event of Stripe delivered by twenty at once is applied once', async () => {
  const ann = await signUp(cloud);
  const event = {
    p_event: randomUUID(),
    p_type: 'x',
    p_created: new Date(),
    p_actions: [
      {
        do: 'pay',
        account: ann.account,
        kind: 'pack',
        source_id: `cs_${randomUUID()}`,
        amount: 1000,
        currency: 'usd',
        credits: 500,
      },
    ],
  };
  const answers = await Promise.all(
    clients.map(async () => await cloud.value<string>('service', 'svc_stripe_apply', event)),
  );
  expect(answers.toSorted()).toEqual(['applied', ...Array.from({ length: 19 }, () => 'duplicate')]);
  expect(await balance(ann)).toMatchObject({ pack_available: 500 });
});

test('D05: a reader following its cursor misses nothing that twenty writers push', async () => {
  const ann = await signUp(cloud);
  const seen = new Set<string>();
  let cursor = 0;
  let writing = true;
  const reader = (async () => {
    for (;;) {
      const wasWriting = writing;
      const page = await cloud.value<{ rev: number; items: { id: string }[] }>(ann, 'sync_pull', {
        p_since: cursor,
        p_limit: 20,
      });
      for (const { id } of page.items) seen.add(id);
      cursor = page.rev;
      if (!wasWriting && page.items.length === 0) return;
    }
  })();
  await Promise.all(
    clients.map(async (client) => {
      for (let index = 0; index < 10; index += 1) {
        const items = [0, 1].map((part) => ({
          kind: 'creation',
          id: `${client}-${index}-${part}`,
          base_rev: 0,
          doc: { index },
        }));
        // Committed late, as over a slow line: revisions are given out before they can be seen.
        await cloud.as(ann, async (query) => {
          await query('select public.sync_push($1)', [JSON.stringify(items)]);
          await query('select pg_sleep(random() * 0.003)');
        });
      }
    }),
  );
  writing = false;
  await reader;
  expect(seen.size).toBe(400);
  expect(cursor).toBe(400);
}, 60_000);

test('P12: two machines reserving at once do not overfill a plan', async () => {
  const ann = await signUp(cloud);
  const words = await Promise.all(
    clients.map(
      async (client) =>
        await word(
          cloud.call(ann, 'media_reserve', {
            p_items: [{ sha256: life.sha256(`${client}`), mime: 'image/png', size_bytes: 200_000_000 }],
          }),
        ),
    ),
  );
  expect(words.filter((entry) => entry === 'done')).toHaveLength(5);
});

test('twenty likes at once are twenty, and each person’s is one', async () => {
  const ann = await signUp(cloud);
  await life.takeHandle(cloud, ann, `ann_${ann.person.slice(0, 8)}`);
  const post = await life.publish(cloud, ann, 'Popular');
  const people = await Promise.all(clients.map(async () => await signUp(cloud)));
  await Promise.all(
    [...people, ...people].map(
      async (person) => await cloud.value(person, 'toggle_like', { p_post: post, p_on: true }),
    ),
  );
  expect(await cloud.row('anon', 'select like_count from posts where id = $1', [post])).toEqual({
    like_count: 20,
  });
});
