import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { signUp } from '../../supabase/tests/support/cloud.ts';
import { openPostgresCloud, startServer } from '../../supabase/tests/support/postgres.ts';
import { loadPosts } from './cloud-posts.ts';
import { median, type Metric } from './measure.ts';

const rounds = 7;
const perRound = 150;
const posts = 1_000_000;
const deep = posts / 2;

/**
 * The cloud's database on a real Postgres with durable commits: what a hold and its capture cost against one bare
 * UPDATE in the same run, pushes of a library, and Discover with a million posts.
 */
export async function benchCloud(): Promise<readonly Metric[]> {
  const server = await startServer();
  try {
    const cloud = await openPostgresCloud(server);
    const { person, account } = await signUp(cloud);
    await cloud.close();
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return [
        ...(await benchLedger(client, account)),
        await benchSync(client, person),
        ...(await benchDiscover(client)),
      ];
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}

type Work = () => Promise<unknown>;

/** Rounds of each, interleaved; the least disturbed of each, in ms for one. */
async function compareAll(works: readonly Work[], repeat: number): Promise<readonly number[]> {
  const best = works.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const began = performance.now();
      for (let count = 0; count < repeat; count += 1) await work();
      best[index] = Math.min(best[index] ?? Infinity, (performance.now() - began) / repeat);
    }
  }
  return best;
}

async function benchLedger(client: pg.Client, account: string): Promise<readonly Metric[]> {
  await client.query(
    'create table bench_counter (id int primary key, n int); insert into bench_counter values (1, 0)',
  );
  await client.query(`select public.svc_credit_grant($1, 'pack', 1000000, 'correction', 'bench')`, [account]);
  const bare = async () => await client.query('update bench_counter set n = n + 1 where id = $1', [1]);
  const hold = async () => {
    const held = await client.query<{ id: string }>('select id from public.svc_credit_hold($1, 1, $2)', [
      account,
      randomUUID(),
    ]);
    return held.rows[0]?.id;
  };
  const both = async () => await client.query('select public.svc_credit_capture($1, 1)', [await hold()]);
  const [bareMs = 0, holdMs = 0, bothMs = 0] = await compareAll([bare, hold, both], perRound);
  const metric = (task: string, oursMs: number, most: number): Metric => ({
    task,
    n: rounds * perRound,
    oursMs,
    against: 'bare UPDATE',
    againstMs: bareMs,
    value: oursMs / bareMs,
    unit: 'ratio',
    most,
  });
  return [metric('hold credits', holdMs, 3), metric('hold and capture', bothMs, 7)];
}

async function benchSync(client: pg.Client, person: string): Promise<Metric> {
  await client.query(`select set_config('request.jwt.claims', $1, false)`, [JSON.stringify({ sub: person })]);
  const push = async () => {
    const items = [
      { kind: 'creation', id: randomUUID(), base_rev: 0, doc: { prompt: 'a lighthouse at dusk', rating: 4 } },
    ];
    await client.query('select public.sync_push($1)', [JSON.stringify(items)]);
  };
  const [oursMs = 0] = await compareAll([push], perRound);
  return {
    task: `sync push (${Math.round(1000 / oursMs)} a second)`,
    n: rounds * perRound,
    oursMs,
    against: '',
    againstMs: null,
    value: oursMs,
    unit: 'ms',
    most: 10,
  };
}

async function benchDiscover(client: pg.Client): Promise<readonly Metric[]> {
  await loadPosts(client, posts);
  await client.query(`select set_config('request.jwt.claims', '{}', false)`);
  const order = `select id from public.posts where status = 'published'`;
  const cursor = await client.query<{ at: string }>(
    `select hot::text || '_' || id as at from public.posts where status = 'published' order by hot desc, id desc offset ${deep} limit 1`,
  );
  const feed = async () =>
    await client.query('select * from public.discover_feed($1, $2)', ['trending', cursor.rows[0]?.at]);
  const month = async () =>
    await client.query(`select * from public.discover_feed('top', p_period => 'month')`);
  const sorted = async () =>
    await client.query(
      `${order} and published_at > now() - interval '30 days' order by like_count desc, id desc limit 30`,
    );
  const offset = async () =>
    await client.query(`${order} order by hot desc, id desc offset ${deep} limit 30`);
  const search = (words: string) => async () =>
    await client.query('select * from public.search_posts($1)', [words]);
  const plain = (words: string) => async () =>
    await client.query(
      `${order} and search @@ websearch_to_tsquery('simple', $1) order by hot desc, id desc limit 30`,
      [words],
    );
  const compared = async (
    task: string,
    ours: Work,
    against: string,
    theirs: Work,
    least: number,
  ): Promise<Metric> => {
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < 5; round += 1) {
      times.theirs.push(await timed(theirs));
      times.ours.push(await timed(ours));
    }
    const [oursMs, againstMs] = [median(times.ours), median(times.theirs)];
    return {
      task,
      n: posts,
      oursMs,
      against,
      againstMs,
      value: againstMs / oursMs,
      unit: 'times',
      most: Infinity,
      least,
    };
  };
  return [
    await compared(`feed page at depth ${deep}`, feed, 'OFFSET', offset, 20),
    await compared("the month's top", month, 'the same by date, sorted', sorted, 1),
    await compared(
      'search, a word nobody used',
      search('absent'),
      'the same left to the planner',
      plain('absent'),
      10,
    ),
    await compared(
      'search, a rare word',
      search('rare777'),
      'the same left to the planner',
      plain('rare777'),
      10,
    ),
    await compared(
      'search, a word of every post',
      search('picture'),
      'the same left to the planner',
      plain('picture'),
      0.1,
    ),
  ];
}

async function timed(work: Work): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
