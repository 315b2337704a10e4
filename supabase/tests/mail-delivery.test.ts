// Mail over HTTP, to a service that answers over real HTTP: accepted, refused, out of order, and never twice.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../functions/_shared/deps.ts';
import { respond } from '../functions/_shared/respond.ts';
import { createHandler } from '../functions/mail/handler.ts';
import { createMailTransport } from '../functions/mail/transport.ts';
import { startTestCloud, type TestCloud } from '../local/contract/harness.ts';
import { portOf } from '../local/http/port-of.ts';

type Taken = { readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown> };
type Behaviour = (response: ServerResponse, taken: Taken) => void;

let cloud: TestCloud;
/** Every request that reached the service, whatever it answered. */
let asked: Taken[] = [];
/** Mails that the service took on; like real ones it takes a key once. */
let delivered = new Map<string, Taken>();
let behave: Behaviour;
let passed = 0;

const accept: Behaviour = (response, taken) => {
  delivered.set(String(taken.headers['idempotency-key']), taken);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"x"}');
};
const answer =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end('{}');

const service = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const taken = { headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString() || '{}') };
    asked.push(taken);
    behave(response, taken);
  });
});

beforeAll(async () => {
  cloud = await startTestCloud('pglite');
  // Or its own cron would send what is due here.
  await cloud.cloud.database.query('delete from vault.secrets');
  const { promise, resolve } = Promise.withResolvers<void>();
  service.listen(0, '127.0.0.1', resolve);
  await promise;
}, 60_000);
afterAll(async () => {
  service.closeAllConnections();
  service.close();
  await cloud.stop();
}, 30_000);
afterEach(async () => {
  asked = [];
  delivered = new Map();
  passed = 0;
  await cloud.cloud.database.query('delete from private.mail_outbox');
});

const settings: Readonly<Record<string, string>> = {
  MAIL_FROM: 'VideoPicAI <no-reply@videopicai.example>',
  MAIL_API_KEY: 'key-of-the-service',
  SITE_URL: 'https://videopicai.example',
};

function dependencies(): Deps {
  const { url, publishableKey, secretKey } = cloud.cloud;
  const env = (name: string) =>
    name === 'MAIL_URL' ? `http://127.0.0.1:${portOf(service)}/send` : settings[name];
  return createDeps(env, {
    project: {
      url,
      publishableKeys: { default: publishableKey },
      secretKeys: { default: secretKey },
      jwks: { keys: [] },
    },
    now: () => new Date(Date.now() + passed),
    log: { info: () => undefined, error: () => undefined },
  });
}

/** As cron calls it. */
async function work(): Promise<unknown> {
  const deps = dependencies();
  const request = new Request('http://127.0.0.1/mail', {
    method: 'POST',
    headers: { apikey: cloud.cloud.secretKey },
    body: '{}',
  });
  return await (await respond(createHandler(deps), deps.log)(request)).json();
}

async function post(address = `${randomUUID()}@example.com`): Promise<string> {
  await cloud.cloud.database.query(
    `select private.svc_mail_enqueue(null, 'account', 'support_received', $1, '{"category": "bug"}', $2)`,
    [randomUUID(), address],
  );
  return address;
}

async function outbox() {
  const { rows } = await cloud.cloud.database.query(
    `select sent_at is not null as sent, failed_at is not null as failed, attempts, error, address from private.mail_outbox`,
  );
  return rows;
}

async function waitIsOver(): Promise<void> {
  await cloud.cloud.database.query(
    'update private.mail_outbox set due_at = now(), lease_until = null where sent_at is null',
  );
}

test('a mail is handed over as JSON, with the key, once', async () => {
  behave = accept;
  const address = await post();
  expect(await work()).toEqual({ claimed: 1, sent: 1 });
  expect(asked).toHaveLength(1);
  expect(asked[0]!.headers).toMatchObject({
    authorization: 'Bearer key-of-the-service',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(asked[0]!.body).toMatchObject({
    from: 'VideoPicAI <no-reply@videopicai.example>',
    to: [address],
    subject: expect.any(String),
    text: expect.stringContaining('Hello'),
    html: expect.stringContaining('<p>Hello'),
    headers: {},
  });
  expect(await work()).toEqual({ claimed: 0, sent: 0 });
  expect(await outbox()).toMatchObject([{ sent: true, failed: false, address: null }]);
});

test.each([
  ['is out of order', answer(503)],
  ['is throttled', answer(429, { 'retry-after': '1' })],
  ['does not know the key', answer(401)],
  ['leads elsewhere', answer(302, { location: 'http://127.0.0.1:9/' })],
  ['breaks off', (response: ServerResponse) => response.destroy()],
])('a mail waits while the service %s, and goes out afterwards', async (_, trouble) => {
  behave = trouble;
  await post();
  expect(await work()).toEqual({ claimed: 1, sent: 0 });
  expect(await outbox()).toMatchObject([{ sent: false, failed: false, attempts: 1 }]);
  expect(await work()).toEqual({ claimed: 0, sent: 0 });
  behave = accept;
  await waitIsOver();
  expect(await work()).toEqual({ claimed: 1, sent: 1 });
  expect(asked).toHaveLength(2);
  expect(delivered.size).toBe(1);
  expect(await outbox()).toMatchObject([{ sent: true, error: null }]);
});

test('an address that the service refuses is never tried again, and the others go out', async () => {
  const refused = await post('nobody@example.com');
  await post();
  behave = (response, taken) => {
    const isRefused = JSON.stringify(taken.body['to']).includes(refused);
    (isRefused ? answer(422) : accept)(response, taken);
  };
  expect(await work()).toEqual({ claimed: 2, sent: 1 });
  await waitIsOver();
  expect(await work()).toEqual({ claimed: 0, sent: 0 });
  expect(asked).toHaveLength(2);
  expect(await outbox()).toContainEqual({
    sent: false,
    failed: true,
    attempts: 1,
    error: 'AddressRefused',
    address: null,
  });
});

test('an answer that was lost is asked for again under the same key: the service sends one mail', async () => {
  await post();
  behave = (response, taken) => {
    delivered.set(String(taken.headers['idempotency-key']), taken);
    response.destroy();
  };
  expect(await work()).toEqual({ claimed: 1, sent: 0 });
  behave = accept;
  await waitIsOver();
  expect(await work()).toEqual({ claimed: 1, sent: 1 });
  expect(asked).toHaveLength(2);
  expect(delivered.size).toBe(1);
});

test('two workers at once send each mail once', async () => {
  behave = accept;
  for (let count = 0; count < 12; count += 1) await post();
  await Promise.all([work(), work(), work()]);
  expect(asked).toHaveLength(12);
  expect(delivered.size).toBe(12);
});

test('a slow service leaves what it has no time for to the next worker, before the lease on it ends', async () => {
  for (let count = 0; count < 5; count += 1) await post();
  behave = (response, taken) => {
    passed += 40_000;
    accept(response, taken);
  };
  expect(await work()).toEqual({ claimed: 5, sent: 3 });
  await waitIsOver();
  expect(await work()).toEqual({ claimed: 2, sent: 2 });
  expect(asked).toHaveLength(5);
  expect(delivered.size).toBe(5);
});

test('a service that never answers is given up', async () => {
  behave = () => undefined;
  const send = createMailTransport(dependencies(), 50);
  const letter = { to: 'a@example.com', subject: 'x', text: 'x', html: 'x', headers: {} };
  await expect(send(letter, randomUUID())).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('nothing is sent without the service’s key', () => {
  const env = (name: string) =>
    name === 'MAIL_API_KEY' ? undefined : (settings[name] ?? 'https://mail.example/send');
  expect(() => createMailTransport({ ...dependencies(), env })).toThrow('MAIL_API_KEY is not set');
});
