import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifySignature } from './standard-webhook.ts';

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`;
const now = new Date('2026-11-25T12:00:00Z');
const body = '{"id":"abc","status":"succeeded"}';

function signed(text: string, seconds = now.getTime() / 1000, key = secret): Headers {
  const signature = createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`msg_1.${seconds}.${text}`)
    .digest('base64');
  return new Headers({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,c29tZXRoaW5nIGVsc2U= v1,${signature}`,
  });
}

test('a webhook that was signed just now over these bytes is taken', async () => {
  expect(await verifySignature(signed(body), body, secret, now)).toBe(true);
});

test.each([
  ['another body', signed(body), `${body} `],
  ['another secret', signed(body, undefined, `whsec_${Buffer.alloc(32).toString('base64')}`), body],
  ['a signature of six minutes ago', signed(body, now.getTime() / 1000 - 360), body],
  ['a signature of the future', signed(body, now.getTime() / 1000 + 360), body],
  ['no headers', new Headers(), body],
  [
    'a time that is no number',
    new Headers({ ...Object.fromEntries(signed(body)), 'webhook-timestamp': 'now' }),
    body,
  ],
])('%s is refused', async (_, headers, text) => {
  expect(await verifySignature(headers, text, secret, now)).toBe(false);
});
