import { PGlite, types } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm as pgTrgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import type { Database, Query, Result, Row } from './database.ts';

const asPrinted = (text: string): string => text;
// Numbers past 2^53 and the exact text of `json` would be lost by parsing.
const parsers = { [types.INT8]: asPrinted, [types.JSON]: asPrinted };

/**
 * Postgres as WebAssembly in this process.
 * @param folder where it keeps its files; in memory without one
 */
export async function openPglite(folder?: string): Promise<Database> {
  const options = { parsers, extensions: { citext, pg_trgm: pgTrgm, pgcrypto, unaccent } };
  const pglite = await (folder === undefined ? PGlite.create(options) : PGlite.create(folder, options));
  return fromPglite(pglite);
}

/** Wraps a PGlite that must have been made with parsers that keep bigint and json as text. */
function fromPglite(pglite: PGlite): Database {
  return {
    engine: 'PGlite',
    query: asQuery(pglite),
    exec: async (sql) => void (await pglite.exec(sql)),
    transaction: async (work) => await pglite.transaction(async (inside) => await work(asQuery(inside))),
    listen: async (channel, hear) => void (await pglite.listen(channel, hear)),
    close: async () => await pglite.close(),
  };
}

function asQuery(runner: Pick<PGlite, 'query'>): Query {
  return async <R extends Row>(sql: string, params: readonly unknown[] = []): Promise<Result<R>> => {
    const { rows, affectedRows } = await runner.query<R>(sql, [...params]);
    return { rows, affected: affectedRows ?? 0 };
  };
}
