import { createHash, randomInt } from 'node:crypto';
import type { Query } from '../database/database.ts';
import { authError } from './auth-error.ts';
import type { AuthContext } from './context.ts';
import { type Challenge, saveFlow } from './flows.ts';
import { composeMail } from './mails.ts';
import { allowedRedirect } from './redirects.ts';
import type { User } from './users.ts';

type TokenType =
  | 'confirmation_token'
  | 'recovery_token'
  | 'email_change_token_new'
  | 'email_change_token_current'
  | 'reauthentication_token';
type SentAt =
  | 'confirmation_sent_at'
  | 'recovery_sent_at'
  | 'email_change_sent_at'
  | 'reauthentication_sent_at';

/** A link that belongs to a PKCE flow ends in a code for whoever began it, not in a session. */
const PKCE_PREFIX = 'pkce_';
const CODE_DIGITS = 6;

/** GoTrue's names for what a mail is about: links say `type=magiclink`, codes may also say `email`. */
export const linkTypes = ['signup', 'magiclink', 'recovery', 'email', 'email_change'] as const;
export type LinkType = (typeof linkTypes)[number];

/** What a link or a code that says so may use up. */
const tokensOf: Readonly<Record<LinkType, readonly TokenType[]>> = {
  signup: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  email: ['confirmation_token', 'recovery_token'],
  email_change: ['email_change_token_new', 'email_change_token_current'],
};

const kinds = {
  confirmation: { type: 'confirmation_token', link: 'signup', sentAt: 'confirmation_sent_at' },
  magic_link: { type: 'recovery_token', link: 'magiclink', sentAt: 'recovery_sent_at' },
  recovery: { type: 'recovery_token', link: 'recovery', sentAt: 'recovery_sent_at' },
} as const;

/** Where a link leads in the end, and whose flow it is part of. */
export type LinkOptions = { readonly redirectTo: string | null; readonly challenge: Challenge | undefined };

/**
 * Mails a link and a six-digit code. The newest replaces those before it.
 * @throws {HttpError} 429 when the last one was sent just now, or too many were sent to anybody
 */
export async function mailToken(
  context: AuthContext,
  user: User,
  kind: keyof typeof kinds,
  options: LinkOptions,
): Promise<void> {
  const email = user.email ?? '';
  const { type, link, sentAt } = kinds[kind];
  const { code, tokenHash } = await context.database.transaction(async (query) => {
    await beforeMail(context, query, user.id, sentAt);
    if (options.challenge) {
      const method = kind === 'recovery' ? 'recovery' : 'magiclink';
      await saveFlow(query, { provider: 'email', method, userId: user.id, challenge: options.challenge });
    }
    return await makeToken(query, user.id, type, email, options.challenge !== undefined);
  });
  await sendLink(context, { kind, link, to: email, email, code, tokenHash, redirectTo: options.redirectTo });
}

/** Sends a token with the link that uses it up. */
export async function sendLink(
  context: AuthContext,
  mail: {
    readonly kind: keyof AuthContext['settings']['mailTemplates'];
    readonly link: LinkType;
    readonly to: string;
    readonly email: string;
    readonly newEmail?: string;
    readonly code: string;
    readonly tokenHash: string;
    readonly redirectTo: string | null;
  },
): Promise<void> {
  const { settings, issuer } = context;
  const redirectTo = allowedRedirect(settings, mail.redirectTo);
  const url = new URL(`${issuer}/verify`);
  url.search = new URLSearchParams({
    token: mail.tokenHash,
    type: mail.link,
    redirect_to: redirectTo,
  }).toString();
  const values = { ...mail, link: url.href, redirectTo, siteUrl: settings.siteUrl };
  await context.sendMail(composeMail(settings.mailTemplates[mail.kind], values));
}

/** Makes a code for one purpose and address; the newest replaces the one before it. */
export async function makeToken(
  query: Query,
  userId: string,
  type: TokenType,
  email: string,
  isPkce: boolean,
): Promise<{ readonly code: string; readonly tokenHash: string }> {
  const code = `${randomInt(10 ** CODE_DIGITS)}`.padStart(CODE_DIGITS, '0');
  const tokenHash = (isPkce ? PKCE_PREFIX : '') + hashCode(email, code);
  await query('delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [userId, type]);
  await query(
    `insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) values ($1, $2, $3, $4)`,
    [userId, type, tokenHash, email],
  );
  return { code, tokenHash };
}

/**
 * Uses up a token.
 * @throws {HttpError} 403 `otp_expired` when it is unknown, used, too old, or for something else
 */
export async function useToken(
  context: AuthContext,
  query: Query,
  tokenHash: string,
  link: LinkType,
): Promise<{ readonly userId: string; readonly isPkce: boolean }> {
  const userId = await takeToken(context, query, tokensOf[link], tokenHash);
  if (userId === undefined) throw expired();
  return { userId, isPkce: tokenHash.startsWith(PKCE_PREFIX) };
}

/** Uses up the code that a signed-in person was sent to prove themselves. @returns whether it was theirs */
export async function useNonce(
  context: AuthContext,
  query: Query,
  user: User,
  nonce: string,
): Promise<boolean> {
  const hash = hashCode(user.email ?? '', nonce);
  return (await takeToken(context, query, ['reauthentication_token'], hash)) === user.id;
}

async function takeToken(
  { settings }: AuthContext,
  query: Query,
  types: readonly TokenType[],
  tokenHash: string,
): Promise<string | undefined> {
  const { rows } = await query<{ user_id: string; seconds: number }>(
    `delete from auth.one_time_tokens where token_hash = $1 and token_type = any ($2)
     returning user_id, extract(epoch from now() at time zone 'utc' - created_at)::float8 as seconds`,
    [tokenHash, types],
  );
  const token = rows[0];
  return token && token.seconds <= settings.otpSeconds ? token.user_id : undefined;
}

/** @throws {HttpError} 403 `otp_expired` when this address has no such code */
export async function findTokenHash(query: Query, email: string, code: string): Promise<string> {
  const hash = hashCode(email.toLowerCase(), code);
  const { rows } = await query<{ token_hash: string }>(
    'select token_hash from auth.one_time_tokens where token_hash in ($1, $2) and relates_to = $3',
    [hash, PKCE_PREFIX + hash, email.toLowerCase()],
  );
  const found = rows[0];
  if (!found) throw expired();
  return found.token_hash;
}

/**
 * What must hold before a mail goes out: a pause since the person's last one of its kind, and room in the hour's number.
 * @throws {HttpError} 429
 */
export async function beforeMail(
  { settings, limits }: AuthContext,
  query: Query,
  userId: string,
  sentAt: SentAt,
): Promise<void> {
  const { rows } = await query<{ wait: number | null }>(
    `select ceil(extract(epoch from ${sentAt} + make_interval(secs => $2) - now()))::int as wait
     from auth.users where id = $1 for update`,
    [userId, settings.mailEverySeconds],
  );
  const wait = rows[0]?.wait ?? 0;
  if (wait > 0) {
    throw authError(
      429,
      'over_email_send_rate_limit',
      `For security purposes, you can only request this after ${wait} seconds.`,
    );
  }
  limits.countMail();
  await query(`update auth.users set ${sentAt} = now() where id = $1`, [userId]);
}

function expired(): Error {
  return authError(403, 'otp_expired', 'Token has expired or is invalid');
}

function hashCode(email: string, code: string): string {
  return createHash('sha224')
    .update(email + code)
    .digest('hex');
}
