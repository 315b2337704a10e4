import { z } from 'zod';
import { unsupported } from '../http/http-error.ts';
import { empty, readText } from '../http/respond.ts';
import { answerRows, appliedHeader, requireAtMost } from './answer.ts';
import type { Table } from './catalog.ts';
import { buildQuery, readParameters, tableSource, type Parameter } from './query.ts';
import { type RestCall, selectRows } from './read.ts';
import { findRelation } from './relations.ts';
import { restError } from './rest-error.ts';
import { parseField, parseSelect } from './select.ts';
import { splitOutside, unquote } from './split.ts';
import { quoteName, quoteText, Statement } from './statement.ts';

const record = z.record(z.string(), z.unknown());
/** The name under which changed rows are read back. */
const CHANGED = 'pgrst_changed';
const IS_NEW = 'pgrst_is_new';

/** `POST` to a table: inserts, or merges with what is there. */
export async function insertRows(call: RestCall, name: string): Promise<Response> {
  const table = findTable(call, name);
  const { search, preferences } = call;
  refuse(readParameters(search), ['select', 'columns', 'on_conflict', 'order']);
  const statement = new Statement();
  const { rows, isOne } = readRows(await readJson(call.request));
  const keys = keysOf(rows, search.get('columns'), table);
  if (!isOne && rows.length === 0)
    return await answerChange(call, statement, table, 'select 1 where false', 201);
  const conflict = conflictSql(call, table, keys);
  const sql = `insert into ${nameOf(call, table)} ${valuesSql(call, statement, table, keys, rows)}${conflict}`;
  return await answerChange(
    call,
    statement,
    table,
    sql,
    201,
    preferences.resolution === 'merge-duplicates' && conflict !== '',
  );
}

/** `PATCH` of a table's rows. */
export async function updateRows(call: RestCall, name: string): Promise<Response> {
  const table = findTable(call, name);
  const statement = new Statement();
  const change = record.safeParse(await readJson(call.request));
  if (!change.success) throw restError(400, 'PGRST102', 'The body must be an object');
  const keys = keysOf([change.data], call.search.get('columns'), table);
  const { from, alias, where } = rowsToChange(call, statement, table, 'UPDATE');
  if (keys.length === 0) return await answerChange(call, statement, table, `select 1 where false`, 200);
  const given = statement.alias();
  const sets = keys.map((key) => `${quoteName(key)} = ${given}.${quoteName(key)}`).join(', ');
  const values = `json_populate_record(null::${nameOf(call, table)}, ${statement.bind(JSON.stringify(change.data))}::json) ${given}`;
  return await answerChange(
    call,
    statement,
    table,
    `update ${from} set ${sets} from ${values}${where}`,
    200,
    false,
    alias,
  );
}

/** `DELETE` of a table's rows. */
export async function deleteRows(call: RestCall, name: string): Promise<Response> {
  const table = findTable(call, name);
  const statement = new Statement();
  const { from, alias, where } = rowsToChange(call, statement, table, 'DELETE');
  return await answerChange(call, statement, table, `delete from ${from}${where}`, 200, false, alias);
}

/**
 * Runs a change, and reads back what it changed when that is wanted.
 * @param tellsNew whether to answer 201 only where a row is new, as merging does
 */
async function answerChange(
  call: RestCall,
  statement: Statement,
  table: Table,
  sql: string,
  status: 200 | 201,
  tellsNew = false,
  alias = quoteName(table.name),
): Promise<Response> {
  const { preferences, query } = call;
  if (!preferences.wantsRows) {
    const { affected } = await query(sql, statement.params);
    requireAtMost(affected, preferences);
    const range = preferences.count ? { 'content-range': `*/${affected}` } : {};
    return empty(status === 200 ? 204 : 201, { ...range, ...appliedHeader(preferences) });
  }
  if (sql.startsWith('select ')) {
    return answerRows(
      { rows: '[]', count: 0, total: preferences.count ? 0 : undefined },
      call.request,
      preferences,
      0,
      status,
    );
  }
  // `xmax` is zero in a row that this statement made, and not in one that it merged into.
  const isNew = tellsNew ? `, (${alias}.xmax = 0) as ${IS_NEW}` : '';
  const columns = neededColumns(call, table);
  const returning = columns.map((column) => `${alias}.${quoteName(column)}`).join(', ');
  const changed = `with ${CHANGED} as (${sql} returning ${returning}${isNew}) `;
  const source = { name: table.name, alias: statement.alias(), columns: table.columns };
  const from = `(select ${columns.map(quoteName).join(', ')} from ${CHANGED}) ${source.alias}`;
  const parameters = readParameters(call.search).filter(
    ({ within, name }) => within.length > 0 || name === 'order',
  );
  const note = tellsNew ? `(select bool_or(${IS_NEW}) from ${CHANGED})` : undefined;
  const unlimited = { ...call, maxRows: Number.MAX_SAFE_INTEGER, search: withoutPaging(call.search) };
  const found = await selectRows(unlimited, statement, source, from, parameters, { prefix: changed, note });
  requireAtMost(found.count, preferences);
  return answerRows(found, call.request, preferences, 0, tellsNew && found.note !== true ? 200 : status);
}

/** Only what is asked for is read back: somebody may write to a table and not see all of its columns. */
function neededColumns({ catalog, search }: RestCall, table: Table): readonly string[] {
  const order = search.get('order');
  const ordered = order
    ? splitOutside(order, ',').map((term) => parseField(splitOutside(term, '.')[0] ?? '').column)
    : [];
  const selected = parseSelect(search.get('select') || '*').flatMap((item) => {
    if (item.kind === 'all') return [...table.columns.keys()];
    if (item.kind === 'column') return [item.column];
    return findRelation(catalog, table.name, item).on.map(([ours]) => ours);
  });
  return [...new Set([...selected, ...ordered])].filter((column) => table.columns.has(column));
}

function withoutPaging(search: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...search].filter(([name]) => name !== 'limit' && name !== 'offset'));
}

function findTable({ catalog }: RestCall, name: string): Table {
  tableSource(catalog, new Statement(), name);
  const table = catalog.tables.get(name);
  if (!table) throw restError(404, 'PGRST205', `Could not find the table '${catalog.schema}.${name}'`);
  return table;
}

function nameOf({ catalog }: RestCall, table: Table): string {
  return `${quoteName(catalog.schema)}.${quoteName(table.name)}`;
}

/** Hosted projects refuse a change of all rows (`safeupdate`). */
function rowsToChange(
  call: RestCall,
  statement: Statement,
  table: Table,
  verb: 'UPDATE' | 'DELETE',
): { readonly from: string; readonly alias: string; readonly where: string } {
  const own = readParameters(call.search).filter(({ within }) => within.length === 0);
  if (own.some(({ name }) => ['limit', 'offset'].includes(name)))
    throw unsupported('changing a part of what is found');
  const { source, from } = tableSource(call.catalog, statement, table.name);
  const filters = own.filter(({ name }) => name !== 'order');
  const { where } = buildQuery(call.catalog, statement, source, from, [], filters);
  if (where === '') throw restError(400, '21000', `${verb} requires a WHERE clause`);
  return { from, alias: source.alias, where };
}

/** @throws {HttpError} 400 for parameters that mean nothing to an insert */
function refuse(parameters: readonly Parameter[], allowed: readonly string[]): void {
  const stray = parameters.find(({ within, name }) => within.length === 0 && !allowed.includes(name));
  if (stray) throw restError(400, 'PGRST100', `"${stray.name}" means nothing to an insert`);
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw restError(400, 'PGRST102', 'Empty or invalid json');
  }
}

function readRows(body: unknown): {
  readonly rows: readonly Record<string, unknown>[];
  readonly isOne: boolean;
} {
  const parsed = z.union([record, z.array(record)]).safeParse(body);
  if (!parsed.success) throw restError(400, 'PGRST102', 'The body must be an object or an array of objects');
  return Array.isArray(parsed.data)
    ? { rows: parsed.data, isOne: false }
    : { rows: [parsed.data], isOne: true };
}

/** @throws {HttpError} 400 for a column that the table does not have, or rows that name different ones */
function keysOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: string | null,
  table: Table,
): readonly string[] {
  const first = Object.keys(rows[0] ?? {});
  const listed = columns ? splitOutside(columns, ',').map(unquote) : first;
  if (!columns && rows.some((row) => Object.keys(row).toSorted().join() !== first.toSorted().join())) {
    throw restError(400, 'PGRST102', 'All object keys must match');
  }
  const stranger = listed.find((key) => !table.columns.has(key));
  if (stranger !== undefined) {
    throw restError(
      400,
      'PGRST204',
      `Could not find the '${stranger}' column of '${table.name}' in the schema cache`,
    );
  }
  return listed;
}

function valuesSql(
  call: RestCall,
  statement: Statement,
  table: Table,
  keys: readonly string[],
  rows: readonly unknown[],
): string {
  const name = nameOf(call, table);
  if (keys.length === 0) {
    if (rows.length > 1) throw unsupported('inserting several rows of nothing but defaults');
    return 'default values';
  }
  const columns = keys.map(quoteName).join(', ');
  const given = statement.alias();
  const body = `${statement.bind(JSON.stringify(rows))}::json`;
  const hasDefaults = keys.some((key) => table.columns.get(key)?.hasDefault);
  if (call.preferences.missingIsDefault && hasDefaults) {
    const missing = rows.some((row) => keys.some((key) => !Object.hasOwn(record.parse(row), key)));
    if (missing) throw unsupported('missing=default where rows leave out columns that have a default');
  }
  return `(${columns}) select ${columns} from json_populate_recordset(null::${name}, ${body}) ${given}`;
}

function conflictSql({ search, preferences }: RestCall, table: Table, keys: readonly string[]): string {
  const { resolution } = preferences;
  const named = search.get('on_conflict');
  const target = named ? splitOutside(named, ',').map(unquote) : table.primaryKey;
  if (!resolution || target.length === 0) return '';
  const stranger = target.find((key) => !table.columns.has(key));
  if (stranger !== undefined) throw restError(400, '42703', `column ${quoteText(stranger)} does not exist`);
  const into = `on conflict (${target.map(quoteName).join(', ')})`;
  if (resolution === 'ignore-duplicates' || keys.length === 0) return ` ${into} do nothing`;
  return ` ${into} do update set ${keys.map((key) => `${quoteName(key)} = excluded.${quoteName(key)}`).join(', ')}`;
}
