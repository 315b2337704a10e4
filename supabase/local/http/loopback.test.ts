import { request } from 'node:http';
import { expect, test } from 'vitest';
import { isForLoopback, isLoopback, requireLoopback } from './loopback.ts';
import { serve } from './serve.ts';

test('knows the addresses that stay on this machine', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', 'LOCALHOST', '::1', '[::1]']) {
    expect(isLoopback(host), host).toBe(true);
  }
  for (const host of [
    '0.0.0.0',
    '::',
    '192.168.1.4',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '127.1',
    '',
  ]) {
    expect(isLoopback(host), host).toBe(false);
    expect(() => requireLoopback(host)).toThrow('not a loopback address');
  }
});

test('reads the name that a request was sent to', () => {
  for (const host of ['127.0.0.1:54321', 'localhost', '[::1]:80'])
    expect(isForLoopback(host), host).toBe(true);
  for (const host of [
    undefined,
    '',
    'evil.example:54321',
    '127.0.0.1.evil.example',
    'localhost:80@evil.example',
  ]) {
    expect(isForLoopback(host), host).toBe(false);
  }
});

test('listens on loopback alone and answers to its names alone', async () => {
  const handler = async (): Promise<Response> => new Response('here');
  await expect(serve({ host: '0.0.0.0', port: 0 }, handler)).rejects.toThrow('not a loopback address');
  const server = await serve({ host: '127.0.0.1', port: 0 }, handler);
  const ask = async (host: string): Promise<number> => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const asked = request(server.url, { headers: { host } }, (answer) =>
      resolve(answer.resume().statusCode ?? 0),
    );
    asked.once('error', reject);
    asked.end();
    return await promise;
  };
  expect(await ask(new URL(server.url).host)).toBe(200);
  expect(await ask('rebound.example')).toBe(421);
  await server.close();
});
