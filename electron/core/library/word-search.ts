import type { Database } from 'better-sqlite3';
import { fold, phraseExpression, segment, wordsOf } from '../db/search-index.ts';
import type { WordTerm } from './criteria.ts';
import type { Vocabulary } from './vocabulary.ts';

/** `rowids` ascending: jobs whose prompt matches. Null: the words say nothing about that. */
type JobIds = readonly number[] | null;

/**
 * Finds jobs by the words of their prompts. A word must occur as it stands, the last one typed at least as the
 * beginning of one; a word that no prompt has is looked for inside words.
 */
export function createWordSearch(db: Database, vocabulary: Vocabulary) {
  const matching = db
    .prepare<[string], number>('SELECT rowid FROM prompt_index WHERE prompt_index MATCH ? ORDER BY rowid')
    .pluck();
  const prompt = db.prepare<[number], string>('SELECT prompt FROM job WHERE id = ?').pluck();

  /** An FTS5 expression for one term; '' when nothing can match it; null when it asks for nothing. */
  function expressionOf(term: WordTerm, isLast: boolean): string | null {
    const words = wordsOf(term.text);
    const [word] = words;
    if (word === undefined) return term.kind === 'phrase' || !/\S/u.test(term.text) ? null : '';
    if (term.kind === 'contains') return insideExpression(words);
    if (term.kind === 'phrase') return phraseExpression(term.text);
    if (term.kind === 'prefix') return phraseExpression(term.text, true);
    if (words.length > 1) return phraseExpression(term.text, isLast);
    // One Latin letter, still being typed: it would only make the answer flicker.
    if (isLast && /^[a-z]$/.test(word)) return null;
    if (isLast ? vocabulary.begins(word) : vocabulary.has(word)) return phraseExpression(word, isLast);
    return insideExpression(words);
  }

  /** Words that hold the text; for several words, one that ends like the first, and so on: a superset. */
  function insideExpression(words: readonly string[]): string {
    const [first = '', ...rest] = words;
    if (rest.length === 0) return anyOf(vocabulary.containing(first));
    const last = phraseExpression(rest.at(-1) ?? '', true) ?? '';
    const middle = rest.slice(0, -1).map((word) => `"${word}"`);
    const start = anyOf(vocabulary.ending(first));
    return start === '' ? '' : [start, ...middle, last].join(' AND ');
  }

  const anyOf = (words: readonly string[]) =>
    words.length === 0 ? '' : `(${words.map((word) => `"${word}"`).join(' OR ')})`;

  /** What the index cannot tell: whether several words of a "contains" stand together in the text. */
  function confirm(rowids: readonly number[], texts: readonly string[]): readonly number[] {
    return texts.length === 0
      ? rowids
      : rowids.filter((id) => {
          const text = plain(prompt.get(id) ?? '');
          return texts.every((part) => text.includes(part));
        });
  }

  const plain = (text: string) => fold(segment(text)).replace(/\s+/gu, ' ');

  function find(terms: readonly WordTerm[], lastTyped: WordTerm | undefined): JobIds {
    const expressions: string[] = [];
    for (const term of terms) {
      const expression = expressionOf(term, term === lastTyped);
      if (expression === '') return [];
      if (expression !== null) expressions.push(expression);
    }
    if (expressions.length === 0) return null;
    const spaced = terms.filter(({ kind, text }) => kind === 'contains' && wordsOf(text).length > 1);
    return confirm(
      matching.all(expressions.join(' AND ')),
      spaced.map(({ text }) => plain(text).trim()),
    );
  }

  return {
    /** Jobs that have all the words, and jobs that have one of the excluded. */
    jobs(words: readonly WordTerm[]): { readonly within: JobIds; readonly without: readonly JobIds[] } {
      const last = words.findLast((term) => !term.negated && term.kind === 'word');
      const within = find(
        words.filter((term) => !term.negated),
        words.at(-1) === last ? last : undefined,
      );
      return {
        within,
        without: words.filter((term) => term.negated).map((term) => find([term], undefined)),
      };
    },
  };
}
export type WordSearch = ReturnType<typeof createWordSearch>;
