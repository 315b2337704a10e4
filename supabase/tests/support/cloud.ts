import { randomUUID } from 'node:crypto';
import type { Database } from '../../database.types.ts';
import { openSnapshot } from './snapshot.ts';

/** What PostgREST offers to be called. */
export type ApiFunction = keyof Database['public']['Functions'];

type Row = Record<string, unknown>;
type Result<R extends Row> = { readonly rows: readonly R[] };
export type Query = <R extends Row = Row>(sql: string, params?: readonly unknown[]) => Promise<Result<R>>;

/** Who calls: a person by their id, somebody signed out, the service, or the database's owner. */
export type Caller = { readonly person: string } | 'anon' | 'service' | 'owner';

/** A migrated database, asked as PostgREST asks: a role and its claims for each transaction. */
export class Cloud {
  readonly #transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;

  constructor(
    transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>,
    close: () => Promise<void>,
  ) {
    this.#transaction = transaction;
    this.close = close;
  }

  /** One transaction as `caller`. Rows are as the driver reads them. */
  async as<T>(caller: Caller, work: (query: Query) => Promise<T>): Promise<T> {
    return await this.#transaction(async (query) => {
      const { role, claims } = identify(caller);
      if (role !== undefined) {
        await query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
          JSON.stringify(claims),
          role,
        ]);
      }
      return await work(query);
    });
  }

  async rows<R extends Row = Row>(
    caller: Caller,
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<readonly R[]> {
    return await this.as(caller, async (query) => (await query<R>(sql, params)).rows);
  }

  async row<R extends Row = Row>(
    caller: Caller,
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<R | undefined> {
    return (await this.rows<R>(caller, sql, params))[0];
  }

  /** Calls a function of the API by its arguments' names; answers its rows. */
  async call<R extends Row = Row>(
    caller: Caller,
    name: ApiFunction,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly R[]> {
    const names = Object.keys(args).map((argument, index) => `${argument} => $${index + 1}`);
    return await this.rows<R>(
      caller,
      `select * from public.${name}(${names.join(', ')})`,
      Object.values(args).map(asParameter),
    );
  }

  /** The same where the answer is one value. */
  async value<T = unknown>(
    caller: Caller,
    name: ApiFunction,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<T> {
    const [row] = await this.call<Record<string, T>>(caller, name, args);
    const [value] = Object.values(row ?? {});
    if (value === undefined) throw new Error(`${name} answered nothing`);
    return value;
  }
}

function identify(caller: Caller): { readonly role?: string; readonly claims?: Row } {
  if (caller === 'owner') return {};
  if (caller === 'service') return { role: 'service_role', claims: { role: 'service_role' } };
  if (caller === 'anon') return { role: 'anon', claims: { role: 'anon' } };
  return { role: 'authenticated', claims: { role: 'authenticated', sub: caller.person } };
}

/** Objects and lists of objects are JSON; lists of text are arrays of Postgres. */
function asParameter(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string'))
    return value;
  return JSON.stringify(value);
}

/** A database of this file's own in memory. Close it, or the process stays. */
export async function openCloud(): Promise<Cloud> {
  const database = await openSnapshot();
  return new Cloud(
    async (work) =>
      await database.transaction(
        async (inside) =>
          await work(
            async <R extends Row>(sql: string, params: readonly unknown[] = []) =>
              await inside.query<R>(sql, [...params]),
          ),
      ),
    async () => await database.close(),
  );
}

export type Person = { readonly person: string; readonly account: string };

/** Somebody who signed up, and accepted the terms unless told not to. */
export async function signUp(cloud: Cloud, options: { readonly onboard?: boolean } = {}): Promise<Person> {
  const person = randomUUID();
  await cloud.rows('owner', 'insert into auth.users (id, email) values ($1, $2)', [
    person,
    `${person}@example.com`,
  ]);
  if (options.onboard !== false) {
    await cloud.call({ person }, 'accept_terms', { p_version: '2026-01-31', p_age_confirmed: true });
  }
  const found = await cloud.row<{ id: string }>('owner', 'select id from accounts where user_id = $1', [
    person,
  ]);
  if (!found) throw new Error('no account was made');
  return { person, account: found.id };
}

/** What Postgres said when it refused: PostgREST makes the answer from these. */
export type Refusal = { readonly code: string; readonly message: string; readonly detail?: string };

/** Fails the test when `work` is not refused. */
export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    const detail = 'detail' in error && typeof error.detail === 'string' ? { detail: error.detail } : {};
    return { code: error.code, message: error.message, ...detail };
  }
  throw new Error('was not refused');
}
