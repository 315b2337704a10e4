import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of SQL: its name orders it. */
export type SqlFile = { readonly name: string; readonly sql: string };

const platformFolder = join(import.meta.dirname, 'platform');
const migrationsFolder = join(import.meta.dirname, '..', 'migrations');

/**
 * What a hosted project has before its first migration: roles, `auth`, `storage`, `realtime`, and as much of vault,
 * pg_cron and pg_net as migrations call. To be executed once, in order, in an empty database of Postgres 15 or newer
 * (PGlite is one) by its owner.
 */
export function readPlatform(): readonly SqlFile[] {
  return readSqlFiles(platformFolder);
}

/** The project's own migrations, in the order in which `supabase db push` applies them; none before there are any. */
export function readMigrations(folder: string = migrationsFolder): readonly SqlFile[] {
  return existsSync(folder) ? readSqlFiles(folder) : [];
}

/** What config.toml names as the seed. */
export function readSeed(): readonly SqlFile[] {
  const file = join(import.meta.dirname, '..', 'seed.sql');
  return existsSync(file) ? [{ name: 'seed.sql', sql: readFileSync(file, 'utf8') }] : [];
}

function readSqlFiles(folder: string): readonly SqlFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.toSorted().map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}
