import { unsupported } from '../http/http-error.ts';
import { unreadable } from './rest-error.ts';
import { splitOutside, unquote } from './split.ts';

/** A column, or what lies in a JSON column. */
export type Field = { readonly column: string; readonly path: readonly PathStep[] };
/** `text` is `->>`, which ends a path. */
type PathStep = { readonly key: string; readonly asText: boolean };
type SelectedColumn = Field & {
  readonly kind: 'column';
  readonly alias: string | undefined;
  readonly cast: string | undefined;
};
export type SelectedRelation = {
  readonly kind: 'relation';
  readonly name: string;
  readonly alias: string | undefined;
  /** Names of constraints or columns that tell several relations apart. */
  readonly hints: readonly string[];
  /** Whether rows without a counterpart are left out. */
  readonly isInner: boolean;
  readonly items: readonly SelectItem[];
};
export type SelectItem = { readonly kind: 'all' } | SelectedColumn | SelectedRelation;

const casts = new Set(
  'text varchar int int2 int4 int8 integer bigint numeric float8 uuid date timestamptz json jsonb bool boolean'.split(
    ' ',
  ),
);
const MAX_DEPTH = 6;

/**
 * Reads `select`: columns, JSON paths, casts, aliases, and related tables in brackets.
 * @throws {HttpError} 400 for what cannot be read, 501 for aggregates and spreads
 */
export function parseSelect(text: string, depth = 0): readonly SelectItem[] {
  if (depth > MAX_DEPTH) throw unsupported(`embedding deeper than ${MAX_DEPTH}`);
  return splitOutside(text, ',').map((part) => parseItem(part.trim(), depth));
}

function parseItem(text: string, depth: number): SelectItem {
  if (text === '*') return { kind: 'all' };
  if (text.startsWith('...')) throw unsupported('spread embedding');
  const { alias, rest } = takeAlias(text);
  if (!rest.endsWith(')')) return parseColumn(rest, alias);
  const open = rest.indexOf('(');
  const [name = '', ...modifiers] = rest.slice(0, open).split('!').map(unquote);
  if (open < 1 || name === '') throw unreadable(`select parameter "${text}"`);
  if (/(?:^|\.)(?:count|sum|avg|min|max)$/.test(name)) throw unsupported('aggregates');
  const inside = rest.slice(open + 1, -1);
  return {
    kind: 'relation',
    name,
    alias,
    hints: modifiers.filter((modifier) => modifier !== 'inner' && modifier !== 'left'),
    isInner: modifiers.includes('inner'),
    items: inside.trim() === '' ? [] : parseSelect(inside, depth + 1),
  };
}

function takeAlias(text: string): { readonly alias: string | undefined; readonly rest: string } {
  const found = /^("(?:[^"\\]|\\.)*"|[^":(]+):(?!:)(.+)$/s.exec(text);
  return found ? { alias: unquote(found[1] ?? ''), rest: found[2] ?? '' } : { alias: undefined, rest: text };
}

function parseColumn(text: string, alias: string | undefined): SelectedColumn {
  const [name = '', cast, ...more] = text.split('::');
  if (more.length > 0 || name === '') throw unreadable(`select parameter "${text}"`);
  if (cast !== undefined && !casts.has(cast)) throw unsupported(`the cast to ${cast}`);
  const field = parseField(name);
  return { kind: 'column', ...field, alias: alias ?? field.path.at(-1)?.key, cast };
}

/** Reads `column`, `"odd column"` or `column->key->>key`. */
export function parseField(text: string): Field {
  const [column = '', ...steps] = text.split(/(->>?)/);
  const path: PathStep[] = [];
  for (let index = 0; index < steps.length; index += 2) {
    const key = unquote(steps[index + 1] ?? '');
    if (key === '' || path.at(-1)?.asText) throw unreadable(`"${text}"`);
    path.push({ key, asText: steps[index] === '->>' });
  }
  const name = unquote(column);
  if (name === '') throw unreadable(`"${text}"`);
  return { column: name, path };
}
