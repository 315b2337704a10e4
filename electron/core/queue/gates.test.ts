import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { createGates } from './gates.ts';

const start = 1_790_000_000_000;
const second = 1000;

test('a complaint holds the whole provider for as long as it asks, and slows what follows', () => {
  const gates = createGates({ trips: true });
  expect(gates.admits('openai', start, 0)).toBe(true);
  gates.failed('openai', fail('rate_limited', 'no', { retryAfterMs: 20 * second }), start);
  expect(gates.standing('openai', start, false)).toEqual({
    id: 'openai',
    state: 'limited',
    until: start + 20 * second,
    reason: 'rate_limited',
  });
  expect(gates.nextChange(start)).toBe(start + 20 * second);
  expect(gates.admits('openai', start + 19_999, 0)).toBe(false);
  expect(gates.admits('replicate', start, 0)).toBe(true);

  const after = start + 20 * second;
  const sentWithin = (from: number, ms: number) => {
    let sent = 0;
    for (let at = from; at < from + ms; at += second / 4) {
      while (gates.admits('openai', at, 0)) {
        gates.spend('openai', at);
        sent += 1;
      }
    }
    return sent;
  };
  expect(sentWithin(after, 60 * second)).toBeLessThanOrEqual(36);
  for (let again = 0; again < 9; again += 1) gates.failed('openai', fail('rate_limited', 'no'), after);
  expect(sentWithin(after + 120 * second, 60 * second)).toBeLessThanOrEqual(12);
});

test('a burst is limited even when nobody complains', () => {
  const gates = createGates({ trips: true });
  let sent = 0;
  while (gates.admits('replicate', start, sent)) {
    gates.spend('replicate', start);
    sent += 1;
  }
  expect(sent).toBe(10);
  expect(gates.nextChange(start)).toBe(start + 200);
  expect(gates.admits('replicate', start + 200, 0)).toBe(true);
});

test('three missed connections in a row open the circuit; asking at no cost closes it for one job', () => {
  const gates = createGates({ trips: true });
  const lost = fail('network', 'no');
  gates.failed('replicate', lost, start);
  gates.failed('replicate', lost, start);
  gates.failed('replicate', fail('safety_refused', 'no'), start);
  gates.failed('replicate', lost, start);
  gates.failed('replicate', lost, start);
  expect(gates.standing('replicate', start, false).state).toBe('ok');
  gates.failed('replicate', lost, start);
  expect(gates.standing('replicate', start, false)).toMatchObject({ state: 'tripped', reason: 'network' });
  expect(gates.admits('replicate', start, 0)).toBe(false);

  const first = gates.nextChange(start);
  expect(first).toBe(start + 5 * second);
  expect(gates.toProbe(start + 5 * second)).toEqual(['replicate']);
  gates.probed('replicate', lost, start + 5 * second);
  expect(gates.nextChange(start + 5 * second)).toBe(start + 15 * second);
  gates.probed('replicate', null, start + 15 * second);
  expect(gates.admits('replicate', start + 15 * second, 0)).toBe(true);
  expect(gates.admits('replicate', start + 15 * second, 1)).toBe(false);
  gates.failed('replicate', lost, start + 15 * second);
  expect(gates.standing('replicate', start + 15 * second, false).state).toBe('tripped');
  gates.probed('replicate', null, start + 60 * second);
  gates.accepted('replicate', start + 60 * second);
  expect(gates.admits('replicate', start + 60 * second, 3)).toBe(true);
});

test('a provider that takes jobs on and spoils each of them is stopped too', () => {
  const gates = createGates({ trips: true });
  for (let job = 0; job < 3; job += 1) {
    expect(gates.admits('openai', start, 0)).toBe(true);
    gates.accepted('openai', start);
    gates.failed('openai', fail('bad_output', 'yes'), start);
  }
  expect(gates.standing('openai', start, false)).toMatchObject({ state: 'tripped', reason: 'bad_output' });
  gates.probed('openai', null, start + 60 * second);
  gates.accepted('openai', start + 60 * second);
  expect(gates.admits('openai', start + 60 * second, 1)).toBe(false);
  gates.finished('openai', start + 90 * second);
  expect(gates.admits('openai', start + 90 * second, 1)).toBe(true);
});

test('a key that is refused stops at once; a missing balance waits for the person', () => {
  const gates = createGates({ trips: true });
  gates.failed('openai', fail('auth', 'no'), start);
  expect(gates.standing('openai', start, false)).toMatchObject({
    state: 'tripped',
    until: start + 60 * second,
  });
  gates.failed('replicate', fail('no_credit', 'no'), start);
  expect(gates.standing('replicate', start, false)).toMatchObject({ state: 'tripped', until: null });
  expect(gates.toProbe(start + 1e9)).toEqual(['openai']);
  gates.reconsider('replicate', start + 7);
  expect(gates.toProbe(start + 7)).toEqual(['replicate']);
});

test('a clock that is set back a year holds nothing for a year', () => {
  const gates = createGates({ trips: true });
  const year = 365 * 24 * 3600 * second;
  gates.failed('openai', fail('rate_limited', 'no', { retryAfterMs: 5 * second }), start);
  gates.failed('replicate', fail('auth', 'no'), start);
  expect(gates.admits('openai', start - year, 0)).toBe(true);
  expect(gates.toProbe(start - year)).toEqual(['replicate']);
});

test('where nobody waits for an outage to end, no circuit opens', () => {
  const gates = createGates({ trips: false });
  gates.failed('openai', fail('auth', 'no'), start);
  expect(gates.admits('openai', start, 0)).toBe(true);
});
