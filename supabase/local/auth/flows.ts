import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Query } from '../database/database.ts';
import { isSameSecret } from '../http/same-secret.ts';
import { authError } from './auth-error.ts';

/** PKCE: whoever began a sign-in proves to be the one who finishes it (RFC 7636). */
export type Challenge = { readonly code: string; readonly method: string };
type FlowMethod = 'oauth' | 'magiclink' | 'recovery' | 'email_change';

/** Life of the code a flow is finished with, in seconds. */
const FLOW_SECONDS = 300;

const challengeSchema = z.object({
  code_challenge: z
    .string()
    .regex(/^[\w~.-]{43,128}$/)
    .nullish()
    .or(z.literal('')),
  code_challenge_method: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['s256', 'plain']))
    .nullish()
    .or(z.literal('')),
});

/**
 * @param fields of a body or a query: both parts of a challenge, or neither
 * @throws {HttpError} 400 for a challenge that is not one
 */
export function readChallenge(fields: unknown): Challenge | undefined {
  const parsed = challengeSchema.safeParse(fields).data;
  const code = parsed?.code_challenge || undefined;
  const method = parsed?.code_challenge_method || undefined;
  if (!parsed || (code === undefined) !== (method === undefined)) {
    throw authError(400, 'validation_failed', 'PKCE flow requires code_challenge_method and code_challenge');
  }
  return code && method ? { code, method } : undefined;
}

/** @returns the flow's id, which is also the `state` of OAuth */
export async function saveFlow(
  query: Query,
  flow: {
    readonly provider: string;
    readonly method: FlowMethod;
    readonly userId?: string;
    readonly challenge: Challenge | undefined;
    readonly redirectTo?: string;
  },
): Promise<string> {
  const { rows } = await query<{ id: string }>(
    `insert into auth.flow_state (provider_type, authentication_method, user_id, code_challenge, code_challenge_method,
       referrer) values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      flow.provider,
      flow.method,
      flow.userId ?? null,
      flow.challenge?.code ?? null,
      flow.challenge?.method ?? null,
      flow.redirectTo ?? null,
    ],
  );
  return z.string().parse(rows[0]?.id);
}

/** Gives the newest mail flow of a person its code, of a change of address or else; undefined when there is none. */
export async function issueMailCode(
  query: Query,
  userId: string,
  isEmailChange: boolean,
): Promise<string | undefined> {
  const { rows } = await query<{ auth_code: string }>(
    `update auth.flow_state set auth_code = $2, auth_code_issued_at = now(), updated_at = now()
     where id = (select id from auth.flow_state where user_id = $1 and provider_type = 'email' and auth_code is null
       and (authentication_method = 'email_change') = $3 order by created_at desc limit 1) returning auth_code`,
    [userId, randomUUID(), isEmailChange],
  );
  return rows[0]?.auth_code;
}

export async function issueCode(query: Query, flowId: string, userId: string): Promise<string> {
  const code = randomUUID();
  await query(
    `update auth.flow_state set auth_code = $2, auth_code_issued_at = now(), user_id = $3, updated_at = now()
     where id = $1`,
    [flowId, code, userId],
  );
  return code;
}

/**
 * Ends a flow: its code works once, for whoever holds the verifier.
 * @throws {HttpError} 404 for an unknown or used code, 403 for one that is too old, 400 for another's verifier
 */
export async function finishFlow(
  query: Query,
  code: string,
  verifier: string,
): Promise<{ readonly userId: string; readonly method: FlowMethod }> {
  const { rows } = await query<{
    user_id: string;
    authentication_method: FlowMethod;
    code_challenge: string | null;
    code_challenge_method: string | null;
    seconds: number;
  }>(
    `select user_id, authentication_method, code_challenge, code_challenge_method,
       extract(epoch from now() - auth_code_issued_at)::float8 as seconds
     from auth.flow_state where auth_code = $1 for update`,
    [code],
  );
  const flow = rows[0];
  if (!flow) throw authError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
  if (flow.seconds > FLOW_SECONDS) {
    throw authError(403, 'flow_state_expired', 'invalid flow state, flow state has expired');
  }
  const given =
    flow.code_challenge_method === 's256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  if (!flow.code_challenge || !isSameSecret(given, flow.code_challenge)) {
    throw authError(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier');
  }
  await query('delete from auth.flow_state where auth_code = $1', [code]);
  return { userId: flow.user_id, method: flow.authentication_method };
}
