import type { Keys } from '../caller.ts';
import type { Database } from '../database/database.ts';
import type { Mail } from '../mail/send-mail.ts';
import type { AuthSettings } from '../config.ts';
import type { RateLimits } from './rate-limits.ts';
import type { StandInProviders } from './stand-in-providers.ts';
import type { Tokens } from './tokens.ts';

/** What every route of the auth service works with. */
export type AuthContext = {
  readonly database: Database;
  readonly keys: Keys;
  readonly settings: AuthSettings;
  readonly tokens: Tokens;
  readonly providers: StandInProviders;
  /** The address of this service, without a slash at its end. */
  readonly issuer: string;
  readonly limits: RateLimits;
  readonly sendMail: (mail: Mail) => Promise<void>;
  /** The time in milliseconds. */
  readonly now: () => number;
};

/** One call of the auth service. */
export type AuthCall = {
  readonly headers: Headers;
  readonly search: URLSearchParams;
  /** Parsed JSON; an empty object where none was sent. */
  readonly body: unknown;
  /** Values of the route's named parts. */
  readonly params: Readonly<Record<string, string>>;
  readonly peerAddress: string;
};
/** Answers one call; `context` is the same for all. */
export type AuthRoute = (context: AuthContext, call: AuthCall) => Promise<Response>;
