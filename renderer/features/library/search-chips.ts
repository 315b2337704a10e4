import {
  describeSearchProblem,
  formatSearch,
  parseSearch,
  type SearchTerm,
} from '../../../shared/domain/search-language.ts';

/** What the search field's text says besides plain words, for the chips below it. */
type SearchChips = {
  readonly chips: readonly { readonly label: string; readonly start: number; readonly end: number }[];
  /** Sentences about what could not be understood. */
  readonly problems: readonly string[];
};

const wordKinds: ReadonlySet<SearchTerm['kind']> = new Set(['word', 'prefix', 'contains', 'phrase']);

export function searchChips(text: string): SearchChips {
  const { terms, problems } = parseSearch(text);
  return {
    chips: terms
      .filter(({ term }) => !wordKinds.has(term.kind) || term.negated)
      .map(({ term, start, end }) => ({ label: formatSearch([term]), start, end })),
    problems: problems.map(describeSearchProblem),
  };
}

/** The text without what stands between two places, and without the gap it would leave. */
export function withoutRange(text: string, start: number, end: number): string {
  return [text.slice(0, start).trimEnd(), text.slice(end).trimStart()]
    .filter((part) => part !== '')
    .join(' ');
}

/** The text with one more term at its end; a term that is there already is not written twice. */
export function withTerm(text: string, term: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.split(/\s+/).includes(term)) return text;
  return trimmed === '' ? term : `${trimmed} ${term}`;
}
