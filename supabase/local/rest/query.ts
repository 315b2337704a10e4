import { unsupported } from '../http/http-error.ts';
import type { Catalog } from './catalog.ts';
import { fieldSql, filterSql, type Source } from './conditions.ts';
import { parseFilter, parseGroup } from './filters.ts';
import { findRelation } from './relations.ts';
import { restError, unreadable } from './rest-error.ts';
import { parseField, type SelectedRelation, type SelectItem } from './select.ts';
import { splitOutside } from './split.ts';
import { quoteName, type Statement } from './statement.ts';

/** One parameter of the URL, with the embedded relations it is about before its name. */
export type Parameter = { readonly within: readonly string[]; readonly name: string; readonly value: string };
/** The parts of a query over a source; filters of embedded relations are inside `columns` and `from`. */
export type QueryParts = {
  readonly columns: string;
  readonly from: string;
  /** Ready to stand after `from`, or empty. */
  readonly where: string;
  readonly order: string;
  readonly limit: string;
};

const notFilters = new Set(['select', 'columns', 'on_conflict', 'order', 'limit', 'offset']);

/** Splits `rel.inner.order` into where and what. JSON paths hold no dots before their arrow. */
export function readParameters(search: URLSearchParams): readonly Parameter[] {
  return [...search].map(([key, value]) => {
    const parts = splitOutside(key, '.');
    // `not.and` and `not.or` are names of one group.
    const nameLength = parts.at(-2) === 'not' ? 2 : 1;
    const within = parts.slice(0, parts.length - nameLength);
    return { within, name: parts.slice(parts.length - nameLength).join('.'), value };
  });
}

/**
 * Builds the query for what was selected, with each embedded relation as a lateral join.
 * @param from SQL of the rows, which `source` describes
 */
export function buildQuery(
  catalog: Catalog,
  statement: Statement,
  source: Source,
  from: string,
  items: readonly SelectItem[],
  parameters: readonly Parameter[],
): QueryParts {
  const joins: string[] = [];
  const conditions: string[] = [];
  const columns: string[] = [];
  const known = new Set<string>();
  for (const item of items) {
    if (item.kind === 'all') columns.push(`${source.alias}.*`);
    else if (item.kind === 'column') {
      const cast = item.cast ? `::${item.cast}` : '';
      columns.push(`(${fieldSql(source, item)})${cast} as ${quoteName(item.alias ?? item.column)}`);
    } else {
      for (const name of [item.name, item.alias]) if (name) known.add(name);
      const inside = parameters
        .filter(({ within }) => within[0] === item.name || (item.alias && within[0] === item.alias))
        .map((parameter) => ({ ...parameter, within: parameter.within.slice(1) }));
      const embedded = embed(catalog, statement, source, item, inside);
      joins.push(embedded.join);
      columns.push(`${embedded.column} as ${quoteName(item.alias ?? item.name)}`);
      if (item.isInner) conditions.push(`${embedded.count} > 0`);
    }
  }
  const stray = parameters.find(({ within }) => within[0] !== undefined && !known.has(within[0]));
  if (stray) {
    throw restError(400, 'PGRST108', `'${stray.within[0]}' is not an embedded resource in this request`);
  }
  const own = parameters.filter(({ within }) => within.length === 0);
  conditions.push(...own.flatMap((parameter) => conditionOf(statement, source, parameter)));
  const value = (name: string): string | undefined =>
    own.findLast((parameter) => parameter.name === name)?.value;
  return {
    columns: columns.join(', ') || '1',
    from: [from, ...joins].join(' '),
    where: conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '',
    order: orderOf(source, value('order')),
    limit: limitOf(statement, readCount(value('limit'), 'limit'), readCount(value('offset'), 'offset')),
  };
}

/** The whole table, under a name of this statement's. */
export function tableSource(
  catalog: Catalog,
  statement: Statement,
  name: string,
): { readonly source: Source; readonly from: string } {
  const table = catalog.tables.get(name);
  if (!table) {
    const message = `Could not find the table '${catalog.schema}.${name}' in the schema cache`;
    throw restError(404, 'PGRST205', message);
  }
  const alias = statement.alias();
  const from = `${quoteName(catalog.schema)}.${quoteName(name)} ${alias}`;
  return { source: { name, alias, columns: table.columns }, from };
}

/** @throws {HttpError} 400 for what is not a count */
export function readCount(text: string | undefined | null, name: string): number | undefined {
  if (text === undefined || text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw unreadable(`${name} "${text}"`);
  return Number(text);
}

export function limitOf(statement: Statement, limit: number | undefined, offset: number | undefined): string {
  const most = limit === undefined ? '' : ` limit ${statement.bind(limit)}::bigint`;
  return offset ? `${most} offset ${statement.bind(offset)}::bigint` : most;
}

function conditionOf(statement: Statement, source: Source, { name, value }: Parameter): readonly string[] {
  if (notFilters.has(name)) return [];
  const isGroup = /^(?:not\.)?(?:and|or)$/.test(name);
  return [filterSql(statement, source, isGroup ? parseGroup(name, value) : parseFilter(name, value))];
}

function orderOf(source: Source, text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const terms = splitOutside(text, ',').map((term) => {
    if (term.includes('(')) throw unsupported('ordering by a related table');
    const [, field = '', direction = 'asc', nulls] =
      /^(.+?)(?:\.(asc|desc))?(?:\.nulls(first|last))?$/s.exec(term) ?? [];
    return `${fieldSql(source, parseField(field))} ${direction}${nulls ? ` nulls ${nulls}` : ''}`;
  });
  return ` order by ${terms.join(', ')}`;
}

function embed(
  catalog: Catalog,
  statement: Statement,
  outer: Source,
  wanted: SelectedRelation,
  parameters: readonly Parameter[],
): { readonly join: string; readonly column: string; readonly count: string } {
  const relation = findRelation(catalog, outer.name, wanted);
  const { source, from } = tableSource(catalog, statement, relation.table);
  const middle = relation.through ? statement.alias() : source.alias;
  const through = relation.through
    ? ` join ${quoteName(catalog.schema)}.${quoteName(relation.through.table)} ${middle} on ${relation.through.on
        .map(([here, there]) => `${middle}.${quoteName(here)} = ${source.alias}.${quoteName(there)}`)
        .join(' and ')}`
    : '';
  const parts = buildQuery(catalog, statement, source, from + through, wanted.items, parameters);
  const on = relation.on
    .map(([ours, theirs]) => `${outer.alias}.${quoteName(ours)} = ${middle}.${quoteName(theirs)}`)
    .join(' and ');
  const [rows, joined] = [statement.alias(), statement.alias()];
  const value = relation.isOne ? `(json_agg(${rows}) -> 0)` : `coalesce(json_agg(${rows}), '[]')`;
  const select = `select ${parts.columns} from ${parts.from}${parts.where ? `${parts.where} and ${on}` : ` where ${on}`}`;
  return {
    join: `left join lateral (select ${value} as found, count(*) as how_many from (${select}${parts.order}${parts.limit}) ${rows}) ${joined} on true`,
    column: `${joined}.found`,
    count: `${joined}.how_many`,
  };
}
