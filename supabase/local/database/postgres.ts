import pg from 'pg';
import type { Database, Query, Result, Row } from './database.ts';

const asPrinted = (text: string): string => text;
const printed = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.JSON]);
// Numbers past 2^53 and the exact text of `json` would be lost by parsing.
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    printed.has(id) && format !== 'binary' ? asPrinted : pg.types.getTypeParser(id, format),
};

/** Clients at once; realtime listens on one more. */
const POOL_SIZE = 10;

/** A Postgres server of version 15 or newer, reached by its wire protocol. */
export async function openPostgres(connection: pg.ClientConfig): Promise<Database> {
  const pool = new pg.Pool({ ...connection, types, max: POOL_SIZE });
  // An idle connection that breaks is replaced by the pool; the next query reports what is wrong.
  pool.on('error', () => undefined);
  const listeners: pg.Client[] = [];
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return {
    engine: `Postgres ${rows[0]?.version ?? ''}`.trim(),
    query: asQuery(pool),
    exec: async (sql) => void (await pool.query(sql)),
    transaction: async (work) => await inTransaction(pool, work),
    listen: async (channel, hear) => {
      const client = new pg.Client(connection);
      client.on('error', () => undefined);
      await client.connect();
      listeners.push(client);
      client.on('notification', (heard) => hear(heard.payload ?? ''));
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    },
    close: async () => {
      await Promise.all(listeners.map(async (client) => await client.end()));
      await pool.end();
    },
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(asQuery(client));
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}

function asQuery(runner: Pick<pg.Pool, 'query'>): Query {
  return async <R extends Row>(text: string, params: readonly unknown[] = []): Promise<Result<R>> => {
    // Extended: never several statements in one string, even where there are no parameters.
    const statement = { text, values: [...params], queryMode: 'extended' };
    const { rows, rowCount } = await runner.query<R>(statement);
    return { rows, affected: rowCount ?? 0 };
  };
}
