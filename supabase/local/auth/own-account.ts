import { z } from 'zod';
import { empty, json } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import type { AuthRoute } from './context.ts';
import { hashPassword, isPassword, requireStrong } from './passwords.ts';
import { metadata, readBody } from './read-body.ts';
import { endSessions, requireUser } from './sessions.ts';
import { describeUser, findUser, mergeMetadata, setPassword } from './users.ts';

/** A session older than this, in hours, must prove itself before it changes the password. */
const FRESH_SESSION_HOURS = 24;

const changesSchema = z.object({
  password: z.string().max(200).optional(),
  data: metadata.optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  nonce: z.string().optional(),
});

/** `GET /user` */
export const showUser: AuthRoute = async (context, call) => {
  const { user } = await requireUser(context, call);
  return json(await describeUser(context.database.query, user));
};

/** `PUT /user`: a new password, which ends the person's other sessions, or other metadata. */
export const changeUser: AuthRoute = async (context, call) => {
  const { user, sessionId } = await requireUser(context, call);
  const changes = readBody(changesSchema, call.body);
  if (changes.email && changes.email.toLowerCase() !== user.email)
    throw unsupported('changing the email address');
  if (changes.phone) throw unsupported('phone numbers');
  if (changes.nonce) throw unsupported('reauthentication by a nonce');
  const { settings, database } = context;
  let passwordHash: string | undefined;
  if (changes.password !== undefined) {
    requireStrong(changes.password, settings);
    if (await isPassword(changes.password, user.encrypted_password)) {
      throw authError(422, 'same_password', 'New password should be different from the old password.');
    }
    passwordHash = await hashPassword(changes.password);
  }
  return await database.transaction(async (query) => {
    if (passwordHash !== undefined) {
      const { rows } = await query(
        `select 1 from auth.sessions where id = $1 and created_at > now() - make_interval(hours => $2)`,
        [sessionId, FRESH_SESSION_HOURS],
      );
      if (settings.securePasswordChange && rows.length === 0) {
        throw authError(400, 'reauthentication_needed', 'Password update requires reauthentication');
      }
      await setPassword(query, user.id, passwordHash);
      await endSessions(query, 'others', user.id, sessionId);
    }
    if (changes.data) await mergeMetadata(query, user.id, 'raw_user_meta_data', changes.data);
    return json(await describeUser(query, (await findUser(query, user.id)) ?? user));
  });
};

/** `POST /logout`: this session, the others, or all of them. */
export const signOut: AuthRoute = async (context, call) => {
  const { user, sessionId } = await requireUser(context, call);
  const scope = z.enum(['local', 'others', 'global']).safeParse(call.search.get('scope') ?? 'global');
  if (!scope.success) throw authError(400, 'validation_failed', 'Unsupported logout scope');
  await endSessions(context.database.query, scope.data, user.id, sessionId);
  return empty(204);
};
