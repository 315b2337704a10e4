import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { isFinal, jobState, type JobState } from '../../../shared/domain/job.ts';
import { type JobEvent, nextState, timesIn } from './job-machine.ts';

const events: readonly JobEvent[] = [
  { kind: 'claim' },
  { kind: 'accepted' },
  { kind: 'delivered' },
  { kind: 'stored' },
  { kind: 'requeue' },
  { kind: 'failed', failure: fail('provider_error', 'no') },
  { kind: 'failed', failure: fail('outcome_unknown', 'unknown') },
  { kind: 'failed', failure: fail('cancelled', 'no') },
  { kind: 'cancel' },
  { kind: 'retry' },
];

test('the whole table', () => {
  const rows = jobState.options.map((state) =>
    [state, ...events.map((event) => nextState(state, event) ?? '-')].join(' '),
  );
  expect(rows).toEqual([
    'queued submitting - - - - failed interrupted cancelled cancelled -',
    'submitting - running fetching - queued failed interrupted cancelled cancelled -',
    'running - - fetching - queued failed interrupted cancelled cancelled -',
    'fetching - - fetching done queued failed interrupted cancelled cancelled -',
    'done - - - - - - - - - -',
    'failed - - - - - - - - - queued',
    'cancelled - - - - - - - - - queued',
    'interrupted - - - - - - - - - queued',
  ]);
});

test('whatever happens, in whatever order: done only after claim and delivery, and done stays done', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (happened) => {
      let state: JobState = 'queued';
      let claimed = false;
      let delivered = false;
      for (const event of happened) {
        const next = nextState(state, event);
        if (state === 'done') expect(next).toBeNull();
        if (next === null) continue;
        if (event.kind === 'claim') claimed = true;
        if (event.kind === 'delivered') delivered = true;
        if (next === 'queued') claimed = delivered = false;
        if (next === 'done') expect(claimed && delivered).toBe(true);
        if (isFinal(state)) expect(event.kind).toBe('retry');
        state = next;
      }
    }),
  );
});

test('whatever happens: what waits has not begun, what is under way has not ended, what is over has', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (happened) => {
      let state: JobState = 'queued';
      let times = timesIn(state, { startedAt: null, finishedAt: null }, 0);
      for (const [at, event] of happened.entries()) {
        const next = nextState(state, event);
        if (next === null) continue;
        times = timesIn(next, times, at + 1);
        state = next;
        expect(times.finishedAt === null).toBe(!isFinal(state));
        const isUnderWay = state !== 'queued' && !isFinal(state);
        expect(times.startedAt !== null && times.finishedAt === null).toBe(isUnderWay);
      }
    }),
  );
});
