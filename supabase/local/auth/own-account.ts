import { z } from 'zod';
import { empty, json } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import type { Query } from '../database/database.ts';
import type { AuthContext, AuthRoute } from './context.ts';
import { mailEmailChange } from './email-change.ts';
import { readChallenge } from './flows.ts';
import { useNonce } from './one-time-tokens.ts';
import { hashPassword, isPassword, requireStrong } from './passwords.ts';
import { email, metadata, readBody } from './read-body.ts';
import { endSessions, requireUser } from './sessions.ts';
import { describeUser, findUser, mergeMetadata, setPassword, type User } from './users.ts';

/** A session older than this, in hours, must prove itself before it changes the password. */
const FRESH_SESSION_HOURS = 24;

const changesSchema = z.object({
  password: z.string().max(200).optional(),
  data: metadata.optional(),
  email: email.or(z.literal('')).optional(),
  phone: z.string().optional(),
  nonce: z.string().optional(),
});

/** `GET /user` */
export const showUser: AuthRoute = async (context, call) => {
  const { user } = await requireUser(context, call);
  return json(await describeUser(context.database.query, user));
};

/** `PUT /user`: a new password, which ends the person's other sessions, other metadata, or another address. */
export const changeUser: AuthRoute = async (context, call) => {
  const { user, sessionId } = await requireUser(context, call);
  const changes = readBody(changesSchema, call.body);
  const options = { redirectTo: call.search.get('redirect_to'), challenge: readChallenge(call.body) };
  if (changes.phone) throw unsupported('phone numbers');
  const { settings, database } = context;
  const { password } = changes;
  if (password !== undefined) requireStrong(password, settings);
  await database.transaction(async (query) => {
    if (password !== undefined) {
      if (settings.securePasswordChange) await requireProof(context, query, user, sessionId, changes.nonce);
      if (await isPassword(password, user.encrypted_password)) {
        throw authError(422, 'same_password', 'New password should be different from the old password.');
      }
      await setPassword(query, user.id, await hashPassword(password));
      await endSessions(query, 'others', user.id, sessionId);
    }
    if (changes.data) await mergeMetadata(query, user.id, 'raw_user_meta_data', changes.data);
  });
  if (changes.email && changes.email !== user.email) {
    await mailEmailChange(context, user, changes.email, options);
  }
  return json(await describeUser(database.query, (await findUser(database.query, user.id)) ?? user));
};

/** @throws {HttpError} 400 `reauthentication_needed`, 422 `reauthentication_not_valid`, in a session that is not fresh */
async function requireProof(
  context: AuthContext,
  query: Query,
  user: User,
  sessionId: string,
  nonce: string | undefined,
): Promise<void> {
  const { rows } = await query(
    `select 1 from auth.sessions where id = $1 and created_at > now() - make_interval(hours => $2)`,
    [sessionId, FRESH_SESSION_HOURS],
  );
  if (rows.length > 0) return;
  if (!nonce) throw authError(400, 'reauthentication_needed', 'Password update requires reauthentication');
  if (!(await useNonce(context, query, user, nonce))) {
    throw authError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
  }
}

/** `POST /logout`: this session, the others, or all of them. */
export const signOut: AuthRoute = async (context, call) => {
  const { user, sessionId } = await requireUser(context, call);
  const scope = z.enum(['local', 'others', 'global']).safeParse(call.search.get('scope') ?? 'global');
  if (!scope.success) throw authError(400, 'validation_failed', 'Unsupported logout scope');
  await endSessions(context.database.query, scope.data, user.id, sessionId);
  return empty(204);
};
