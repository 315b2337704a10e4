import { z } from 'zod';
import { json } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import type { AuthContext, AuthRoute } from './context.ts';
import { readChallenge } from './flows.ts';
import { mailToken } from './one-time-tokens.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { email, metadata, readBody } from './read-body.ts';
import { startSession } from './sessions.ts';
import { createUser, describeUser, findUser, findUserByEmail, type User } from './users.ts';

const bodySchema = z.object({ email, password: z.string().max(200), data: metadata.optional() });

/** `POST /signup` with an address and a password. */
export const signUp: AuthRoute = async (context, call) => {
  const { settings, database } = context;
  if (isRecord(call.body) && 'phone' in call.body) throw unsupported('phone numbers');
  if (isRecord(call.body) && !('email' in call.body)) {
    throw authError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  if (!settings.allowSignUp) throw authError(422, 'signup_disabled', 'Signups not allowed for this instance');
  const body = readBody(bodySchema, call.body);
  const challenge = readChallenge(call.body);
  const passwordHash = await hashPassword(requireStrong(body.password, settings));
  const existing = await findUserByEmail(database.query, body.email);
  if (existing?.email_confirmed_at && !settings.confirmEmail) {
    throw authError(422, 'user_already_exists', 'User already registered');
  }
  // Whoever asks does not learn that the address has an account.
  if (existing?.email_confirmed_at) return json(await pretend(context, existing));
  const isConfirmed = !settings.confirmEmail;
  const user =
    existing ??
    (await database.transaction(
      async (query) =>
        await createUser(query, { email: body.email, passwordHash, isConfirmed, userMetadata: body.data }),
    ));
  if (isConfirmed) {
    return json(
      await database.transaction(
        async (query) => await startSession(context, query, call, user.id, 'password'),
      ),
    );
  }
  await mailToken(context, user, 'confirmation', { redirectTo: call.search.get('redirect_to'), challenge });
  const mailed = (await findUser(database.query, user.id)) ?? user;
  return json(await describeUser(database.query, mailed));
};

async function pretend({ database, now }: AuthContext, user: User): Promise<Record<string, unknown>> {
  const shown = await describeUser(database.query, user);
  const moment = new Date(now()).toISOString();
  const { email_confirmed_at: _a, confirmed_at: _b, last_sign_in_at: _c, ...rest } = shown;
  return {
    ...rest,
    id: crypto.randomUUID(),
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    confirmation_sent_at: moment,
    created_at: moment,
    updated_at: moment,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
