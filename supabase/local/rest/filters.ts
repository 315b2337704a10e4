import { unsupported } from '../http/http-error.ts';
import { unreadable } from './rest-error.ts';
import { type Field, parseField } from './select.ts';
import { insideBrackets, splitOutside, unquote } from './split.ts';

/** Operators on a value, and what they are in SQL. */
export const comparisons = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
  cs: '@>',
  cd: '<@',
  ov: '&&',
  isdistinct: 'is distinct from',
} as const;
export const textSearches = {
  fts: 'to_tsquery',
  plfts: 'plainto_tsquery',
  phfts: 'phraseto_tsquery',
  wfts: 'websearch_to_tsquery',
} as const;
const states = ['null', 'not_null', 'true', 'false', 'unknown'] as const;
type Comparison = keyof typeof comparisons;
type TextSearch = keyof typeof textSearches;

export type Condition =
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      /** Compares with some or with every element of a list. */
      readonly quantifier: 'any' | 'all' | undefined;
      readonly value: string;
    }
  | {
      readonly kind: 'search';
      readonly operator: TextSearch;
      readonly language: string | undefined;
      readonly value: string;
    }
  | { readonly kind: 'in'; readonly values: readonly string[] }
  | { readonly kind: 'is'; readonly state: (typeof states)[number] };
export type Filter =
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly negated: boolean;
      readonly condition: Condition;
    }
  | { readonly kind: 'and' | 'or'; readonly negated: boolean; readonly filters: readonly Filter[] };

const MAX_DEPTH = 8;

/** Reads `column=operator.value`, with `not.` before it and `(any)` or `(all)` after the operator. */
export function parseFilter(field: string, text: string): Filter {
  const negated = text.startsWith('not.');
  const condition = parseCondition(negated ? text.slice(4) : text);
  return { kind: 'field', field: parseField(field), negated, condition };
}

/** Reads the group of `or=(a.eq.1,and(b.is.null,c.gt.2))`. */
export function parseGroup(name: string, text: string, depth = 0): Filter {
  if (depth > MAX_DEPTH) throw unsupported(`conditions nested deeper than ${MAX_DEPTH}`);
  const filters = insideBrackets(text).map((part) => parseMember(part.trim(), depth));
  if (filters.length === 0) throw unreadable(`"${text}": an empty group`);
  return { kind: name.endsWith('or') ? 'or' : 'and', negated: name.startsWith('not.'), filters };
}

function parseMember(text: string, depth: number): Filter {
  const group = /^((?:not\.)?(?:and|or))(\(.*\))$/s.exec(text);
  if (group) return parseGroup(group[1] ?? '', group[2] ?? '', depth + 1);
  const [field = '', ...rest] = splitOutside(text, '.');
  return parseFilter(field, unquoteValue(rest.join('.')));
}

/** In a group a value stands in quotes where it holds a comma or a bracket. */
function unquoteValue(text: string): string {
  const found = /^((?:not\.)?[a-z]+(?:\(\w+\))?\.)(".*")$/s.exec(text);
  return found ? `${found[1]}${unquote(found[2] ?? '')}` : text;
}

function parseCondition(text: string): Condition {
  const found = /^([a-z]+)(?:\(([\w-]+)\))?\.(.*)$/s.exec(text);
  if (!found) throw unreadable(`filter (${text})`);
  const [, operator = '', modifier, value = ''] = found;
  if (operator === 'in' && modifier === undefined) {
    return { kind: 'in', values: insideBrackets(value).map((part) => unquote(part.trim())) };
  }
  if (operator === 'is' && modifier === undefined) {
    const state = states.find((known) => known === value.toLowerCase());
    if (!state) throw unreadable(`filter (${text})`);
    return { kind: 'is', state };
  }
  if (isKey(textSearches, operator)) return { kind: 'search', operator, language: modifier, value };
  if (!isKey(comparisons, operator)) throw unsupported(`the operator "${operator}"`);
  if (modifier !== undefined && modifier !== 'any' && modifier !== 'all')
    throw unreadable(`filter (${text})`);
  return { kind: 'compare', operator, quantifier: modifier, value };
}

function isKey<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
