import { expect, test } from 'vitest';
import type { TestCloud } from './harness.ts';

/** What unmodified supabase-js needs of edge functions, which run under Deno here. */
export function functionsContract(get: () => TestCloud): void {
  test('runs the functions of the project, which ask who is calling', async () => {
    const { cloud, client, person } = get();
    const anonymous = await client().functions.invoke('jobs', { body: {} });
    expect(anonymous.response?.status).toBe(401);
    const { client: known } = await person();
    const invalid = await known.functions.invoke('jobs', { body: {} });
    expect(invalid.response?.status).toBe(422);
    const forged = await fetch(`${cloud.url}/functions/v1/stripe-webhook`, { method: 'POST', body: '{}' });
    expect(forged.status).toBe(400);
  }, 60_000);

  test('knows no other', async () => {
    const { cloud } = get();
    for (const name of ['nope', '_shared', '..%2f..', '']) {
      expect((await fetch(`${cloud.url}/functions/v1/${name}`)).status, name).toBe(404);
    }
  });

  test('reaches them from the database, through the queue of pg_net', async () => {
    const { database } = get().cloud;
    const { rows } = await database.query(`select private.call_function('job-worker') as id`);
    const answer = async (): Promise<unknown> =>
      (await database.query('select status_code from net._http_response where id = $1', [rows[0]?.['id']]))
        .rows[0];
    await expect.poll(answer, { timeout: 20_000 }).toEqual({ status_code: 202 });
    const outside = await database.query(`select net.http_get('http://192.0.2.1/') as id`);
    const refusal = async (): Promise<unknown> =>
      (
        await database.query('select error_msg from net._http_response where id = $1', [
          outside.rows[0]?.['id'],
        ])
      ).rows[0];
    await expect
      .poll(refusal, { timeout: 20_000 })
      .toEqual({ error_msg: expect.stringContaining('this machine only') });
  }, 60_000);
}
