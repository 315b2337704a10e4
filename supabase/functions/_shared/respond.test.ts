import { expect, test } from 'vitest';
import { z } from 'zod';
import { readBody } from './body.ts';
import { Refusal } from './refusal.ts';
import { json, respond, type Handler } from './respond.ts';

function call(work: Handler, request = new Request('http://localhost/x', { method: 'POST', body: '{}' })) {
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    error: (_: string, cause: unknown) => void logged.push(String(cause)),
  };
  return respond(
    work,
    log,
  )(request).then(async (response) => ({
    status: response.status,
    headers: response.headers,
    body: response.status === 204 ? null : await response.json(),
    logged,
  }));
}

test('a refusal says its word, its detail and the number to ask about', async () => {
  const { status, body, headers } = await call(async () => {
    throw new Refusal(429, 'rate_limited', { retry_after: 12.4 });
  });
  expect(status).toBe(429);
  expect(headers.get('retry-after')).toBe('13');
  expect(body).toEqual({
    error: 'rate_limited',
    detail: { retry_after: 12.4 },
    request_id: headers.get('x-request-id'),
  });
});

test('a fault says nothing to the caller and everything to the log', async () => {
  const { status, body, logged } = await call(async () => {
    throw new Error('the password is hunter2');
  });
  expect(status).toBe(500);
  expect(body).toEqual({ error: 'internal', request_id: expect.any(String) });
  expect(logged).toEqual(['Error: the password is hunter2']);
});

test('a preflight is answered without any work', async () => {
  const { status, headers } = await call(
    async () => {
      throw new Error('worked');
    },
    new Request('http://localhost/x', { method: 'OPTIONS' }),
  );
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-headers')).toContain('authorization');
});

const shape = z.object({ name: z.string(), age: z.number() });
const reading: Handler = async (request) => json(await readBody(request, shape));

test.each([
  ['not JSON', '{"name":', 422],
  ['nothing', '', 422],
  ['the wrong types', '{"name":1,"age":"x"}', 422],
  ['far too much', `{"name":"${'x'.repeat(300_000)}","age":1}`, 413],
])('a body that is %s is refused', async (_, body, status) => {
  const request = new Request('http://localhost/x', { method: 'POST', body });
  expect((await call(reading, request)).status).toBe(status);
});

test('a body that goes on for ever is read no further than the limit', async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const request = new Request('http://localhost/x', {
    method: 'POST',
    body: endless,
    duplex: 'half',
  } as RequestInit);
  expect((await call(reading, request)).status).toBe(413);
  expect(pulled).toBeLessThan(10);
});
