import { expect, test } from 'vitest';
import type { JobState, ProviderGate, QueueStatus } from '../../../shared/domain/job.ts';
import { aJob } from '../../../tests/support/job-view.ts';
import { queueNotes, waitOf } from './queue-notes.ts';

const gate = (id: ProviderGate['id'], state: ProviderGate['state']): ProviderGate => ({
  id,
  state,
  until: null,
  reason: null,
});
const status = (more: Partial<QueueStatus> = {}): QueueStatus => ({
  paused: false,
  pausedProviders: [],
  queued: 1,
  active: 0,
  done: 0,
  failed: 0,
  pendingMicros: 0,
  providers: [gate('sketch', 'ok'), gate('openai', 'ok')],
  heldByCap: null,
  ...more,
});
const cap = { capMicros: 1, spentMicros: 1, inFlightMicros: 0, nextMicros: 1, jobs: 1, until: 0 };

const job = (provider: ProviderGate['id'], kind: 'free' | 'unknown', state: JobState = 'queued') =>
  aJob({ id: 2048, state, provider, estimate: { kind } });

test('nothing is said while all is well', () => {
  expect(queueNotes(status())).toEqual([]);
});

test('the most general reason comes first', () => {
  const troubled = status({
    paused: true,
    heldByCap: cap,
    providers: [gate('sketch', 'ok'), gate('openai', 'tripped'), gate('replicate', 'limited')],
  });
  expect(queueNotes(troubled).map((note) => (note.kind === 'provider' ? note.gate.id : note.kind))).toEqual([
    'paused',
    'cap',
    'openai',
    'replicate',
  ]);
});

test('a waiting job says what it waits for', () => {
  const tripped = status({ providers: [gate('openai', 'tripped')] });
  expect(waitOf(job('openai', 'unknown'), tripped)).toBe('tripped');
  expect(waitOf(job('sketch', 'free'), tripped)).toBeNull();
  expect(waitOf(job('openai', 'unknown'), { ...tripped, paused: true })).toBe('paused');
  expect(waitOf(job('openai', 'unknown', 'running'), tripped)).toBeNull();
});

test('the cap holds what costs, and nothing else', () => {
  const held = status({ heldByCap: cap });
  expect(waitOf(job('openai', 'unknown'), held)).toBe('cap');
  expect(waitOf(job('sketch', 'free'), held)).toBeNull();
});
