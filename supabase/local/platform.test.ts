import { afterAll, beforeAll, expect, test } from 'vitest';
import { rehearse, type Database } from './database/database.ts';
import { openPglite } from './database/pglite.ts';
import { readPlatform } from './platform.ts';

let database: Database;

beforeAll(async () => {
  database = await openPglite();
  for (const { sql } of readPlatform()) await database.exec(sql);
}, 60_000);
afterAll(async () => await database.close());

async function value(sql: string, params?: readonly unknown[]): Promise<unknown> {
  const { rows } = await database.query(sql, params);
  return Object.values(rows[0] ?? {})[0];
}

test('comes in the order of its names', () => {
  const names = readPlatform().map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(5);
  expect(names).toEqual(names.toSorted());
});

test('tells a policy who is calling', async () => {
  const id = '6f1f64f2-7d0b-4c36-9d3f-6f0f5f7b7f10';
  const seen = await rehearse(database, async (query) => {
    await query(
      `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
      [JSON.stringify({ sub: id, role: 'authenticated', email: 'a@example.com' })],
    );
    const { rows } = await query(`select auth.uid() as id, auth.role() as role, auth.email() as email`);
    return rows[0];
  });
  expect(seen).toEqual({ id, role: 'authenticated', email: 'a@example.com' });
  expect(await value('select auth.uid()')).toBeNull();
});

test('hands new tables and functions to anon and authenticated, and nothing to service_role', async () => {
  await database.exec(
    'create table public.forgotten (id int); create function public.oversight() returns int language sql as $$ select 1 $$',
  );
  for (const role of ['anon', 'authenticated']) {
    expect(await value(`select has_table_privilege($1, 'public.forgotten', 'delete')`, [role])).toBe(true);
    expect(await value(`select has_function_privilege($1, 'public.oversight()', 'execute')`, [role])).toBe(
      true,
    );
  }
  expect(await value(`select has_table_privilege('service_role', 'public.forgotten', 'select')`)).toBe(false);
});

test('lets nobody but the owner read the tables of auth', async () => {
  const tables = await database.query<{ name: string }>(
    `select format('auth.%I', tablename) as name from pg_tables where schemaname = 'auth'`,
  );
  expect(tables.rows.length).toBeGreaterThan(5);
  for (const { name } of tables.rows) {
    for (const role of ['anon', 'authenticated', 'service_role']) {
      expect(await value('select has_table_privilege($1, $2, $3)', [role, name, 'select'])).toBe(false);
    }
  }
});

test('refuses to delete rows of storage by SQL', async () => {
  await database.exec(`insert into storage.buckets (id, name) values ('inputs', 'inputs')`);
  await database.exec(`insert into storage.objects (bucket_id, name) values ('inputs', 'a/b.png')`);
  await expect(database.exec('delete from storage.objects')).rejects.toThrow('Use the Storage API');
  expect(await value(`select storage.foldername(name) from storage.objects`)).toEqual(['a']);
});

test('announces a broadcast when its transaction commits, and never one that was rolled back', async () => {
  const heard: string[] = [];
  await database.listen('realtime_messages', (id) => heard.push(id));
  const send = `select realtime.send('{"progress":40}', 'job', 'user:1', true)`;
  await rehearse(database, async (query) => await query(send));
  await database.query(send);
  await expect.poll(() => heard.length).toBe(1);
  const message = await database.query(
    'select payload, event, topic, private from realtime.messages where id = $1',
    heard,
  );
  expect(message.rows).toEqual([{ payload: { progress: 40 }, event: 'job', topic: 'user:1', private: true }]);
});

test('keeps one row for a cron job that is scheduled twice', async () => {
  await database.query(`select cron.schedule('sweep', '* * * * *', 'select 1')`);
  await database.query(`select cron.schedule('sweep', '0 * * * *', 'select 2')`);
  const { rows } = await database.query('select jobname, schedule, command from cron.job');
  expect(rows).toEqual([{ jobname: 'sweep', schedule: '0 * * * *', command: 'select 2' }]);
  await expect(database.query(`select cron.unschedule('nothing')`)).rejects.toThrow('could not find');
});

test('queues requests of pg_net with the secret from the vault', async () => {
  await database.query(`select vault.create_secret('s3cret', 'service_key')`);
  await database.query(
    `select net.http_post('http://127.0.0.1:1/x', '{"a":1}', headers => jsonb_build_object('apikey',
      (select decrypted_secret from vault.decrypted_secrets where name = 'service_key')))`,
  );
  const { rows } = await database.query(
    `select method, url, headers, convert_from(body, 'UTF8') as body, timeout_milliseconds from net.http_request_queue`,
  );
  expect(rows).toEqual([
    {
      method: 'POST',
      url: 'http://127.0.0.1:1/x',
      headers: { apikey: 's3cret' },
      body: '{"a": 1}',
      timeout_milliseconds: 5000,
    },
  ]);
  await expect(database.query(`select net.http_get('http://127.0.0.1:1/x', '{"a":"b"}')`)).rejects.toThrow(
    'unsupported_by_local_stack',
  );
});
