import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { jobEventKind, type JobHistoryEntry } from '../../../shared/domain/job.ts';
import { historyLine } from './history-words.ts';

const step = (kind: JobHistoryEntry['kind'], more: Partial<JobHistoryEntry> = {}): string =>
  historyLine({ at: 0, kind, failure: null, remoteId: null, ...more }, 'Replicate', 'Flux');

test('every step is a sentence', () => {
  for (const kind of jobEventKind.options) expect(step(kind)).toMatch(/^[A-Z].*\.$/);
});

test("the provider's own number is told where it is known", () => {
  expect(step('accepted', { remoteId: 'abc123' })).toBe('Replicate took it on as abc123.');
});

test('a failure says why and whether it was charged; a repeated try says both', () => {
  expect(step('failed', { failure: fail('safety_refused', 'no') })).toBe(
    "Replicate's safety system refused this prompt or picture. Not charged.",
  );
  expect(step('requeue', { failure: fail('network', 'no') })).toBe(
    'Replicate could not be reached. It waits to be tried again.',
  );
  expect(step('failed', { failure: fail('model_gone', 'no') })).toMatch(/^Flux no longer exists/);
});
