import { randomBytes } from 'node:crypto';
import { bearer } from '../caller.ts';
import type { Query } from '../database/database.ts';
import { authError } from './auth-error.ts';
import type { AuthCall, AuthContext } from './context.ts';
import { describeUser, findUser, type User } from './users.ts';

/** How somebody signed in, as the token's `amr` tells. */
export type Method = 'password' | 'otp' | 'oauth' | 'magiclink' | 'recovery' | 'email_change';
type SessionRow = { readonly id: string; readonly user_id: string };

/** Opens a session and answers what a client keeps: tokens and the person. */
export async function startSession(
  context: AuthContext,
  query: Query,
  call: AuthCall,
  userId: string,
  method: Method,
): Promise<Record<string, unknown>> {
  const opened = await query<SessionRow>(
    `insert into auth.sessions (user_id, user_agent, ip) values ($1, $2, $3) returning id, user_id`,
    [userId, call.headers.get('user-agent'), call.peerAddress || null],
  );
  const session = opened.rows[0];
  await query('update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1', [userId]);
  const user = await findUser(query, userId);
  if (!session || !user) throw authError(404, 'user_not_found', 'User not found');
  await query('insert into auth.mfa_amr_claims (session_id, authentication_method) values ($1, $2)', [
    session.id,
    method,
  ]);
  return await grant(context, query, user, session.id, await addRefreshToken(query, session, null));
}

/**
 * Exchanges a refresh token for its successor. A used one answers with the successor for a few seconds, since two
 * windows may refresh at once; later it was stolen, and ends the session.
 */
export async function refreshSession(
  context: AuthContext,
  call: AuthCall,
  token: string,
): Promise<Record<string, unknown>> {
  const outcome = await context.database.transaction(async (query) => {
    const found = await query<
      SessionRow & { token_id: string; revoked: boolean; seconds: number; active: string }
    >(
      `select s.id, s.user_id, t.id::text as token_id, t.revoked,
         extract(epoch from now() - t.updated_at)::float8 as seconds,
         (select a.token from auth.refresh_tokens a where a.session_id = s.id and not a.revoked
          order by a.id desc limit 1) as active
       from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id where t.token = $1 for update of s, t`,
      [token],
    );
    const row = found.rows[0];
    if (!row) return 'unknown';
    const user = await findUser(query, row.user_id);
    if (!user) return 'unknown';
    if (row.revoked && row.seconds > context.settings.refreshReuseSeconds) {
      await query('delete from auth.sessions where id = $1', [row.id]);
      return 'reused';
    }
    await query(
      `update auth.sessions set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = $2, ip = $3
       where id = $1`,
      [row.id, call.headers.get('user-agent'), call.peerAddress || null],
    );
    if (row.revoked) return await grant(context, query, user, row.id, row.active);
    await query('update auth.refresh_tokens set revoked = true, updated_at = now() where id = $1', [
      row.token_id,
    ]);
    return await grant(context, query, user, row.id, await addRefreshToken(query, row, token));
  });
  if (outcome === 'unknown') {
    throw authError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
  }
  if (outcome === 'reused') {
    throw authError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
  }
  return outcome;
}

/**
 * The person whose token a call carries.
 * @throws {HttpError} 401 without a token; 403 when it does not hold or its session has been ended
 */
export async function requireUser(
  context: AuthContext,
  call: AuthCall,
): Promise<{ readonly user: User; readonly sessionId: string }> {
  const token = bearer(call.headers);
  if (token === null) throw authError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  const claims = await context.tokens.verify(token);
  if (!claims) throw authError(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature');
  const { query } = context.database;
  const { rows } = await query('select 1 from auth.sessions where id = $1 and user_id = $2', [
    claims.session_id,
    claims.sub,
  ]);
  const user = await findUser(query, claims.sub);
  if (!user) throw authError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  if (rows.length === 0) {
    throw authError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  }
  return { user, sessionId: claims.session_id };
}

export type Scope = 'local' | 'others' | 'global';

export async function endSessions(
  query: Query,
  scope: Scope,
  userId: string,
  sessionId: string,
): Promise<void> {
  const which = { local: 'id = $2', others: 'id <> $2', global: '$2::uuid is not null' }[scope];
  await query(`delete from auth.sessions where user_id = $1 and ${which}`, [userId, sessionId]);
}

async function addRefreshToken(query: Query, session: SessionRow, parent: string | null): Promise<string> {
  const token = randomBytes(12).toString('base64url');
  await query(
    'insert into auth.refresh_tokens (token, user_id, session_id, parent) values ($1, $2, $3, $4)',
    [token, session.user_id, session.id, parent],
  );
  return token;
}

async function grant(
  { tokens, settings, now }: AuthContext,
  query: Query,
  user: User,
  sessionId: string,
  refreshToken: string,
): Promise<Record<string, unknown>> {
  if (user.banned_until && user.banned_until.getTime() > now()) {
    throw authError(400, 'user_banned', 'User is banned');
  }
  const { rows } = await query<{ method: string; timestamp: number }>(
    `select authentication_method as method, floor(extract(epoch from created_at))::int as timestamp
     from auth.mfa_amr_claims where session_id = $1 order by created_at desc`,
    [sessionId],
  );
  const issuedAt = Math.floor(now() / 1000);
  const claims = {
    email: user.email ?? '',
    phone: '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    role: 'authenticated',
    aal: 'aal1',
    amr: rows,
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  };
  return {
    access_token: await tokens.sign(user.id, claims, issuedAt),
    token_type: 'bearer',
    expires_in: settings.accessTokenSeconds,
    expires_at: issuedAt + settings.accessTokenSeconds,
    refresh_token: refreshToken,
    user: await describeUser(query, user),
  };
}
