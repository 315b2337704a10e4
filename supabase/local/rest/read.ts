import { z } from 'zod';
import type { Query } from '../database/database.ts';
import { answerRows, type Found } from './answer.ts';
import type { Catalog } from './catalog.ts';
import type { Source } from './conditions.ts';
import type { Preferences } from './preferences.ts';
import { buildQuery, limitOf, type Parameter, readCount, readParameters, tableSource } from './query.ts';
import { parseSelect } from './select.ts';
import { Statement } from './statement.ts';

/** What a call of the REST service works with, inside its transaction. */
export type RestCall = {
  readonly catalog: Catalog;
  readonly query: Query;
  readonly request: Request;
  readonly search: URLSearchParams;
  readonly preferences: Preferences;
  /** No answer holds more rows than this (`max_rows` of config.toml). */
  readonly maxRows: number;
};

const foundRow = z.object({
  found: z.string(),
  count: z.coerce.number(),
  total: z.coerce.number().nullish(),
  note: z.unknown(),
});

/** `GET` and `HEAD` of a table. */
export async function readTable(call: RestCall, table: string): Promise<Response> {
  const statement = new Statement();
  const { source, from } = tableSource(call.catalog, statement, table);
  const found = await selectRows(call, statement, source, from, readParameters(call.search));
  return answerRows(found, call.request, call.preferences, offsetOf(call.search), 200);
}

export function offsetOf(search: URLSearchParams): number {
  return readCount(search.get('offset'), 'offset') ?? 0;
}

/**
 * Selects what the URL says from a source.
 * @param more `prefix`: a `with` that the source refers to; `note`: one more value to find out
 */
export async function selectRows(
  {
    catalog,
    query,
    search,
    preferences,
    maxRows,
  }: Pick<RestCall, 'catalog' | 'query' | 'search' | 'preferences' | 'maxRows'>,
  statement: Statement,
  source: Source,
  from: string,
  parameters: readonly Parameter[],
  more: { readonly prefix: string; readonly note?: string | undefined } = { prefix: '' },
): Promise<Found & { readonly note: unknown }> {
  const page = (name: string): boolean => name === 'limit' || name === 'offset';
  const unpaged = parameters.filter(({ within, name }) => within.length > 0 || !page(name));
  const items = parseSelect(search.get('select') || '*');
  const parts = buildQuery(catalog, statement, source, from, items, unpaged);
  const limit = Math.min(readCount(search.get('limit'), 'limit') ?? maxRows, maxRows);
  const paging = limitOf(statement, limit, offsetOf(search));
  const total = preferences.count ? `(select count(*) from ${parts.from}${parts.where})` : 'null::bigint';
  const rows = statement.alias();
  const sql = `${more.prefix}select coalesce(json_agg(${rows}), '[]')::text as found, count(${rows}) as count, ${total} as total, ${more.note ?? 'null'} as note
    from (select ${parts.columns} from ${parts.from}${parts.where}${parts.order}${paging}) ${rows}`;
  const row = foundRow.parse((await query(sql, statement.params)).rows[0]);
  return { rows: row.found, count: row.count, total: row.total ?? undefined, note: row.note };
}
