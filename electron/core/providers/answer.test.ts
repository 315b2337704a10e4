import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJson, retryAfterMs } from './answer.ts';

const now = Date.parse('2026-11-23T10:00:00Z');

test.each([
  [{ 'retry-after': '7' }, '', 7000],
  [{ 'retry-after-ms': '350', 'retry-after': '7' }, '', 350],
  [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }, '', 30_000],
  [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, '', 0],
  [{ 'retry-after': '999999' }, '', 3_600_000],
  [{}, 'Your rate limit resets in ~30s.', 30_000],
  [{}, 'Please try again in 1.5s.', 1500],
  [{ 'retry-after': 'soon' }, 'no idea', undefined],
])('%j and %j ask for %s ms', (headers, text, expected) => {
  expect(retryAfterMs(new Headers(headers), text, now)).toBe(expected);
});

test.each([
  ['text/html', '{"a":1}', 'web page'],
  ['application/json', '<!DOCTYPE html><p>', 'web page'],
  ['application/json', '{"a":', 'cut off'],
  ['application/json', '', 'empty'],
  ['application/json', '{"a":"x"}', 'a:'],
])('%s %j is told as %j', (type, text, expected) => {
  const answer = { status: 200, headers: new Headers({ 'content-type': type }), body: Buffer.from(text) };
  const read = readJson(answer, z.object({ a: z.number() }));
  expect(read).toEqual({ ok: false, error: expect.stringContaining(expected) });
});
