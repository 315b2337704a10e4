import type { Query } from './database/database.ts';
import { HttpError } from './http/http-error.ts';
import { isSameSecret } from './http/same-secret.ts';
import type { Tokens } from './auth/tokens.ts';

/** Who a request is from, as the database is to know it. */
export type Caller = {
  readonly role: 'anon' | 'authenticated' | 'service_role';
  readonly claims: Readonly<Record<string, unknown>>;
};
export type Keys = { readonly publishableKey: string; readonly secretKey: string };

const unauthorized = (code: string, message: string): HttpError =>
  new HttpError(401, message, { code, details: null, hint: null, message });

/** @returns the role of one of the project's two keys */
export function roleOfKey(keys: Keys, key: string | null): 'anon' | 'service_role' | undefined {
  if (key === null) return undefined;
  if (isSameSecret(key, keys.publishableKey)) return 'anon';
  if (isSameSecret(key, keys.secretKey)) return 'service_role';
  return undefined;
}

/** The token after `Bearer`, or null. */
export function bearer(headers: Headers): string | null {
  return /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * The key says which project; a person's token, if there is one, says who. A token never adds to what the publishable
 * key may do but being that person, and the secret key with a person's token acts as the person.
 * @param keyInUrl for those who cannot set headers, as websockets and links
 * @throws {HttpError} 401 without a key of this project, or with a token that does not hold
 */
export async function identify(
  headers: Headers,
  keys: Keys,
  tokens: Tokens,
  keyInUrl: string | null = null,
): Promise<Caller> {
  const token = bearer(headers);
  const roleOfToken = roleOfKey(keys, token);
  const role = roleOfKey(keys, headers.get('apikey') ?? keyInUrl);
  if (role === undefined) throw unauthorized('INVALID_API_KEY', 'Invalid API key');
  if (token === null || roleOfToken !== undefined) {
    const acting = roleOfToken ?? role;
    return { role: acting, claims: { role: acting } };
  }
  const claims = await tokens.verify(token);
  if (!claims) throw unauthorized('PGRST301', 'JWT is expired or invalid');
  if (claims.role !== 'authenticated') throw unauthorized('PGRST301', 'JWT names a role it may not have');
  return { role: claims.role, claims };
}

/** Makes the rest of the transaction act as the caller: what policies and grants see. */
export async function actAs(query: Query, { role, claims }: Caller): Promise<void> {
  await query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
    JSON.stringify(claims),
    role,
  ]);
}
