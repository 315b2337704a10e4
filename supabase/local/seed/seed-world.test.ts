import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, succeed, type TestCloud } from '../contract/harness.ts';
import { SEED_PASSWORD } from './people.ts';
import { readWorld, type SeededWorld, seedWorld, type World } from './seed-world.ts';

/** Part of the world that `--seed` makes: each kind of creation once, and enough people for them. */

const titles = [
  'Before the ferry',
  'Waves',
  'The last light on',
  'From the cloud: ribbons',
  'Marble II',
  'A doubtful sky',
  'Cheap prints: write to me',
  'Something in the woods',
];
const keys = new Set(['mira', 'aiko', 'tomas', 'olu', 'pia', 'hana', 'noor']);
let cloud: TestCloud;
let world: World;
let first: SeededWorld;
const never = new AbortController().signal;

beforeAll(async () => {
  cloud = await startTestCloud('pglite');
  // The hourly ones add rows of their own, at whatever minute this runs.
  await cloud.cloud.database.query('update cron.job set active = false');
  const { people, creations } = await readWorld();
  world = {
    people: people.filter(({ key }) => keys.has(key)),
    creations: creations.filter(({ title }) => titles.includes(title)),
  };
  first = await seedWorld(cloud.cloud, world, () => undefined, never);
}, 480_000);
afterAll(async () => await cloud.stop());

async function feed(sort: string, more: object = {}) {
  const rows = succeed(await cloud.client().rpc('discover_feed', { p_sort: sort, ...more }));
  return rows.map(({ title }: { title: string }) => title);
}

async function signedInAs(key: string) {
  const client = cloud.client();
  succeed(await client.auth.signInWithPassword({ email: `${key}@example.com`, password: SEED_PASSWORD }));
  return client;
}

test('everybody sees the gallery, each order another, and nothing that waits for a moderator', async () => {
  expect(first.published).toBe(titles.length);
  expect(await feed('newest')).toEqual([
    'From the cloud: ribbons',
    'Before the ferry',
    'Waves',
    'The last light on',
    'Marble II',
  ]);
  const orders = await Promise.all(['newest', 'trending', 'top'].map(async (sort) => await feed(sort)));
  expect(new Set(orders.map((order) => order.join('|'))).size).toBe(3);
  expect(await feed('newest', { p_kind: 'video' })).toEqual(['Waves']);
  expect(await feed('newest', { p_sensitive: true })).toContain('Something in the woods');
});

test('prompts are shown where their authors show them', async () => {
  const posts = succeed(await cloud.client().from('posts').select('id, title'));
  const prompts = new Map<string, string | null>();
  for (const { id, title } of posts) {
    const details = succeed(await cloud.client().rpc('post_details', { p_post: id }));
    prompts.set(title, details.prompt);
  }
  expect(prompts.get('Before the ferry')).toBe('a misty harbour at dawn with a sailing boat');
  const hidden = world.creations.filter(({ prompt_shown: shown }) => shown === '');
  expect(hidden.map(({ title }) => prompts.get(title)).filter((prompt) => prompt !== undefined)).toEqual(
    hidden.flatMap(({ title }) => (prompts.has(title) ? [null] : [])),
  );
});

test('plans were bought, credits spent, and a moderator has two posts to look at', async () => {
  const plans = [];
  for (const key of ['mira', 'aiko', 'tomas']) {
    const account = (await signedInAs(key)).from('accounts').select('plan, plan_available').single();
    plans.push(succeed(await account));
  }
  expect(succeed(await cloud.admin.rpc('svc_ledger_audit'))).toEqual([]);
  expect(plans).toEqual([
    { plan: 'pro', plan_available: 2000 },
    { plan: 'lifetime', plan_available: 499 },
    { plan: 'free', plan_available: 50 },
  ]);
  const noor = await signedInAs('noor');
  const { queue } = succeed(await noor.functions.invoke('moderation-admin/queue', { method: 'GET' }));
  const waiting = queue.map(({ post, reports }: { post: { title: string }; reports: object[] }) => [
    post.title,
    reports.length,
  ]);
  expect(waiting).toEqual([
    ['Cheap prints: write to me', 3],
    ['A doubtful sky', 0],
  ]);
});

test('a shared creation has a page for whoever has its address', async () => {
  const token = new URL(first.sharePage ?? '').hash.slice(1);
  const share = await (await fetch(`${cloud.cloud.url}/functions/v1/share/${token}`)).json();
  expect(share).toMatchObject({ title: 'The last light on', author: { display_name: 'Mira Halvorsen' } });
  const media = await fetch(share.media_url);
  expect([media.status, media.headers.get('content-type')]).toEqual([200, 'image/png']);
});

/** Rows of every table that the service keeps, but of those that count calls. */
async function countRows(): Promise<Readonly<Record<string, number>>> {
  const { database } = cloud.cloud;
  const { rows } = await database.query(
    `select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('public', 'private', 'storage') and tablename <> 'rate_limits'
    union all select 'auth.users' union all select 'auth.sessions' order by name`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await database.query(`select count(*)::integer as n from ${String(name)}`);
    counts[String(name)] = Number(counted.rows[0]?.['n']);
  }
  return counts;
}

test('seeding again adds nothing, and tells the same address', async () => {
  const before = await countRows();
  const second = await seedWorld(cloud.cloud, world, () => undefined, never);
  expect(second).toEqual({ ...first, published: 0 });
  expect(await countRows()).toEqual(before);
}, 120_000);

test('a seeding that is stopped publishes no more, and the next one makes up for it', async () => {
  const mira = await signedInAs('mira');
  const { id } = succeed(await mira.from('posts').select('id').eq('title', 'Before the ferry').single());
  succeed(await mira.functions.invoke(`publish/${id}`, { method: 'DELETE' }));
  const stopped = await seedWorld(cloud.cloud, world, () => undefined, AbortSignal.abort());
  expect(stopped).toMatchObject({ published: 0, sharePage: null });
  const next = await seedWorld(cloud.cloud, world, () => undefined, never);
  expect(next.published).toBe(1);
  expect(await feed('newest')).toContain('Before the ferry');
}, 120_000);

test('the whole world is varied', async () => {
  const { people, creations } = await readWorld();
  const authors = new Set(creations.map(({ author }) => author));
  expect(authors.size).toBeGreaterThanOrEqual(8);
  expect([...authors].filter((key) => !people.some((person) => person.key === key && person.handle))).toEqual(
    [],
  );
  expect(new Set(creations.map(({ title }) => title)).size).toBe(creations.length);
  expect(creations.length).toBeGreaterThanOrEqual(50);
  expect(creations.filter(({ seconds }) => seconds !== null).length).toBeGreaterThanOrEqual(4);
  expect(creations.filter(({ prompt_shown: shown }) => shown === '').length).toBeGreaterThan(10);
  expect(new Set(creations.map(({ width, height }) => `${width}x${height}`)).size).toBeGreaterThan(6);
});
