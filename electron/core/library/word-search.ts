import type { Database } from 'better-sqlite3';
import { fold, phraseExpression, segment, wordsOf } from '../db/search-index.ts';
import type { WordTerm } from './criteria.ts';
import type { Vocabulary } from './vocabulary.ts';
import { createWordLists, oneWord, wordsBeginning, type WordRange } from './word-lists.ts';

/** Ids of jobs whose prompt matches, in any order. */
type JobIds = ArrayLike<number>;

const oneLetter = /^[a-z]$/;

/**
 * Finds jobs by the words of their prompts. A word must occur as it stands, the last one typed at least as the
 * beginning of one; a word that no prompt has is looked for inside words.
 */
export function createWordSearch(db: Database, vocabulary: Vocabulary) {
  const lists = createWordLists(db);
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
    if (isLast && oneLetter.test(word)) return null;
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

  /** Words any of which will do; null: it takes more than one word, or asks for nothing. */
  function rangesOf(term: WordTerm, isLast: boolean): readonly WordRange[] | null {
    const [word, second] = wordsOf(term.text);
    if (word === undefined || second !== undefined) return null;
    if (term.kind === 'contains') return holding(word);
    if (term.kind === 'prefix') return [wordsBeginning(word)];
    if (term.kind === 'phrase') return [oneWord(word)];
    if (!isLast) return vocabulary.has(word) ? [oneWord(word)] : insteadOf(word);
    if (oneLetter.test(word)) return null;
    return vocabulary.begins(word) ? [wordsBeginning(word)] : insteadOf(word);
  }

  /** For a word that no prompt has. Two letters are inside thousands of words: those that begin so are meant. */
  const insteadOf = (word: string): readonly WordRange[] =>
    /^[a-z]{2}$/.test(word) ? [wordsBeginning(word)] : holding(word);

  /** A letter by itself is on its way to becoming a word: nearly every prompt holds it inside some word. */
  const holding = (part: string): readonly WordRange[] =>
    oneLetter.test(part) ? [oneWord(part)] : vocabulary.containing(part).map(oneWord);

  /** Lists that must all have a job for it to match; each is good until the next one is asked for. */
  function* find(terms: readonly WordTerm[], lastTyped: WordTerm | undefined): Generator<JobIds> {
    const expressions: string[] = [];
    let inAll: Float64Array | null = null;
    for (const term of terms) {
      const ranges = rangesOf(term, term === lastTyped);
      // Many whole words together are for the index: it skips what only some of them have.
      const isWhole = term.kind === 'word' && term !== lastTyped;
      const listed = ranges !== null && !(isWhole && terms.length > 3);
      const jobs = listed ? lists.jobs(ranges) : null;
      const expression = jobs ? null : expressionOf(term, term === lastTyped);
      if (jobs?.ascend) inAll = inAll ? inBoth(inAll, jobs.ids) : jobs.ids.slice();
      else if (jobs) yield jobs.ids;
      if (expression !== null) expressions.push(expression);
    }
    if (inAll) yield inAll;
    if (expressions.includes('')) yield [];
    else if (expressions.length > 0) {
      const spaced = terms.filter(({ kind, text }) => kind === 'contains' && wordsOf(text).length > 1);
      yield confirm(
        matching.all(expressions.join(' AND ')),
        spaced.map(({ text }) => plain(text).trim()),
      );
    }
  }

  return {
    /**
     * Lists of jobs: what is wanted is in all of `within` and in none of `without`. To be used while they are walked
     * through: the next list takes the place of the one before.
     */
    jobs(words: readonly WordTerm[]): {
      readonly within: Iterable<JobIds>;
      readonly without: Iterable<JobIds>;
    } {
      const last = words.findLast((term) => !term.negated && term.kind === 'word');
      return {
        within: find(
          words.filter((term) => !term.negated),
          words.at(-1) === last ? last : undefined,
        ),
        without: each(words.filter((term) => term.negated)),
      };
    },
  };

  function* each(terms: readonly WordTerm[]): Generator<JobIds> {
    for (const term of terms) yield* find([term], undefined);
  }
}
export type WordSearch = ReturnType<typeof createWordSearch>;

/** @param left ascending, as `right`; written over */
function inBoth(left: Float64Array, right: Float64Array): Float64Array {
  let count = 0;
  let at = 0;
  for (const id of left) {
    while (at < right.length && (right[at] ?? Infinity) < id) at += 1;
    left[count] = id;
    if (right[at] === id) count += 1;
  }
  return left.subarray(0, count);
}
