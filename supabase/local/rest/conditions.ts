import { type Condition, comparisons, type Filter, textSearches } from './filters.ts';
import type { Column } from './catalog.ts';
import { restError } from './rest-error.ts';
import type { Field } from './select.ts';
import { quoteName, quoteText, type Statement } from './statement.ts';

/** Rows as a query sees them: their name in it and their columns. */
export type Source = {
  readonly name: string;
  readonly alias: string;
  readonly columns: ReadonlyMap<string, Column>;
};

/** A field of a row in SQL. */
export function fieldSql(source: Source, { column, path }: Field): string {
  requireColumn(source, column);
  const steps = path.map(({ key, asText }) => {
    const step = /^-?\d{1,9}$/.test(key) ? key : quoteText(key);
    return `${asText ? '->>' : '->'}${step}`;
  });
  return `${source.alias}.${quoteName(column)}${steps.join('')}`;
}

/** @throws {HttpError} 400 as Postgres words it */
function requireColumn(source: Source, name: string): Column {
  const column = source.columns.get(name);
  if (!column) throw restError(400, '42703', `column ${source.name}.${name} does not exist`);
  return column;
}

/** A filter in SQL. Values are parameters of the type of their column. */
export function filterSql(statement: Statement, source: Source, filter: Filter): string {
  const sql =
    filter.kind === 'field'
      ? conditionSql(statement, source, filter.field, filter.condition)
      : filter.filters.map((inner) => filterSql(statement, source, inner)).join(` ${filter.kind} `);
  return filter.negated ? `not (${sql})` : `(${sql})`;
}

function conditionSql(statement: Statement, source: Source, field: Field, condition: Condition): string {
  const left = fieldSql(source, field);
  const type = typeOf(source, field);
  switch (condition.kind) {
    case 'is':
      return `${left} is ${condition.state.replace('_', ' ')}`;
    case 'in':
      return `${left} = any(${statement.bind(arrayLiteral(condition.values))}::${type}[])`;
    case 'search': {
      const language = condition.language ? `${statement.bind(condition.language)}::regconfig, ` : '';
      const vector = type === 'tsvector' ? left : `to_tsvector(${language}${left})`;
      return `${vector} @@ ${textSearches[condition.operator]}(${language}${statement.bind(condition.value)}::text)`;
    }
    case 'compare': {
      const { operator, quantifier, value } = condition;
      const isPattern = ['like', 'ilike', 'match', 'imatch'].includes(operator);
      // A star stands for the percent sign, which URLs must encode.
      const given = operator === 'like' || operator === 'ilike' ? value.replaceAll('*', '%') : value;
      const cast = isPattern ? 'text' : type;
      const right = statement.bind(given);
      if (quantifier) return `${left} ${comparisons[operator]} ${quantifier}(${right}::${cast}[])`;
      return `${left} ${comparisons[operator]} ${right}::${cast}`;
    }
  }
}

function typeOf(source: Source, { column, path }: Field): string {
  const { type } = requireColumn(source, column);
  const last = path.at(-1);
  if (!last) return type;
  return last.asText ? 'text' : 'jsonb';
}

/** The text form of an array: each element in quotes, so that none is taken for null or for a list. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}
