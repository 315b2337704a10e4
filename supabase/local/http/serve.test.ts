import { expect, onTestFinished, test } from 'vitest';
import { serve } from './serve.ts';

/** Deno's fetch lets go of an idle connection after 90 seconds; what is closed before that fails when it is used again. */
const longestIdleSeconds = 90;

test('keeps idle connections for longer than those who call it', async () => {
  const listening = await serve({ host: '127.0.0.1', port: 0 }, async () => new Response('here'));
  onTestFinished(listening.close);
  const response = await fetch(listening.url);
  const seconds = Number(/timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '')?.[1]);
  expect(seconds).toBeGreaterThan(longestIdleSeconds);
});
