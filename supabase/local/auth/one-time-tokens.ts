import { createHash, randomInt } from 'node:crypto';
import type { Query } from '../database/database.ts';
import { authError } from './auth-error.ts';
import type { AuthContext } from './context.ts';
import { saveFlow } from './flows.ts';
import { composeMail, type MailKind } from './mails.ts';
import { allowedRedirect } from './redirects.ts';
import type { User } from './users.ts';

type TokenType = 'confirmation_token' | 'recovery_token';

/** A link that belongs to a PKCE flow ends in a code for whoever began it, not in a session. */
const PKCE_PREFIX = 'pkce_';
const CODE_DIGITS = 6;

/** GoTrue's names for what a mail is about: links say `type=magiclink`, codes may also say `email`. */
export const linkTypes = ['signup', 'magiclink', 'recovery', 'email'] as const;
type LinkType = (typeof linkTypes)[number];

const kinds: Readonly<Record<MailKind, { type: TokenType; link: LinkType; sentAt: string }>> = {
  confirmation: { type: 'confirmation_token', link: 'signup', sentAt: 'confirmation_sent_at' },
  magic_link: { type: 'recovery_token', link: 'magiclink', sentAt: 'recovery_sent_at' },
  recovery: { type: 'recovery_token', link: 'recovery', sentAt: 'recovery_sent_at' },
};

/**
 * Mails a link and a six-digit code. The newest replaces those before it.
 * @param challenge of the PKCE flow it belongs to
 * @throws {HttpError} 429 when the last one was sent just now
 */
export async function mailToken(
  context: AuthContext,
  user: User,
  kind: MailKind,
  options: {
    readonly redirectTo: string | null;
    readonly challenge: { readonly code: string; readonly method: string } | undefined;
  },
): Promise<void> {
  const email = user.email ?? '';
  const { type, link, sentAt } = kinds[kind];
  const { settings, issuer } = context;
  const code = `${randomInt(10 ** CODE_DIGITS)}`.padStart(CODE_DIGITS, '0');
  const tokenHash = (options.challenge ? PKCE_PREFIX : '') + hashCode(email, code);
  await context.database.transaction(async (query) => {
    await requirePause(query, user.id, sentAt, settings.mailEverySeconds);
    await query('delete from auth.one_time_tokens where user_id = $1 and token_type = $2', [user.id, type]);
    await query(
      `insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) values ($1, $2, $3, $4)`,
      [user.id, type, tokenHash, email],
    );
    if (options.challenge) {
      const method = kind === 'recovery' ? 'recovery' : 'magiclink';
      await saveFlow(query, { provider: 'email', method, userId: user.id, challenge: options.challenge });
    }
  });
  const redirectTo = allowedRedirect(settings, options.redirectTo);
  const url = new URL(`${issuer}/verify`);
  url.search = new URLSearchParams({ token: tokenHash, type: link, redirect_to: redirectTo }).toString();
  await context.sendMail(
    composeMail(kind, { email, code, tokenHash, link: url.href, redirectTo, siteUrl: settings.siteUrl }),
  );
}

/**
 * Uses up a token, which confirms its owner's address.
 * @throws {HttpError} 403 `otp_expired` when it is unknown, used or too old
 */
export async function useToken(
  context: AuthContext,
  query: Query,
  tokenHash: string,
): Promise<{ readonly userId: string; readonly isPkce: boolean; readonly type: TokenType }> {
  const { rows } = await query<{ user_id: string; token_type: TokenType; seconds: number }>(
    `delete from auth.one_time_tokens where token_hash = $1
     returning user_id, token_type, extract(epoch from now() at time zone 'utc' - created_at)::float8 as seconds`,
    [tokenHash],
  );
  const token = rows[0];
  if (!token || token.seconds > context.settings.otpSeconds) throw expired();
  return { userId: token.user_id, isPkce: tokenHash.startsWith(PKCE_PREFIX), type: token.token_type };
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

function expired(): Error {
  return authError(403, 'otp_expired', 'Token has expired or is invalid');
}

function hashCode(email: string, code: string): string {
  return createHash('sha224')
    .update(email + code)
    .digest('hex');
}

async function requirePause(query: Query, userId: string, column: string, seconds: number): Promise<void> {
  const { rows } = await query<{ wait: number | null }>(
    `select ceil(extract(epoch from ${column} + make_interval(secs => $2) - now()))::int as wait
     from auth.users where id = $1 for update`,
    [userId, seconds],
  );
  const wait = rows[0]?.wait ?? 0;
  if (wait > 0) {
    throw authError(
      429,
      'over_email_send_rate_limit',
      `For security purposes, you can only request this after ${wait} seconds.`,
    );
  }
  await query(`update auth.users set ${column} = now() where id = $1`, [userId]);
}
