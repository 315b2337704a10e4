// That pages of Discover are read from an index, however deep: counted by Postgres itself, not believed.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPosts } from '../../tests/bench/cloud-posts.ts';
import type { Cloud } from './support/cloud.ts';
import { openPostgresCloud, type Server, startServer } from './support/postgres.ts';

const posts = 20_000;

let server: Server;
let cloud: Cloud;
beforeAll(async () => {
  server = await startServer();
  cloud = await openPostgresCloud(server);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await loadPosts(client, posts);
  await client.end();
}, 120_000);
afterAll(async () => {
  await cloud.close();
  await server.stop();
}, 60_000);

type Reads = { readonly scans: number; readonly rows: number };

/** Whole scans of the posts, and rows fetched by an index, of one statement. */
async function readsOf(sql: string, params: readonly unknown[]): Promise<Reads> {
  return await cloud.as('owner', async (query) => {
    const read = async (): Promise<Reads> => {
      const { rows } = await query<Reads>(
        `select seq_scan as scans, coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables where relname = 'posts'`,
      );
      return rows[0] ?? { scans: 0, rows: 0 };
    };
    const before = await read();
    await query(sql, params);
    const after = await read();
    return { scans: after.scans - before.scans, rows: after.rows - before.rows };
  });
}

test.each([
  ['newest', 'published_at', null, 'true'],
  ['trending', 'hot', null, 'true'],
  ['top', 'like_count', null, 'true'],
  ['top', 'like_count', 'week', 'recent = 2'],
  ['top', 'like_count', 'month', 'recent >= 1'],
])(
  'a page of %s reads its own rows alone, at the start and half way down',
  async (sort, column, period, within) => {
    const listed = `from posts where ${within}`;
    const middle = await cloud.row<{ cursor: string }>(
      'owner',
      `select ${column}::text || '_' || id as cursor ${listed}
     order by ${column} desc, id desc offset (select count(*) / 2 ${listed}) limit 1`,
    );
    expect(middle?.cursor).toContain('_');
    for (const after of [null, middle?.cursor]) {
      const reads = await readsOf('select * from public.discover_feed($1, $2, 30, p_period => $3)', [
        sort,
        after,
        period,
      ]);
      expect(reads.scans).toBe(0);
      expect(reads.rows).toBeGreaterThan(0);
      expect(reads.rows).toBeLessThan(100);
    }
  },
);
