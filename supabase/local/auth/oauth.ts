import { z } from 'zod';
import type { Query } from '../database/database.ts';
import { redirect } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import { comeBackWithCode, comeBackWithError, comeBackWithSession } from './come-back.ts';
import type { AuthRoute } from './context.ts';
import { issueCode, readChallenge, saveFlow } from './flows.ts';
import { allowedRedirect } from './redirects.ts';
import { startSession } from './sessions.ts';
import { type Profile, type ProviderName, providerNames } from './stand-in-providers.ts';
import {
  addIdentity,
  confirmEmail,
  createUser,
  findUser,
  findUserByEmail,
  noteProviders,
  type User,
} from './users.ts';

type Flow = {
  readonly id: string;
  readonly provider_type: ProviderName;
  readonly code_challenge: string | null;
  readonly referrer: string;
};

/** `GET /authorize`: off to the provider's page. */
export const authorize: AuthRoute = async (context, { search }) => {
  const provider = providerNames.find((name) => name === search.get('provider'));
  if (!provider) throw unsupported(`signing in with ${search.get('provider') ?? 'no provider'}`);
  if (search.has('skip_http_redirect')) throw unsupported('skip_http_redirect');
  const redirectTo = allowedRedirect(context.settings, search.get('redirect_to'));
  const challenge = readChallenge(Object.fromEntries(search));
  const flow = { provider, method: 'oauth', challenge, redirectTo } as const;
  const state = await saveFlow(context.database.query, flow);
  const callback = `${context.issuer}/callback`;
  return redirect(context.providers.authorizeUrl(provider, callback, state, search.get('login_hint')));
};

/** `GET /callback`: back from the provider. */
export const callback: AuthRoute = async (context, call) => {
  const state = z.uuid().safeParse(call.search.get('state')).data;
  const { rows } = await context.database.query<Flow>(
    `select id, provider_type, code_challenge, referrer from auth.flow_state
     where id = $1 and user_id is null and auth_code is null and provider_type <> 'email'
       and created_at > now() - interval '1 hour'`,
    [state ?? null],
  );
  const flow = rows[0];
  if (!flow) throw authError(400, 'bad_oauth_state', 'OAuth state not found or expired');
  const isPkce = flow.code_challenge !== null;
  const fail = (error: string, code: string, description: string): Response =>
    comeBackWithError(flow.referrer, { error, code, description }, isPkce);
  const denied = call.search.get('error');
  if (denied) return fail(denied, 'bad_oauth_callback', call.search.get('error_description') ?? denied);
  const profile = context.providers.exchange(flow.provider_type, call.search.get('code') ?? '');
  if (!profile) return fail('server_error', 'unexpected_failure', 'Unable to exchange external code');
  return await context.database.transaction(async (query) => {
    const user = await findOrCreate(query, flow.provider_type, profile);
    if (!user)
      return fail('access_denied', 'provider_email_needs_verification', 'Verify your email there first');
    if (isPkce) return comeBackWithCode(flow.referrer, await issueCode(query, flow.id, user.id));
    await query('delete from auth.flow_state where id = $1', [flow.id]);
    return comeBackWithSession(flow.referrer, await startSession(context, query, call, user.id, 'oauth'), '');
  });
};

/**
 * The person behind an identity: known by it, or by the same verified address. An account whose address was never
 * confirmed may have been made by somebody else in wait: it loses its password when its owner arrives.
 */
async function findOrCreate(
  query: Query,
  provider: ProviderName,
  profile: Profile,
): Promise<User | undefined> {
  const identity = { provider, subject: profile.sub, data: profile };
  const known = await query<{ user_id: string }>(
    'select user_id from auth.identities where provider = $1 and provider_id = $2',
    [provider, profile.sub],
  );
  const userId = known.rows[0]?.user_id;
  if (userId) {
    await addIdentity(query, userId, identity);
    return await findUser(query, userId);
  }
  if (!profile.email_verified) return undefined;
  const { email_verified: _verified, ...shown } = profile;
  const same = await findUserByEmail(query, profile.email);
  if (!same) {
    return await createUser(query, {
      email: profile.email,
      isConfirmed: true,
      userMetadata: shown,
      identity,
    });
  }
  if (!same.email_confirmed_at) {
    await query(`delete from auth.identities where user_id = $1`, [same.id]);
    await query(`update auth.users set encrypted_password = '', raw_user_meta_data = $2 where id = $1`, [
      same.id,
      JSON.stringify(shown),
    ]);
    await confirmEmail(query, same.id);
  }
  await addIdentity(query, same.id, identity);
  await noteProviders(query, same.id);
  return await findUser(query, same.id);
}
