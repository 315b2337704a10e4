import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { startHttpDouble, type HttpDouble } from '../../../../tests/doubles/http-double.ts';
import {
  startAutomatic1111Double,
  startComfyUIDouble,
  startOpenAICompatibleDouble,
  startStableDiffusionCppDouble,
} from '../../../../tests/doubles/local-servers.ts';
import { startOpenAIDouble } from '../../../../tests/doubles/openai.ts';
import { testDeps } from '../contract-suite.ts';
import { detectServer, normaliseAddress } from './detect.ts';

let double: HttpDouble | undefined;
afterEach(() => double?.close());
const { signal } = new AbortController();

test.each([
  ['automatic1111', startAutomatic1111Double, 1],
  ['stable-diffusion-cpp', startStableDiffusionCppDouble, 2],
  ['openai-compatible', startOpenAICompatibleDouble, 2],
  ['comfyui', startComfyUIDouble, 0],
] as const)('%s is recognised by its address', async (kind, start, models) => {
  double = await start();
  const found = await detectServer(`${double.url.replace('http://', '')}/`, testDeps, signal);
  expect(found).toEqual({ ok: true, value: { address: double.url, kind, models, insecure: false } });
});

test('what cannot be used says why', async () => {
  double = await startHttpDouble([]);
  expect(await detectServer(double.url, testDeps, signal)).toMatchObject({
    error: { code: 'invalid_input' },
  });
  await double.close();
  expect(await detectServer(double.url, testDeps, signal)).toMatchObject({ error: { code: 'server_down' } });
  double = await startOpenAIDouble({ key: 'sk-secret' });
  expect(await detectServer(double.url, testDeps, signal)).toMatchObject({ error: { code: 'auth' } });
});

test.each([
  ['localhost:7860', 'http://localhost:7860', false],
  [' http://127.0.0.1:8080/v1/ ', 'http://127.0.0.1:8080', false],
  ['https://gpu.example/comfy/', 'https://gpu.example/comfy', false],
  ['192.168.1.20:8188', 'http://192.168.1.20:8188', true],
  ['http://[::1]:7860/sdapi/v1/options?x=1#y', 'http://[::1]:7860', false],
])('%s is taken as %s', (typed, address, insecure) => {
  expect(normaliseAddress(typed)).toEqual({ ok: true, value: { address, insecure } });
});

test.each(['', '   ', 'file:///etc/passwd', 'ftp://x', 'javascript://x', 'http://me:pw@host', 'http://'])(
  '%j is refused',
  (typed) => {
    expect(normaliseAddress(typed).ok).toBe(false);
  },
);

test('an address that was made plain once stays as it is', () => {
  fc.assert(
    fc.property(fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true }), (typed) => {
      const once = normaliseAddress(typed);
      if (once.ok) expect(normaliseAddress(once.value.address)).toEqual(once);
    }),
  );
});
