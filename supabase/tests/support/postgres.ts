import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '../../local/database/embedded-server.ts';
import { allSql } from '../../local/migrate.ts';
import { Cloud, type Query } from './cloud.ts';

export type Server = {
  /** Of a database of this server's own, empty at first. */
  readonly url: string;
  stop(): Promise<void>;
};

/** As many calls at once as the widest test makes. */
const CONNECTIONS = 24;

// Credits and counts are far from 2^53.
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format ?? 'text'),
};

/** A real Postgres: the one at DATABASE_URL, else one from npm in a folder that is removed at the end. */
export async function startServer(): Promise<Server> {
  const given = process.env['DATABASE_URL'];
  if (given) return await makeDatabase(given, async () => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-postgres-'));
  // Started by root it runs under another account, which must be able to walk in.
  chmodSync(folder, 0o755);
  const server = await startEmbeddedServer(folder, 'postgres');
  if (!server) throw new Error('there is no Postgres from npm for this machine: set DATABASE_URL');
  return await makeDatabase(
    `postgres://postgres:postgres@${server.host}:${server.port}/postgres`,
    async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  );
}

async function makeDatabase(url: string, afterwards: () => Promise<void>): Promise<Server> {
  const name = `videopicai_test_${randomUUID().replaceAll('-', '')}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  await execute(url, `create database ${name}`);
  return {
    url: own.href,
    stop: async () => {
      await execute(url, `drop database ${name} with (force)`);
      await afterwards();
    },
  };
}

/** One connection for some statements: those that cannot be in a transaction go one by one. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Migrates the server's database and opens it for many callers at once. */
export async function openPostgresCloud(server: Server): Promise<Cloud> {
  await execute(server.url, ...allSql().map(({ sql }) => sql));
  const pool = new pg.Pool({ connectionString: server.url, max: CONNECTIONS, types });
  return new Cloud(
    async (work) => await inTransaction(pool, work),
    async () => await pool.end(),
  );
}

async function inTransaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const value = await work(async (sql, params = []) => await client.query(sql, [...params]));
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
