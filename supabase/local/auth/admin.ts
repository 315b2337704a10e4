import { z } from 'zod';
import { roleOfKey, bearer } from '../caller.ts';
import { json } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import type { AuthCall, AuthContext, AuthRoute } from './context.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { email, metadata, readBody } from './read-body.ts';
import {
  confirmEmail,
  createUser,
  describeUser,
  findUser,
  mergeMetadata,
  setPassword,
  type User,
} from './users.ts';

/** `24h`, `1h30m`, or `none`, as Go writes spans of time. */
const banSchema = z.string().regex(/^(?:none|(?:\d+h)?(?:\d+m)?(?:\d+s)?)$/);
const newUserSchema = z.strictObject({
  id: z.uuid().optional(),
  email,
  password: z.string().max(200).optional(),
  email_confirm: z.boolean().default(false),
  user_metadata: metadata.optional(),
  app_metadata: metadata.optional(),
});
const changesSchema = z.strictObject({
  password: z.string().max(200).optional(),
  email_confirm: z.boolean().optional(),
  user_metadata: metadata.optional(),
  app_metadata: metadata.optional(),
  ban_duration: banSchema.optional(),
});
const pageSchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(1_000).default(50),
});

/** Lets only the secret key through. */
function asAdmin(route: AuthRoute): AuthRoute {
  return async (context, call) => {
    const key = call.headers.get('apikey');
    const token = bearer(call.headers);
    const isAdmin =
      roleOfKey(context.keys, key) === 'service_role' &&
      (token === null || roleOfKey(context.keys, token) === 'service_role');
    if (!isAdmin) throw authError(403, 'not_admin', 'User not allowed');
    return await route(context, call);
  };
}

export const listUsers = asAdmin(async ({ database }, { search }) => {
  const { page, per_page: size } = readBody(pageSchema, Object.fromEntries(search));
  const { rows } = await database.query<{ id: string }>(
    'select id from auth.users order by created_at desc, id limit $1 offset $2',
    [size, (page - 1) * size],
  );
  const counted = await database.query<{ count: string }>('select count(*)::text as count from auth.users');
  const users = await Promise.all(
    rows.map(async ({ id }) => {
      const user = await findUser(database.query, id);
      return user ? [await describeUser(database.query, user)] : [];
    }),
  );
  return json({ users: users.flat(), aud: 'authenticated' }, 200, {
    'x-total-count': counted.rows[0]?.count ?? '0',
  });
});

export const createUserAsAdmin = asAdmin(async ({ database, settings }, { body }) => {
  const user = readBody(newUserSchema, body);
  const passwordHash =
    user.password === undefined ? undefined : await hashPassword(requireStrong(user.password, settings));
  return await database.transaction(async (query) => {
    const created = await createUser(query, {
      id: user.id,
      email: user.email,
      passwordHash,
      isConfirmed: user.email_confirm,
      userMetadata: user.user_metadata,
      appMetadata: user.app_metadata,
    });
    return json(await describeUser(query, created));
  });
});

export const showUserAsAdmin = asAdmin(async (context, call) => {
  return json(await describeUser(context.database.query, await requireSubject(context, call)));
});

export const changeUserAsAdmin = asAdmin(async (context, call) => {
  const { id } = await requireSubject(context, call);
  const changes = readBody(changesSchema, call.body);
  const passwordHash =
    changes.password === undefined
      ? undefined
      : await hashPassword(requireStrong(changes.password, context.settings));
  return await context.database.transaction(async (query) => {
    if (passwordHash !== undefined) await setPassword(query, id, passwordHash);
    if (changes.email_confirm) await confirmEmail(query, id);
    if (changes.user_metadata) await mergeMetadata(query, id, 'raw_user_meta_data', changes.user_metadata);
    if (changes.app_metadata) await mergeMetadata(query, id, 'raw_app_meta_data', changes.app_metadata);
    if (changes.ban_duration !== undefined) {
      const span = changes.ban_duration === 'none' ? null : changes.ban_duration;
      await query('update auth.users set banned_until = now() + $2::interval where id = $1', [id, span]);
    }
    const user = await findUser(query, id);
    return json(user ? await describeUser(query, user) : {});
  });
});

export const deleteUser = asAdmin(async (context, call) => {
  const { id } = await requireSubject(context, call);
  const { should_soft_delete: soft } = readBody(
    z.object({ should_soft_delete: z.boolean().default(false) }),
    call.body,
  );
  if (soft) throw unsupported('deleting a user softly');
  await context.database.query('delete from auth.users where id = $1', [id]);
  return json({});
});

async function requireSubject({ database }: AuthContext, { params }: AuthCall): Promise<User> {
  const id = z.uuid().safeParse(params['id']).data;
  const user = id && (await findUser(database.query, id));
  if (!user) throw authError(404, 'user_not_found', 'User not found');
  return user;
}
