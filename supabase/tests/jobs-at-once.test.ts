// The jobs function, asked by twenty at once, on a real Postgres: PGlite has one connection and cannot race.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Person } from '../local/contract/harness.ts';
import { credits, newMember, openService, type Service } from './support/service.ts';

const clients = Array.from({ length: 20 }, (_, index) => index);
const refused = z.object({ error: z.string() });

let service: Service;
beforeAll(async () => {
  service = await openService('embedded');
  // Nothing but the balance holds them back.
  await service.cloud.cloud.database.query(
    `insert into public.plans (id, valid_from, name, rank, monthly_credits, max_concurrent_jobs, storage_bytes)
     select id, now() - interval '1 minute', name, rank, monthly_credits, 100, storage_bytes
     from public.plans where id = 'free'`,
  );
}, 120_000);
afterAll(async () => {
  expect(service.functions.faults).toEqual([]);
  await service.close();
}, 60_000);

/** What the function said: `placed`, or the word of its refusal. */
async function place(ann: Person, id: string): Promise<string> {
  const params = { prompt: 'a lighthouse', size: '64x64', count: 8 };
  const { status, body } = await service.functions.call('jobs', {
    token: ann.token,
    body: { id, model: 'sketch/picture', params, price: 8 },
  });
  return status === 202 ? 'placed' : refused.parse(body).error;
}

async function wrongBooks() {
  const { data, error } = await service.cloud.admin.rpc('svc_ledger_audit');
  return { data, error };
}

test('P10: twenty clients at once never overdraw an account', async () => {
  const ann = await newMember(service.cloud);
  const words = await Promise.all(clients.map(async () => await place(ann, randomUUID())));
  // 50 credits, 20 attempts of 8: exactly six can be paid.
  expect(words.filter((word) => word === 'placed')).toHaveLength(6);
  expect(new Set(words)).toEqual(new Set(['placed', 'insufficient_credits']));
  await service.functions.settled();
  // Each worker takes five at most, and all may have been kicked before the sixth.
  await service.functions.call('job-worker', { service: true });
  await service.functions.settled();
  const { data: jobs } = await ann.client.from('jobs').select('status, charged');
  expect(jobs).toEqual(Array.from({ length: 6 }, () => ({ status: 'succeeded', charged: 8 })));
  expect(await credits(ann)).toMatchObject({ plan_available: 2, pack_available: 0, held: 0, debt: 0 });
  expect(await wrongBooks()).toEqual({ data: [], error: null });
}, 120_000);

test('one job asked for by twenty at once is one job, charged once', async () => {
  const ann = await newMember(service.cloud);
  const id = randomUUID();
  const words = await Promise.all(clients.map(async () => await place(ann, id)));
  expect(new Set(words)).toEqual(new Set(['placed']));
  await service.functions.settled();
  const { data: jobs } = await ann.client.from('jobs').select('id, status, charged');
  expect(jobs).toEqual([{ id, status: 'succeeded', charged: 8 }]);
  expect(await credits(ann)).toMatchObject({ plan_available: 42, held: 0 });
  expect(await wrongBooks()).toEqual({ data: [], error: null });
}, 120_000);
