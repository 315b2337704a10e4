import { authError } from './auth-error.ts';
import type { AuthSettings } from '../config.ts';

/** What is counted together: each of GoTrue's limiters, by the route it stands before. */
export const limiters = {
  'POST /signup': 'signUp',
  'POST /otp': 'otp',
  'POST /recover': 'recover',
  'POST /resend': 'resend',
  'PUT /user': 'user',
  'POST /token': 'token',
  'GET /verify': 'verify',
  'POST /verify': 'verify',
} as const;
type Limiter = (typeof limiters)[keyof typeof limiters];

const FIVE_MINUTES = 300;
const HOUR = 3_600;
/** So many may come at once, whatever the rate is, as in GoTrue. */
const BURST = 30;
/** Addresses are forgotten that asked nothing for so long, in milliseconds: by then they have everything again. */
const FORGET_MS = HOUR * 1_000;
const FORGET_FROM = 10_000;

type Bucket = { left: number; at: number };
export type RateLimits = {
  /** @throws {HttpError} 429 `over_email_send_rate_limit` when the hour's mails are used up */
  countMail(): void;
  /** @throws {HttpError} 429 `over_request_rate_limit` when this address asks too often */
  countRequest(limiter: Limiter, address: string): void;
};

/**
 * The limits of config.toml's `[auth.rate_limit]`, kept in memory as GoTrue keeps them: buckets that fill evenly.
 * @param now the time in milliseconds
 */
export function createRateLimits({ rateLimits }: AuthSettings, now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();

  function take(key: string, perSecond: number, most: number): boolean {
    const at = now();
    const bucket = buckets.get(key) ?? { left: most, at };
    const left = Math.min(most, bucket.left + (Math.max(0, at - bucket.at) / 1_000) * perSecond);
    buckets.delete(key);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
    if (buckets.size > FORGET_FROM) forget(at);
    return left >= 1;
  }

  /** The oldest come first, since each use moves a bucket to the end. */
  function forget(at: number): void {
    for (const [key, bucket] of buckets) {
      if (at - bucket.at < FORGET_MS) return;
      buckets.delete(key);
    }
  }

  const perFiveMinutes: Readonly<Record<Limiter, number>> = {
    signUp: rateLimits.signIns,
    otp: rateLimits.signIns,
    recover: rateLimits.signIns,
    resend: rateLimits.signIns,
    user: rateLimits.signIns,
    token: rateLimits.tokens,
    verify: rateLimits.verifications,
  };
  return {
    countMail: () => {
      if (!take('mail', rateLimits.mailsPerHour / HOUR, rateLimits.mailsPerHour)) {
        throw authError(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
      }
    },
    countRequest: (limiter, address) => {
      if (!take(`${limiter} ${address}`, perFiveMinutes[limiter] / FIVE_MINUTES, BURST)) {
        throw authError(429, 'over_request_rate_limit', 'Request rate limit reached');
      }
    },
  };
}
