import { expect, test } from 'vitest';
import { createReplicateProvider, outcomeOf } from './replicate.ts';

const told = (prediction: object) => outcomeOf({ id: 'p1', status: 'succeeded', ...prediction }, fetch);

test.each([
  ['one address', 'https://files.example/a.png', 1],
  ['a list', ['https://files.example/a.png', 'https://files.example/b.png'], 2],
  ['an object with nulls', { video: 'https://files.example/a.mp4', thumbnail: null }, 1],
  ['a data address', 'data:image/png;base64,AA==', 1],
  ['text that is no file', 'hello', 0],
])('%s is found in the output', (_, output, count) => {
  const outcome = told({ output });
  expect(outcome.kind === 'done' ? outcome.files.length : -1).toBe(count);
});

test.each([
  [{ status: 'failed', error: 'NSFW content detected (E005)' }, 'safety_refused'],
  [{ status: 'failed', error: 'CUDA out of memory' }, 'provider_error'],
  [{ status: 'failed' }, 'provider_error'],
  [{ status: 'canceled' }, 'cancelled'],
  [{ status: 'aborted' }, 'timed_out'],
  [{ status: 'succeeded', data_removed: true }, 'timed_out'],
])('%o ends as %s', (prediction, failure) => {
  expect(told(prediction)).toMatchObject({ kind: 'failed', failure });
});

test('a status that is not known yet counts as still running', () => {
  expect(told({ status: 'dreaming' })).toEqual({ kind: 'running', providerId: 'p1', fraction: null });
});

const since = new Date('2026-11-25T12:00:00Z');
const made = (id: string, minutes: number, input: object, model = 'a/b') => ({
  id,
  model,
  input,
  created_at: new Date(since.getTime() + minutes * 60_000).toISOString(),
});
const request = {
  jobId: 'j',
  model: 'a/b',
  prompt: 'x',
  parameters: { prompt: 'x', seed: 7 },
  inputs: [],
  count: 1,
  safetyId: 's',
  deadline: since,
};
const same = { prompt: 'x', seed: 7 };

/** Among pages of predictions, newest first. */
async function find(pages: readonly object[][], taken: readonly string[] = [], over: object = {}) {
  let asked = 0;
  const provider = createReplicateProvider({
    token: 't',
    now: () => since,
    webhookOf: async () => '',
    fetch: async () => {
      const results = pages[asked] ?? [];
      asked += 1;
      return Response.json({ results, next: asked < pages.length ? 'https://replicate.example/next' : null });
    },
  });
  const isTaken = async (id: string) => taken.includes(id);
  const found = await provider.find?.({ ...request, ...over }, since, isTaken, new AbortController().signal);
  return { found, asked };
}

test('a request whose answer was lost is found by what it asked for, on whichever page', async () => {
  const newer = [made('p3', 2, { prompt: 'y', seed: 7 }), made('p2', 1, same, 'a/other')];
  expect(await find([newer, [made('p1', 0, same)]])).toEqual({ found: 'p1', asked: 2 });
});

test('what is another job’s, or older than the request, or made from files, is never taken for it', async () => {
  expect(await find([[made('p1', 0, same)]], ['p1'])).toMatchObject({ found: null });
  expect(await find([[made('p1', -5, same)], []])).toEqual({ found: null, asked: 1 });
  expect(await find([[made('p1', 0, same)]], [], { inputs: [{ key: 'image' }] })).toEqual({
    found: null,
    asked: 0,
  });
});
