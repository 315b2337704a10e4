import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../database/database.ts';
import { openPglite } from '../database/pglite.ts';
import { readPlatform } from '../platform.ts';
import { runDueJobs } from './cron.ts';

let database: Database;
beforeAll(async () => {
  database = await openPglite();
  for (const { sql } of readPlatform()) await database.exec(sql);
  await database.exec(`create table public.runs (name text);
    select cron.schedule('hourly', '7 * * * *', $$insert into public.runs values ('hourly')$$);
    select cron.schedule('always', '*/5 * * * *', $$insert into public.runs values ('always')$$);
    select cron.schedule('broken', '7 * * * *', 'select 1/0');
    select cron.schedule('odd', '30 seconds', 'select 1');`);
}, 60_000);
afterAll(async () => await database.close());

test('runs the jobs of a minute, notes how each went, and says what it does not run', async () => {
  const said: string[] = [];
  const at = async (time: string): Promise<void> =>
    await runDueJobs(database, Date.parse(time), (line) => said.push(line));
  await at('2026-11-25T10:05:00Z');
  await at('2026-11-25T10:06:00Z');
  await at('2026-11-25T10:07:00Z');
  expect((await database.query('select name from public.runs')).rows).toEqual([
    { name: 'always' },
    { name: 'hourly' },
  ]);
  const details = await database.query(
    'select status, return_message from cron.job_run_details order by runid',
  );
  expect(details.rows).toEqual([
    { status: 'succeeded', return_message: null },
    { status: 'succeeded', return_message: null },
    { status: 'failed', return_message: 'division by zero' },
  ]);
  expect(said.filter((line) => line.includes('30 seconds'))).toHaveLength(3);
});
