import type { Failure, FailureCode } from '../../../shared/domain/failure.ts';
import type { ProviderGate } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';

/**
 * What stands between waiting jobs and each provider: how fast it may be asked (a token bucket that slows down when
 * the provider complains), and a circuit that opens when the next job would only fail like the last ones. A hundred
 * waiting jobs then wait, instead of failing, or being paid for, one after the other.
 *
 * Kept in memory: after a restart one job finds out how things are.
 */

/** How many of these in a row open the circuit. Others say something about the job, not about the provider. */
const tripsAfter: Partial<Record<FailureCode, number>> = {
  auth: 1,
  not_configured: 1,
  no_credit: 1,
  disk: 1,
  network: 3,
  server_down: 3,
  outcome_unknown: 3,
  timed_out: 3,
  bad_output: 3,
  provider_error: 5,
};

/** What goes wrong with work that the provider did take on: that it takes on more proves nothing. */
const afterAcceptance: ReadonlySet<FailureCode> = new Set(['bad_output', 'provider_error', 'disk']);

/** No provider gets better from these by being asked again. */
const waitsForPerson: ReadonlySet<FailureCode> = new Set(['no_credit', 'disk']);

/** First and longest pause before an open circuit is tried. */
const pauses = { quick: [5000, 300_000], slow: [60_000, 900_000] } as const;
const defaultHoldMs = 30_000;

/** Requests a minute: at first and at most, and after any number of complaints. */
type Budget = { readonly burst: number; readonly perMinute: number };
const slowestPerMinute = 6;
const budgets: Readonly<Record<ProviderId, Budget | null>> = {
  sketch: null,
  'local-server': null,
  // Image limits begin at 5 a minute for new accounts: the burst is that, the rest follows its complaints.
  openai: { burst: 5, perMinute: 60 },
  // https://replicate.com/docs/topics/predictions/rate-limits: 600 predictions a minute.
  replicate: { burst: 10, perMinute: 300 },
};

type Gate = {
  tokens: number;
  filledAt: number;
  perMinute: number;
  limitedUntil: number | null;
  /** Failures in a row to take a job on, and to bring one to its end. */
  missedStarts: number;
  missedEnds: number;
  /** Circuit open. `until` null: only the person can change it. */
  trip: { readonly reason: FailureCode; until: number | null } | null;
  tries: number;
  /** Half-open: one job at a time, until one succeeds. */
  trial: boolean;
};

/** @param options.trips false where nobody waits for an outage to end: jobs then fail by themselves */
export function createGates(options: { readonly trips: boolean }) {
  const gates = new Map<ProviderId, Gate>();

  function gateOf(id: ProviderId, now: number): Gate {
    const known = gates.get(id);
    if (known) return known;
    const budget = budgets[id];
    const made: Gate = {
      tokens: budget?.burst ?? 0,
      filledAt: now,
      perMinute: budget?.perMinute ?? 0,
      limitedUntil: null,
      missedStarts: 0,
      missedEnds: 0,
      trip: null,
      tries: 0,
      trial: false,
    };
    gates.set(id, made);
    return made;
  }

  function fill(id: ProviderId, gate: Gate, now: number): void {
    const budget = budgets[id];
    // A clock that was set back fills nothing, and is counted from anew.
    const minutes = Math.max(0, now - gate.filledAt) / 60_000;
    if (budget) gate.tokens = Math.min(budget.burst, gate.tokens + minutes * gate.perMinute);
    gate.filledAt = now;
    // Longer than any hold that is ever set: the clock was moved, not the provider's patience.
    const skewed = (until: number | null) => until !== null && until > now + 2 * 3_600_000;
    if (gate.limitedUntil !== null && (gate.limitedUntil <= now || skewed(gate.limitedUntil))) {
      gate.limitedUntil = null;
    }
    if (gate.trip && skewed(gate.trip.until)) gate.trip.until = now;
  }

  function open(gate: Gate, reason: FailureCode, now: number): void {
    const [first, longest] = reason === 'network' || reason === 'server_down' ? pauses.quick : pauses.slow;
    const pauseMs = Math.min(longest, first * 2 ** Math.min(gate.tries, 10));
    gate.trip = { reason, until: waitsForPerson.has(reason) ? null : now + pauseMs };
    gate.tries += 1;
    gate.trial = false;
  }

  return {
    /** Whether a job may be sent now. @param running jobs of the provider under way */
    admits(id: ProviderId, now: number, running: number): boolean {
      const gate = gateOf(id, now);
      fill(id, gate, now);
      if (gate.trip || gate.limitedUntil !== null || (gate.trial && running > 0)) return false;
      return budgets[id] === null || gate.tokens >= 1;
    },

    /** A job is being sent. */
    spend(id: ProviderId, now: number): void {
      const gate = gateOf(id, now);
      gate.tokens = Math.max(0, gate.tokens - 1);
    },

    /** The provider took a job on. */
    accepted(id: ProviderId, now: number): void {
      const gate = gateOf(id, now);
      gate.missedStarts = 0;
      gate.perMinute = Math.min(budgets[id]?.perMinute ?? 0, gate.perMinute * 1.1);
      if (gate.missedEnds === 0) Object.assign(gate, { tries: 0, trial: false });
    },

    /** A job's outputs are in the library. */
    finished(id: ProviderId, now: number): void {
      const gate = gateOf(id, now);
      Object.assign(gate, { missedStarts: 0, missedEnds: 0, tries: 0, trial: false, trip: null });
    },

    failed(id: ProviderId, failure: Failure, now: number): void {
      const gate = gateOf(id, now);
      if (failure.code === 'rate_limited') {
        const until = now + (failure.retryAfterMs ?? defaultHoldMs);
        gate.limitedUntil = Math.max(gate.limitedUntil ?? 0, until);
        // One at a time afterwards, and slower than before.
        gate.tokens = 1;
        gate.perMinute = Math.max(slowestPerMinute, gate.perMinute / 2);
        return;
      }
      const limit = tripsAfter[failure.code];
      if (failure.code === 'cancelled') return;
      if (limit === undefined) {
        Object.assign(gate, { missedStarts: 0, tries: 0, trial: false });
        return;
      }
      const missed = afterAcceptance.has(failure.code) ? (gate.missedEnds += 1) : (gate.missedStarts += 1);
      if (options.trips && !gate.trip && (gate.trial || missed >= limit)) open(gate, failure.code, now);
    },

    /** Providers whose open circuit is to be tried now. */
    toProbe(now: number): readonly ProviderId[] {
      return [...gates].flatMap(([id, gate]) => {
        fill(id, gate, now);
        return gate.trip && gate.trip.until !== null && gate.trip.until <= now ? [id] : [];
      });
    },

    /** What asking it at no cost came to. After a good answer one job is let through. */
    probed(id: ProviderId, failure: Failure | null, now: number): void {
      const gate = gateOf(id, now);
      if (!gate.trip) return;
      if (failure) open(gate, failure.code in tripsAfter ? failure.code : gate.trip.reason, now);
      else Object.assign(gate, { trip: null, trial: true });
    },

    /** The person changed something, or asks for it: tried at the next look. */
    reconsider(id: ProviderId, now: number): void {
      const gate = gates.get(id);
      if (gate?.trip) gate.trip.until = now;
      if (gate) gate.tries = 0;
    },

    /** After sleep, or a network that came back: everything that waits for a time is tried at once. */
    reconsiderAll(now: number): void {
      for (const gate of gates.values()) if (gate.trip && gate.trip.until !== null) gate.trip.until = now;
    },

    /** When something changes by itself, ms since the epoch; null: never. */
    nextChange(now: number): number | null {
      const times = [...gates].flatMap(([id, gate]) => {
        const nextToken =
          budgets[id] && gate.tokens < 1
            ? gate.filledAt + Math.ceil(((1 - gate.tokens) * 60_000) / gate.perMinute)
            : null;
        return [gate.limitedUntil, gate.trip?.until ?? null, nextToken].flatMap((at) =>
          at !== null && at > now ? [at] : [],
        );
      });
      return times.length > 0 ? Math.min(...times) : null;
    },

    standing(id: ProviderId, now: number, paused: boolean): ProviderGate {
      const gate = gates.get(id);
      if (paused) return { id, state: 'paused', until: null, reason: null };
      if (gate?.trip) return { id, state: 'tripped', until: gate.trip.until, reason: gate.trip.reason };
      if (gate?.limitedUntil && gate.limitedUntil > now) {
        return { id, state: 'limited', until: gate.limitedUntil, reason: 'rate_limited' };
      }
      return { id, state: 'ok', until: null, reason: null };
    },
  };
}
