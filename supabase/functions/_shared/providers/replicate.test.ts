import { expect, test } from 'vitest';
import { outcomeOf } from './replicate.ts';

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
