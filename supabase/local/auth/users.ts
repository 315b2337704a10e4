import type { Query, Row } from '../database/database.ts';
import { authError } from './auth-error.ts';

export type User = Row & {
  readonly id: string;
  readonly email: string | null;
  readonly encrypted_password: string | null;
  readonly email_confirmed_at: Date | null;
  readonly email_change: string;
  readonly email_change_sent_at: Date | null;
  readonly reauthentication_sent_at: Date | null;
  readonly confirmation_sent_at: Date | null;
  readonly recovery_sent_at: Date | null;
  readonly last_sign_in_at: Date | null;
  readonly raw_app_meta_data: Readonly<Record<string, unknown>>;
  readonly raw_user_meta_data: Readonly<Record<string, unknown>>;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly banned_until: Date | null;
  readonly is_anonymous: boolean;
};
export type NewUser = {
  readonly id?: string | undefined;
  readonly email: string;
  readonly passwordHash?: string | undefined;
  readonly isConfirmed: boolean;
  readonly userMetadata?: Readonly<Record<string, unknown>> | undefined;
  readonly appMetadata?: Readonly<Record<string, unknown>> | undefined;
  readonly identity?: Identity;
};
/** Who somebody is to a provider. */
export type Identity = {
  readonly provider: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
};

const columns = `id, email, encrypted_password, email_confirmed_at, email_change, email_change_sent_at,
  reauthentication_sent_at, confirmation_sent_at, recovery_sent_at, last_sign_in_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at, banned_until,
  is_anonymous`;

export async function findUser(query: Query, id: string): Promise<User | undefined> {
  return (await query<User>(`select ${columns} from auth.users where id = $1`, [id])).rows[0];
}

export async function findUserByEmail(query: Query, email: string): Promise<User | undefined> {
  const found = await query<User>(`select ${columns} from auth.users where email = $1`, [
    email.toLowerCase(),
  ]);
  return found.rows[0];
}

/** @throws {HttpError} 422 when the address or the id is taken */
export async function createUser(query: Query, user: NewUser): Promise<User> {
  const provider = user.identity?.provider ?? 'email';
  const { rows } = await query<User>(
    `insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
     values (coalesce($1::uuid, gen_random_uuid()), $2, $3, case when $4::boolean then now() end, $5, $6)
     on conflict do nothing returning ${columns}`,
    [
      user.id ?? null,
      user.email.toLowerCase(),
      user.passwordHash ?? '',
      user.isConfirmed,
      JSON.stringify({ ...user.appMetadata, provider, providers: [provider] }),
      JSON.stringify(user.userMetadata ?? {}),
    ],
  );
  const created = rows[0];
  if (!created) throw authError(422, 'user_already_exists', 'User already registered');
  const data = { sub: created.id, email: created.email, email_verified: user.isConfirmed };
  await addIdentity(query, created.id, user.identity ?? { provider, subject: created.id, data });
  return created;
}

export async function addIdentity(query: Query, userId: string, identity: Identity): Promise<void> {
  await query(
    `insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at)
     values ($1, $2, $3, $4, now())
     on conflict (provider_id, provider) do update set identity_data = excluded.identity_data,
       last_sign_in_at = now(), updated_at = now()`,
    [identity.subject, userId, JSON.stringify(identity.data), identity.provider],
  );
}

/** Keeps what the person's token says of their providers in step with their identities. */
export async function noteProviders(query: Query, userId: string): Promise<void> {
  await query(
    `update auth.users set raw_app_meta_data = raw_app_meta_data || jsonb_build_object('providers',
       (select jsonb_agg(distinct provider) from auth.identities where user_id = $1)) where id = $1`,
    [userId],
  );
}

export async function confirmEmail(query: Query, id: string): Promise<void> {
  await query(
    `update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now() where id = $1`,
    [id],
  );
  await query(
    `update auth.identities set identity_data = identity_data || '{"email_verified": true}'
     where user_id = $1 and provider = 'email'`,
    [id],
  );
}

export async function setPassword(query: Query, id: string, passwordHash: string): Promise<void> {
  await query('update auth.users set encrypted_password = $2, updated_at = now() where id = $1', [
    id,
    passwordHash,
  ]);
}

/** Adds to what is known; a value of null takes its key away, as GoTrue does. */
export async function mergeMetadata(
  query: Query,
  id: string,
  column: 'raw_user_meta_data' | 'raw_app_meta_data',
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  await query(
    `update auth.users set ${column} = jsonb_strip_nulls(${column} || $2::jsonb), updated_at = now() where id = $1`,
    [id, JSON.stringify(data)],
  );
}

/** A person as the auth API shows them. */
export async function describeUser(query: Query, user: User): Promise<Record<string, unknown>> {
  const identities = await query(
    `select id as identity_id, provider_id as id, user_id, identity_data, provider, last_sign_in_at, created_at,
       updated_at, email
     from auth.identities where user_id = $1 order by created_at`,
    [user.id],
  );
  const confirmedAt = user.email_confirmed_at ?? undefined;
  return {
    id: user.id,
    aud: 'authenticated',
    role: 'authenticated',
    email: user.email ?? '',
    email_confirmed_at: confirmedAt,
    phone: '',
    confirmation_sent_at: user.confirmation_sent_at ?? undefined,
    recovery_sent_at: user.recovery_sent_at ?? undefined,
    new_email: user.email_change || undefined,
    email_change_sent_at: user.email_change_sent_at ?? undefined,
    reauthentication_sent_at: user.reauthentication_sent_at ?? undefined,
    confirmed_at: confirmedAt,
    last_sign_in_at: user.last_sign_in_at ?? undefined,
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    identities: identities.rows,
    created_at: user.created_at,
    updated_at: user.updated_at,
    banned_until: user.banned_until ?? undefined,
    is_anonymous: user.is_anonymous,
  };
}
