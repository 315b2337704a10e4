// Supabase's own tools on the migrations: pushed, linted, advised, typed. They need a server and no Docker.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPlatform } from '../local/platform.ts';
import { findCli, generateTypes, runCli } from './support/cli.ts';
import { execute, type Server, startServer } from './support/postgres.ts';

/** Skipped by name where npm has no command line for the machine. */
const cliTest = test.skipIf(findCli() === undefined);

let server: Server;
beforeAll(async () => {
  server = await startServer();
  await execute(server.url, ...readPlatform().map(({ sql }) => sql));
}, 120_000);
afterAll(async () => await server.stop(), 60_000);

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

cliTest(
  '`supabase db push` applies every migration and the seed',
  async () => {
    const { code, output } = await runCli(server.url, 'db', 'push', '--include-seed', '--yes');
    expect(output).not.toContain('WARN');
    expect(code, output).toBe(0);
    const applied = await query('select count(*)::int as n from supabase_migrations.schema_migrations');
    const files = readdirSync(join(import.meta.dirname, '../migrations')).filter((name) =>
      name.endsWith('.sql'),
    );
    expect(applied).toEqual([{ n: files.length }]);
    expect(await query(`select enabled from models where id = 'sketch/picture'`)).toEqual([
      { enabled: true },
    ]);
  },
  60_000,
);

cliTest(
  '`supabase db advisors` finds nothing to warn of',
  async () => {
    const { code, output } = await runCli(server.url, 'db', 'advisors', '--fail-on', 'warn');
    expect(output).toContain('No issues found');
    expect(code).toBe(0);
  },
  60_000,
);

cliTest(
  '`supabase db lint` finds nothing, where the server has what it needs',
  async (context) => {
    const available = await query(`select 1 from pg_available_extensions where name = 'plpgsql_check'`);
    context.skip(
      available.length === 0,
      'this Postgres has no plpgsql_check: set DATABASE_URL to one that has',
    );
    const { code, output } = await runCli(
      server.url,
      'db',
      'lint',
      '--schema',
      'public,private',
      '--fail-on',
      'warning',
    );
    expect(code, output).toBe(0);
  },
  60_000,
);

cliTest(
  '`supabase gen types` writes what is committed',
  async () => {
    const committed = readFileSync(join(import.meta.dirname, '../database.types.ts'), 'utf8');
    expect(await generateTypes(server.url)).toBe(committed);
  },
  60_000,
);
