import {
  creationFlag,
  flagValues,
  labelOf,
  pickFlagOf,
  ratingOf,
  shapeOf,
  type LibraryQuery,
} from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { searchDateRange } from '../../../shared/domain/search-date.ts';
import { parseSearch, type Comparison, type SearchTerm } from '../../../shared/domain/search-language.ts';

export type WordTerm = Extract<SearchTerm, { kind: 'word' | 'prefix' | 'phrase' | 'contains' }>;
export type SetTerm = Extract<SearchTerm, { kind: 'collection' | 'tag' | 'seed' | 'note' | 'has' }>;
type ModelTerm = Extract<SearchTerm, { kind: 'model' | 'provider' }>;
type Span = { readonly from: number; readonly to: number };

export type Model = {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly provider: string;
};

/**
 * A query taken apart by how it is answered. Whatever is in a creation's flags is decided once for each of the
 * 8,192 values they can have: any mixture of such conditions then costs one look into a table per creation.
 */
export type Criteria = {
  /** 1 where creations with these flags may match. */
  readonly allowed: Uint8Array;
  readonly models: readonly ((model: Model) => boolean)[];
  /** Conditions on the longer side, px. */
  readonly sizes: readonly ((edge: number) => boolean)[];
  /** Ids from `from` up to but not `to`, outside every `outside`. */
  readonly ids: Span;
  readonly outside: readonly Span[];
  /** All of them words; the last one may have been typed only in part. */
  readonly words: readonly WordTerm[];
  readonly sets: readonly SetTerm[];
  /** Only what is in this collection, in its order. */
  readonly collectionId: string | null;
};

/** @param now what `today` refers to, ms since the epoch */
export function readCriteria(query: LibraryQuery, now: number): Criteria {
  const flags: ((flags: number) => boolean)[] = [];
  const models: ((model: Model) => boolean)[] = [];
  const sizes: ((edge: number) => boolean)[] = [];
  const outside: Span[] = [];
  const words: WordTerm[] = [];
  const sets: SetTerm[] = [];
  let { from, to } = idsBetween(query.from, query.to);

  flags.push((value) => ((value & creationFlag.trashed) !== 0) === query.trashed);
  if (query.media) flags.push(is[query.media]);
  if (query.favourite) flags.push(is.favourite);
  if (query.minRating > 0) flags.push((value) => ratingOf(value) >= query.minRating);
  if (query.flag) flags.push(is[query.flag]);
  if (query.label) flags.push((value) => labelOf(value) === query.label);
  if (query.modelId !== null) models.push((model) => model.id === query.modelId);
  if (query.provider !== null) models.push((model) => model.provider === query.provider);

  const addFlag = (negated: boolean, test: (value: number) => boolean) =>
    flags.push((value) => test(value) !== negated);
  const addDate = ({ kind, date, negated }: Extract<SearchTerm, { kind: 'before' | 'after' | 'on' }>) => {
    const range = searchDateRange(date, now);
    if (!range) return;
    const span = idsBetween(range.from, range.to);
    if (kind === 'on' && negated) outside.push(span);
    else if (kind === 'on') [from, to] = [Math.max(from, span.from), Math.min(to, span.to)];
    else if (kind === 'before')
      [from, to] = negated ? [Math.max(from, span.from), to] : [from, Math.min(to, span.from)];
    else [from, to] = negated ? [from, Math.min(to, span.to)] : [Math.max(from, span.to), to];
  };

  for (const { term } of parseSearch(query.text).terms) {
    switch (term.kind) {
      case 'word':
      case 'prefix':
      case 'phrase':
      case 'contains':
        words.push(term);
        break;
      case 'collection':
      case 'tag':
      case 'seed':
      case 'note':
      case 'has':
        sets.push(term);
        break;
      case 'model':
      case 'provider':
        models.push((model) => named(model, term) !== term.negated);
        break;
      case 'is':
        addFlag(term.negated, is[term.is]);
        break;
      case 'rating':
        addFlag(term.negated, (value) => compare(ratingOf(value), term.comparison, term.value));
        break;
      case 'label':
        addFlag(term.negated, (value) => (labelOf(value) ?? 'none') === term.label);
        break;
      case 'shape':
        addFlag(term.negated, (value) => shapeOf(value) === term.shape);
        break;
      case 'size':
        sizes.push((edge) => compare(edge, term.comparison, term.value) !== term.negated);
        break;
      case 'before':
      case 'after':
      case 'on':
        addDate(term);
        break;
    }
  }
  const allowed = new Uint8Array(flagValues).fill(1);
  // One test after the other: each loop is compiled for its own.
  for (const test of flags) {
    for (let value = 0; value < flagValues; value += 1) if (!test(value)) allowed[value] = 0;
  }
  return {
    allowed,
    models,
    sizes,
    ids: { from, to },
    outside,
    words,
    sets,
    collectionId: query.collectionId,
  };
}

const is = {
  video: (value: number) => (value & creationFlag.video) !== 0,
  image: (value: number) => (value & creationFlag.video) === 0,
  favourite: (value: number) => (value & creationFlag.favourite) !== 0,
  picked: (value: number) => pickFlagOf(value) === 'picked',
  rejected: (value: number) => pickFlagOf(value) === 'rejected',
  rated: (value: number) => ratingOf(value) > 0,
  labelled: (value: number) => labelOf(value) !== null,
} as const;

function named(model: Model, term: ModelTerm): boolean {
  const part = term.text.toLowerCase();
  const names = term.kind === 'provider' ? [model.provider] : [model.id, model.name];
  return names.some((name) => name.toLowerCase().includes(part));
}

function compare(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '<':
      return left < right;
    case '=':
      return left === right;
  }
}

function idsBetween(from: number | null, to: number | null): Span {
  return {
    from: from === null ? 0 : from * idsPerMillisecond,
    to: to === null ? Infinity : to * idsPerMillisecond,
  };
}
