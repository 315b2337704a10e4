// Every function against callers and bodies that it must refuse, made from the list of functions: a new one without a row
// here fails.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Person, startTestCloud, type TestCloud } from '../local/contract/harness.ts';
import { listFunctions } from './support/deployment.ts';
import { type Functions, openFunctions } from './support/functions.ts';

/** Who a function answers, how, and whether it reads a body. */
type Row = {
  readonly route: string;
  readonly caller: 'person' | 'service' | 'signature' | 'visitor';
  readonly method: 'GET' | 'POST';
  readonly reads: boolean;
  /** What every other method gets. */
  readonly otherMethod: number;
};
const person = { caller: 'person', method: 'POST', reads: true, otherMethod: 405 } as const;
const service = { caller: 'service', method: 'POST', reads: true, otherMethod: 405 } as const;
const signature = { caller: 'signature', method: 'POST', reads: true, otherMethod: 405 } as const;
const rows: Readonly<Record<string, Row>> = {
  'billing-portal': { ...person, route: 'billing-portal', reads: false },
  'billing-worker': { ...service, route: 'billing-worker', reads: false },
  checkout: { ...person, route: 'checkout' },
  'job-worker': { ...service, route: 'job-worker' },
  jobs: { ...person, route: 'jobs' },
  mail: { ...service, route: 'mail' },
  'moderation-admin': { ...person, route: 'moderation-admin/act', otherMethod: 404 },
  'privacy-export': { ...service, route: 'privacy-export', reads: false },
  'privacy-worker': { ...service, route: 'privacy-worker', reads: false },
  publish: { ...person, route: 'publish' },
  'replicate-webhook': { ...signature, route: 'replicate-webhook' },
  share: { ...person, route: 'share' },
  'stripe-webhook': { ...signature, route: 'stripe-webhook' },
  support: { ...person, route: 'support', caller: 'visitor' },
};
const refused = { person: 'not_signed_in', visitor: 'not_signed_in', service: 'not_the_service' } as const;

let cloud: TestCloud;
let functions: Functions;
let ann: Person;
/** Tokens that hold no more, or never did. */
let tokens: Readonly<Record<string, string>>;
/** How far the cloud's clock is from the real one. */
let ahead = 0;

beforeAll(async () => {
  cloud = await startTestCloud('pglite', () => Date.now() + ahead);
  functions = await openFunctions(cloud, {
    SITE_URL: 'http://127.0.0.1:1',
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
    REPLICATE_WEBHOOK_SECRET: 'whsec_eA==',
    MAIL_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'x@example.com',
  });
  ahead = -2 * 3_600_000;
  const late = await cloud.person();
  ahead = 0;
  ann = await cloud.person();
  const stranger = await cloud.person();
  await cloud.cloud.database.query('update auth.users set is_anonymous = true where id = $1', [stranger.id]);
  const anonymous = await stranger.client.auth.signInWithPassword(stranger);
  const [head = '', body = '', sign = ''] = ann.token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  tokens = {
    'that is malformed': 'x.y.z',
    'that is a key': cloud.cloud.publishableKey,
    'that has run out': late.token,
    'of somebody anonymous': anonymous.data.session?.access_token ?? '',
    'that nobody signed': `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
    'that was changed': `${head}.${encode({ ...claims, role: 'service_role' })}.${sign}`,
    'that is cut off': ann.token.slice(0, -10),
  };
}, 120_000);
beforeEach(async () => void (await cloud.cloud.database.query('delete from private.rate_limits')));
afterAll(async () => {
  await cloud.stop();
  expect(functions.faults).toEqual([]);
}, 30_000);

/** Rows of every table that a request could have changed. */
async function everything(): Promise<unknown> {
  const tables = await cloud.cloud.database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'private', 'storage', 'auth') and tablename <> 'rate_limits' order by 1`,
  );
  const counts = tables.rows.map(
    ({ name }) => `select '${name}' as name, count(*)::int, max(xmin::text::bigint)::text from ${name}`,
  );
  return (await cloud.cloud.database.query(`${counts.join(' union all ')} order by 1`)).rows;
}

async function ask(
  { route, method, caller }: Row,
  request: {
    readonly token?: string;
    readonly key?: string | null;
    readonly method?: string;
    readonly body?: string | ReadableStream<Uint8Array>;
  },
) {
  const key = request.key === undefined ? cloud.cloud.publishableKey : request.key;
  const send = request.method ?? method;
  const body = send === 'GET' ? null : (request.body ?? '{}');
  const response = await functions.handle(
    new Request(`${cloud.cloud.url}/functions/v1/${route}`, {
      method: send,
      headers: {
        ...(key === null ? {} : { apikey: key }),
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
        ...(typeof body === 'string' ? { 'content-length': `${Buffer.byteLength(body)}` } : {}),
      },
      body,
      ...(body === null ? {} : { duplex: 'half' }),
    }),
  );
  const said = z
    .strictObject({ error: z.string().regex(/^[a-z_]+$/), detail: z.unknown(), request_id: z.uuid() })
    .partial({ detail: true })
    .parse(await response.json());
  expect(response.headers.get('x-request-id'), caller).toBe(said.request_id);
  return { status: response.status, error: said.error };
}

/** What lets a request through the first door, so that its body is what is refused. */
const credentials = ({ caller }: Row) =>
  caller === 'service' ? { key: cloud.cloud.secretKey } : caller === 'signature' ? {} : { token: ann.token };

function rowOf(name: string): Row {
  const row = rows[name];
  if (!row) throw new Error(`${name} has no row here: say who it answers and what it reads`);
  return row;
}

test('sees every function', () => {
  expect(Object.keys(rows).toSorted()).toEqual([...listFunctions()].toSorted());
});

test.each(listFunctions())('%s answers no stranger, and nothing changes', async (name) => {
  const row = rowOf(name);
  const before = await everything();
  if (row.caller === 'signature') {
    for (const headers of [{}, { token: ann.token }, { key: cloud.cloud.secretKey }])
      expect(await ask(row, headers)).toEqual({ status: 400, error: 'bad_signature' });
  } else {
    const error = refused[row.caller];
    expect(await ask(row, { key: null })).toEqual({ status: 401, error });
    if (row.caller !== 'visitor') expect(await ask(row, {})).toEqual({ status: 401, error });
    for (const [what, token] of Object.entries(tokens)) {
      // A key in a token's place is a visitor's key, sent as older clients do.
      if (row.caller === 'visitor' && what === 'that is a key') continue;
      expect(await ask(row, { token }), `a token ${what}`).toEqual({ status: 401, error });
    }
    if (row.caller === 'service')
      expect(await ask(row, { token: ann.token })).toEqual({ status: 401, error });
  }
  expect(await everything()).toEqual(before);
});

const wrong = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '7',
  '{"id": {"$ne": ""}, "limit": "5", "price": [], "post": 1}',
];

test.each(listFunctions())('%s says what is wrong with a body, and nothing changes', async (name) => {
  const row = rowOf(name);
  if (!row.reads) return;
  const before = await everything();
  for (const body of wrong) {
    const answer = await ask(row, { ...credentials(row), body });
    const expected =
      row.caller === 'signature'
        ? { status: 400, error: 'bad_signature' }
        : { status: 422, error: 'invalid_body' };
    expect(answer, body).toEqual(expected);
    await cloud.cloud.database.query('delete from private.rate_limits');
  }
  expect(await everything()).toEqual(before);
});

const tenMegabytes = 10 * 1024 * 1024;

test.each(listFunctions())('%s reads no ten megabytes, announced or not', async (name) => {
  const row = rowOf(name);
  if (!row.reads) return;
  const before = await everything();
  const large = `"${'x'.repeat(tenMegabytes)}"`;
  expect(await ask(row, { ...credentials(row), body: large })).toEqual({ status: 413, error: 'too_large' });
  let given = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(120));
      if (given >= tenMegabytes) controller.close();
    },
  });
  expect(await ask(row, { ...credentials(row), body: stream })).toEqual({ status: 413, error: 'too_large' });
  expect(given, 'it stops reading').toBeLessThan(tenMegabytes / 2);
  expect(await everything()).toEqual(before);
});

test.each(listFunctions())('%s knows its methods', async (name) => {
  const row = rowOf(name);
  const before = await everything();
  for (const method of ['PUT', 'PATCH'])
    expect((await ask(row, { ...credentials(row), method })).status, method).toBe(row.otherMethod);
  expect(await everything()).toEqual(before);
});
