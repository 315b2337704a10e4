import { verifyAuth } from '@supabase/server/core';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';

/**
 * The person who asks, by the token they sent. Checked here in every function: `verify_jwt` is off, because the
 * platform's own check knows neither the new keys nor every token.
 * @throws Refusal 401
 */
export async function signedIn(request: Request, deps: Deps): Promise<string> {
  const { data, error } = await verifyAuth(request, { auth: 'user', env: deps.project });
  const id = data?.userClaims?.id;
  if (error || !id) throw new Refusal(error && error.status >= 500 ? 500 : 401, 'not_signed_in');
  // A token of nobody in particular, as for signed-out visitors, is no person.
  if (data.jwtClaims?.['is_anonymous'] === true) throw new Refusal(401, 'not_signed_in');
  return id;
}

/** For cron and the service's own calls: any secret key, since there are two while one is replaced. @throws Refusal 401 */
export async function onlyService(request: Request, deps: Deps): Promise<void> {
  const { error } = await verifyAuth(request, { auth: 'secret:*', env: deps.project });
  if (error) throw new Refusal(401, 'not_the_service');
}
