import { colorLabels } from './creation.ts';
import { isSearchDate } from './search-date.ts';

/**
 * What a person types into the search field. Words, "phrases", `begin*`, `*inside*` (`contains:"with spaces"`); a minus
 * before anything excludes it; operators `name:value`. An unknown operator is a word like any other, and a known one with a value it
 * cannot take is reported and left out, so that typing never fails.
 */
export type Comparison = '>=' | '>' | '<=' | '<' | '=';

export type SearchTerm = { readonly negated: boolean } & (
  | Each<'word' | 'prefix' | 'phrase' | 'contains' | NameKind, { readonly text: string }>
  | { readonly kind: 'is'; readonly is: (typeof isValues)[number] }
  | Each<'rating' | 'size', { readonly comparison: Comparison; readonly value: number }>
  | { readonly kind: 'shape'; readonly shape: (typeof shapes)[number] }
  | Each<DateKind, { readonly date: string }>
  | { readonly kind: 'label'; readonly label: (typeof labelValues)[number] }
  | { readonly kind: 'seed'; readonly value: number }
  | { readonly kind: 'has'; readonly has: (typeof hasValues)[number] }
);

type NameKind = 'model' | 'provider' | 'collection' | 'tag' | 'note';
type DateKind = 'before' | 'after' | 'on';
/** One member of the union for every kind. */
type Each<K, Rest> = K extends string ? { readonly kind: K } & Rest : never;

/** A known operator that was given something it cannot take; `start` and `end` are places in the text. */
export type SearchProblem = {
  readonly start: number;
  readonly end: number;
  readonly operator: OperatorName;
  readonly value: string;
};

export type ParsedSearch = {
  /** With the places in the text that chips and highlights need. */
  readonly terms: readonly { readonly term: SearchTerm; readonly start: number; readonly end: number }[];
  readonly problems: readonly SearchProblem[];
};

const isValues = ['video', 'image', 'favourite', 'picked', 'rejected', 'rated', 'labelled'] as const;
/** Asked for with `has:`. */
const hasValues = ['note', 'tag', 'collection'] as const;
const shapes = ['wide', 'tall', 'square'] as const;
const labelValues = [...colorLabels, 'none'] as const;

type Body = SearchTerm extends infer T ? (T extends SearchTerm ? Omit<T, 'negated'> : never) : never;

/** Each reads its value, or answers null when it cannot take it. */
const operators = {
  model: named('model'),
  provider: named('provider'),
  collection: named('collection'),
  tag: named('tag'),
  /** Words of a person's notes; the last one may be a beginning. */
  note: named('note'),
  has: (value: string): Body | null => {
    const has = hasValues.find((entry) => entry === value);
    return has ? { kind: 'has', has } : null;
  },
  /** `*inside*` for what holds spaces. */
  contains: named('contains'),
  is: (value: string): Body | null => {
    if (value === 'noted') return { kind: 'has', has: 'note' };
    const is = isValues.find((entry) => entry === (value === 'favorite' ? 'favourite' : value));
    return is ? { kind: 'is', is } : null;
  },
  rating: (value: string) => compared('rating', value, 5),
  size: (value: string): Body | null => {
    const shape = shapes.find((entry) => entry === value);
    return shape ? { kind: 'shape', shape } : compared('size', value, 65_535);
  },
  before: dated('before'),
  after: dated('after'),
  on: dated('on'),
  label: (value: string): Body | null => {
    const label = labelValues.find((entry) => entry === value);
    return label ? { kind: 'label', label } : null;
  },
  seed: (value: string): Body | null =>
    /^\d{1,15}$/.test(value) ? { kind: 'seed', value: Number(value) } : null,
} as const;
export type OperatorName = keyof typeof operators;
export const operatorNames: readonly OperatorName[] = Object.keys(operators).filter(isOperator);

/** `rating:>=4` and the like, a quoted value with or without an operator, or a run of anything but spaces. */
const pattern = /(?<minus>-?)(?:(?<name>[a-z]+):(?=\S))?(?:"(?<quoted>[^"]*)(?:"|$)|(?<bare>\S+))/giu;

export function parseSearch(text: string): ParsedSearch {
  const terms: { term: SearchTerm; start: number; end: number }[] = [];
  const problems: SearchProblem[] = [];
  for (const match of text.matchAll(pattern)) {
    const { minus = '', name, quoted, bare = '' } = match.groups ?? {};
    const [start, end] = [match.index, match.index + match[0].length];
    const negated = minus === '-';
    const add = (body: Body | null) => {
      if (body) terms.push({ term: { negated, ...body }, start, end });
    };
    const operator = name?.toLowerCase();
    if (operator !== undefined && isOperator(operator)) {
      const value = (quoted ?? bare).trim();
      const body = operators[operator](value.toLowerCase());
      if (body) add(body);
      else problems.push({ start, end, operator, value });
    } else if (name === undefined) {
      add(quoted === undefined ? plain(bare) : phrase(quoted));
    } else {
      add(plain(match[0].slice(minus.length)));
    }
  }
  return { terms, problems };
}

/** The shortest text that means these terms: `parseSearch` of it answers the same ones. */
export function formatSearch(terms: readonly SearchTerm[]): string {
  return terms.map((term) => `${term.negated ? '-' : ''}${formatBody(term)}`).join(' ');
}

function formatBody(term: SearchTerm): string {
  switch (term.kind) {
    case 'word':
      return term.text;
    case 'prefix':
      return `${term.text}*`;
    case 'contains':
      return /^[^\s"*]+$/u.test(term.text) ? `*${term.text}*` : `contains:"${term.text}"`;
    case 'phrase':
      return `"${term.text}"`;
    case 'model':
    case 'provider':
    case 'collection':
    case 'tag':
    case 'note':
      return `${term.kind}:${/^[^\s"]+$/.test(term.text) ? term.text : `"${term.text}"`}`;
    case 'is':
      return `is:${term.is}`;
    case 'rating':
    case 'size':
      return `${term.kind}:${term.comparison === '=' ? '' : term.comparison}${term.value}`;
    case 'shape':
      return `size:${term.shape}`;
    case 'before':
    case 'after':
    case 'on':
      return `${term.kind}:${term.date}`;
    case 'label':
      return `label:${term.label}`;
    case 'seed':
      return `seed:${term.value}`;
    case 'has':
      return `has:${term.has}`;
  }
}

/** What an operator takes, as a sentence for the person. */
export function describeSearchProblem({ operator, value }: SearchProblem): string {
  const takes = {
    model: 'the name of a model, or a part of it',
    provider: 'the name of a provider, such as openai',
    collection: 'the name of a collection',
    tag: 'a tag',
    note: 'words of a note',
    has: `one of ${hasValues.join(', ')}`,
    contains: 'a part of the prompt',
    is: `one of ${isValues.join(', ')}, noted`,
    rating: 'stars from 0 to 5, such as rating:>=4',
    size: 'pixels of the longer side, such as size:>=1024, or wide, tall or square',
    before: 'a date, such as before:2026-11-23 or before:2026-11',
    after: 'a date, such as after:2026-11-23 or after:2026-11',
    on: 'a date, such as on:2026-11-23, on:2026-11, on:today or on:yesterday',
    label: `one of ${labelValues.join(', ')}`,
    seed: 'a whole number',
  } satisfies Record<OperatorName, string>;
  return `“${operator}:${value}” was left out: ${operator}: takes ${takes[operator]}.`;
}

function isOperator(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}

function named(kind: NameKind | 'contains') {
  return (value: string): Body | null => (value === '' ? null : { kind, text: value.replaceAll('"', '') });
}

function dated(kind: DateKind) {
  return (value: string): Body | null => (isSearchDate(value) ? { kind, date: value } : null);
}

function compared(kind: 'rating' | 'size', value: string, max: number): Body | null {
  const match = /^(>=|<=|>|<|=?)(\d{1,5})(px)?$/.exec(value);
  const number = Number(match?.[2]);
  if (!match || number > max || (kind === 'rating' && match[3])) return null;
  const comparison = (['>=', '<=', '>', '<'] as const).find((entry) => entry === match[1]) ?? '=';
  return { kind, comparison, value: number };
}

function plain(bare: string): Body | null {
  const text = bare.replace(/^\*+|\*+$/g, '');
  if (text === '') return { kind: 'word', text: bare };
  if (bare.startsWith('*')) {
    // Written back in quotes where it holds more than letters, so it can hold none itself.
    const inside = text.replaceAll('"', '');
    return inside === '' ? { kind: 'word', text: bare } : { kind: 'contains', text: inside };
  }
  return bare.endsWith('*') ? { kind: 'prefix', text } : { kind: 'word', text: bare };
}

function phrase(quoted: string): Body | null {
  const text = quoted.trim().replace(/\s+/gu, ' ');
  return text === '' ? null : { kind: 'phrase', text };
}
