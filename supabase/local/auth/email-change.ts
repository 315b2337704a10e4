import type { Query } from '../database/database.ts';
import { authError } from './auth-error.ts';
import type { AuthContext } from './context.ts';
import { saveFlow } from './flows.ts';
import { beforeMail, type LinkOptions, makeToken, sendLink } from './one-time-tokens.ts';
import { addIdentity, noteProviders, type User } from './users.ts';

/**
 * Asks the new address whether it is the person's, and the present one whether they want it, where config.toml says so
 * (`double_confirm_changes`). Nothing changes until all that were asked have agreed.
 * @throws {HttpError} 422 `email_exists`, 429
 */
export async function mailEmailChange(
  context: AuthContext,
  user: User,
  newEmail: string,
  options: LinkOptions,
): Promise<void> {
  const { database, settings } = context;
  const email = user.email ?? '';
  const isPkce = options.challenge !== undefined;
  const asked = await database.transaction(async (query) => {
    await requireFree(query, newEmail);
    await beforeMail(context, query, user.id, 'email_change_sent_at');
    await query('update auth.users set email_change = $2, email_change_confirm_status = 0 where id = $1', [
      user.id,
      newEmail,
    ]);
    if (options.challenge) {
      const { challenge } = options;
      await saveFlow(query, { provider: 'email', method: 'email_change', userId: user.id, challenge });
    }
    const next = await makeToken(query, user.id, 'email_change_token_new', newEmail, isPkce);
    if (!settings.doubleConfirmChanges || email === '') return [{ to: newEmail, ...next }];
    const present = await makeToken(query, user.id, 'email_change_token_current', email, isPkce);
    return [
      { to: newEmail, ...next },
      { to: email, ...present },
    ];
  });
  for (const mail of asked) {
    const { redirectTo } = options;
    await sendLink(context, {
      kind: 'email_change',
      link: 'email_change',
      ...mail,
      email,
      newEmail,
      redirectTo,
    });
  }
}

/**
 * Notes that an address agreed, and moves the account once all have.
 * @returns false while the other address is still asked
 * @throws {HttpError} 422 `email_exists` when somebody took the new address meanwhile
 */
export async function confirmEmailChange(
  { settings }: AuthContext,
  query: Query,
  userId: string,
): Promise<boolean> {
  const { rows } = await query<{ email: string | null; email_change: string; agreed: number }>(
    `select email, email_change, email_change_confirm_status as agreed from auth.users where id = $1 for update`,
    [userId],
  );
  const user = rows[0];
  if (!user) return false;
  if (settings.doubleConfirmChanges && user.agreed === 0 && user.email) {
    await query('update auth.users set email_change_confirm_status = 1 where id = $1', [userId]);
    return false;
  }
  await requireFree(query, user.email_change);
  await query(
    `update auth.users set email = email_change, email_change = '', email_change_confirm_status = 0,
       email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now() where id = $1`,
    [userId],
  );
  // Whatever was mailed to the old address opens nothing any more.
  await query('delete from auth.one_time_tokens where user_id = $1', [userId]);
  const data = { sub: userId, email: user.email_change, email_verified: true };
  await addIdentity(query, userId, { provider: 'email', subject: userId, data });
  await noteProviders(query, userId);
  return true;
}

async function requireFree(query: Query, email: string): Promise<void> {
  const { rows } = await query('select 1 from auth.users where email = $1', [email]);
  if (rows.length > 0) {
    throw authError(422, 'email_exists', 'A user with this email address has already been registered');
  }
}
