import { afterEach, expect, test } from 'vitest';
import { startHttpDouble, type HttpDouble } from '../../../tests/doubles/http-double.ts';
import { exchange } from './http.ts';
import { patientFetch } from './local-server/patient-fetch.ts';

let double: HttpDouble | undefined;
afterEach(() => double?.close());

const start = async () => {
  double = await startHttpDouble([
    {
      method: 'POST',
      path: /.*/,
      stage: 'submit',
      answer: ({ request }) => ({
        body: { got: request.body.toString(), type: request.headers['content-type'] },
      }),
    },
  ]);
  return double;
};
const post = (url: string, fetchIt: typeof fetch, more = {}) =>
  exchange(fetchIt, url, {
    method: 'POST',
    body: '{"a":"é"}',
    signal: new AbortController().signal,
    timeoutMs: 20_000,
    ...more,
  });

const fetches: [string, typeof fetch][] = [
  ['fetch', fetch],
  ['patientFetch', patientFetch],
];

test.each(fetches)(
  '%s: what arrived, what was lost and what was never sent are told apart',
  async (_, fetchIt) => {
    const { url, script, close } = await start();
    expect(await post(url, fetchIt)).toMatchObject({ ok: true, value: { status: 200 } });
    script({ kind: 'drop' }, { kind: 'truncated' });
    expect(await post(url, fetchIt)).toMatchObject({ error: { kind: 'lost' } });
    expect(await post(url, fetchIt)).toMatchObject({ error: { kind: 'lost' } });
    await close();
    expect(await post(url, fetchIt)).toMatchObject({ error: { kind: 'not-sent' } });
    expect(await post('http://no-such-host.invalid/', fetchIt)).toMatchObject({
      error: { kind: 'not-sent' },
    });
  },
);

test.each(fetches)('%s: time-outs, cancelling and floods end the exchange', async (_, fetchIt) => {
  const { url, script, seen } = await start();
  script({ kind: 'hang' });
  expect(await post(url, fetchIt, { timeoutMs: 30 })).toMatchObject({ error: { kind: 'timed-out' } });
  expect(await post(url, fetchIt, { signal: AbortSignal.abort() })).toEqual({
    ok: false,
    error: { kind: 'cancelled', sent: false },
  });
  script({ kind: 'hang' });
  const cancel = new AbortController();
  const running = post(`${url}/second`, fetchIt, { signal: cancel.signal });
  await seen(({ path }) => path === '/second');
  cancel.abort();
  expect(await running).toEqual({ ok: false, error: { kind: 'cancelled', sent: true } });
  expect(await post(url, fetchIt, { maxBytes: 5 })).toMatchObject({ error: { kind: 'too-large' } });
});

test.each(fetches)('%s: a redirect is not followed with the key', async (_, fetchIt) => {
  const { url, script, requests } = await start();
  script({ kind: 'status', status: 307, headers: { location: `${url}/elsewhere` } });
  expect(await post(url, fetchIt)).toMatchObject({ ok: true, value: { status: 307 } });
  expect(requests).toHaveLength(1);
});

test('patientFetch sends forms as fetch does', async () => {
  const { url } = await start();
  const form = new FormData();
  form.append('prompt', 'é');
  const text = await (await patientFetch(url, { method: 'POST', body: form })).text();
  expect(text).toContain('multipart/form-data; boundary=');
  expect(text).toContain('name=\\"prompt\\"\\r\\n\\r\\né');
});
