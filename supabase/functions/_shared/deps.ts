import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { resolveEnv } from '@supabase/server/core';
import type { SupabaseEnv } from '@supabase/server';
import { createDatabase, type Database } from './database.ts';
import { createFiles, type Files } from './files.ts';

export type Log = {
  /** Never prompts, addresses, tokens or keys. */
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, cause: unknown, requestId?: string) => void;
};

/** What a function needs of the world. Its handler takes this and returns a `Response`, wherever it runs. */
export type Deps = {
  /** A setting of the project; undefined where it is not set. */
  readonly env: (name: string) => string | undefined;
  readonly now: () => Date;
  readonly project: SupabaseEnv;
  readonly database: Database;
  readonly files: Files;
  /** Auth's administration: users' addresses, deleting a user. */
  readonly users: SupabaseClient['auth']['admin'];
  readonly fetch: typeof fetch;
  /** Keeps the worker alive for work that goes on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly log: Log;
};

/** @throws Error naming what is missing of the project's own settings */
export function createDeps(env: Deps['env'], over: Partial<Deps> = {}): Deps {
  const { data: project, error } = resolveEnv(over.project ?? {});
  if (error) throw error;
  const fetcher = over.fetch ?? fetch;
  const admin = createClient(project.url, secretKeyOf(project), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetcher },
  });
  const log = over.log ?? consoleLog;
  return {
    env,
    now: () => new Date(),
    project,
    database: createDatabase(admin),
    files: createFiles(admin),
    users: admin.auth.admin,
    fetch: fetcher,
    waitUntil: (work) => keepAlive(work, log),
    log,
    ...over,
  };
}

/** The service's own key. @throws Error where none is set: nothing is ever signed or sent with an empty one */
export function secretKeyOf({ secretKeys }: SupabaseEnv): string {
  const key = secretKeys['default'] ?? Object.values(secretKeys)[0];
  if (!key) throw new Error('No secret key is set');
  return key;
}

/** A setting without which a function cannot work. @throws Error that names it */
export function required(env: Deps['env'], name: string): string {
  const value = env(name);
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const consoleLog: Log = {
  info: (message, fields = {}) => console.log(JSON.stringify({ message, ...fields })),
  error: (message, cause, requestId) =>
    console.error(
      JSON.stringify({ message, requestId, cause: cause instanceof Error ? cause.message : String(cause) }),
    ),
};

/** The platform's own promise holder; where there is none, the process lives on by itself. */
type EdgeRuntime = { readonly waitUntil?: (work: Promise<unknown>) => void };
declare const EdgeRuntime: EdgeRuntime | undefined;

function keepAlive(work: Promise<unknown>, log: Log): void {
  const settled = work.catch((error: unknown) => log.error('Work after the answer failed', error));
  if (typeof EdgeRuntime !== 'undefined') EdgeRuntime?.waitUntil?.(settled);
}
