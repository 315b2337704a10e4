import type { Database } from 'better-sqlite3';
import { fold, phraseExpression, segment, wordsOf } from '../db/search-index.ts';
import type { WordTerm } from './criteria.ts';
import { eachSlot, type Slots } from './slots.ts';
import type { WordIndex } from './word-index.ts';
import type { Wanted } from './word-table.ts';

/** What matches is in all of `slots` and `within`, and in none of `without`. */
export type FoundJobs = {
  /** Jobs by slot; null: not asked. */
  readonly slots: Slots | null;
  /** Ids of jobs, ascending. */
  readonly within: readonly (readonly number[])[];
  readonly without: readonly (readonly number[])[];
};

/** A term taken apart: all of it must hold. */
type Parts = {
  readonly wanted: readonly Wanted[];
  /** An FTS5 expression for words that stand together. */
  readonly phrase: string | null;
  /** What the text itself must hold. */
  readonly text: string | null;
};

const oneLetter = /^[a-z]$/;
const twoLetters = /^[a-z]{2}$/;

/**
 * Finds jobs by the words of their prompts. A word must occur as it stands, the last one typed at least as the
 * beginning of one; a word that no prompt has is looked for inside words.
 */
export function createWordSearch(db: Database, index: WordIndex) {
  const matching = db
    .prepare<[string], number>('SELECT rowid FROM prompt_index WHERE prompt_index MATCH ? ORDER BY rowid')
    .pluck();
  const prompt = db.prepare<[number], string>('SELECT prompt FROM job WHERE id = ?').pluck();

  function partsOf(term: WordTerm, isLast: boolean): Parts {
    const words = wordsOf(term.text);
    const [word, second] = words;
    if (word === undefined) return term.kind !== 'phrase' && /\S/u.test(term.text) ? just(nothing) : just();
    if (term.kind === 'contains')
      return second === undefined ? just(holdingPart(word)) : across(words, term.text);
    if (second !== undefined) {
      const goesOn = term.kind === 'prefix' || (term.kind === 'word' && isLast);
      return { wanted: [], phrase: phraseExpression(term.text, goesOn), text: null };
    }
    if (term.kind === 'prefix') return just({ kind: 'beginning', text: word });
    if (term.kind === 'phrase') return just({ kind: 'word', text: word });
    // One Latin letter, still being typed: it would only make the answer flicker.
    if (isLast && oneLetter.test(word)) return just();
    const wanted = { kind: isLast ? 'beginning' : 'word', text: word } as const;
    return just(index.has(wanted) ? wanted : insteadOf(word));
  }

  /** For a word that no prompt has. Two letters are inside thousands of words: those that begin so are meant. */
  const insteadOf = (word: string): Wanted =>
    twoLetters.test(word) ? { kind: 'beginning', text: word } : holdingPart(word);

  const plain = (text: string) => fold(segment(text)).replace(/\s+/gu, ' ');

  /** Words of which the first ends so and the last begins so; whether they stand together, only the text can tell. */
  function across(words: readonly string[], text: string): Parts {
    const wanted = words.map((word, at): Wanted => {
      const kind = at === 0 ? 'ending' : at === words.length - 1 ? 'beginning' : 'word';
      return { kind, text: word };
    });
    return { wanted, phrase: null, text: plain(text).trim() };
  }

  /** Jobs that have all the words; null: there are none to have. */
  function slotsOf(wanted: readonly Wanted[]): Slots | null {
    let slots: Slots | null = null;
    for (const each of wanted) {
      const found = index.find(each);
      slots = slots ? inBoth(slots, found) : found;
    }
    return slots;
  }

  /** Ids of jobs by slot whose prompt holds the texts. */
  function holding(slots: Slots | null, texts: readonly string[]): readonly number[] {
    const { jobs } = index.slots();
    const found: number[] = [];
    if (slots === null) return found;
    eachSlot(slots, (slot) => {
      const job = jobs[slot] ?? 0;
      const text = plain(prompt.get(job) ?? '');
      if (texts.every((part) => text.includes(part))) found.push(job);
    });
    return found.toSorted((a, b) => a - b);
  }

  function bySlots(within: readonly Parts[], without: readonly Parts[]): FoundJobs {
    let slots = slotsOf(within.flatMap(({ wanted }) => wanted));
    const lists: (readonly number[])[] = [];
    const phrases = within.flatMap(({ phrase }) => phrase ?? []);
    const texts = within.flatMap(({ text }) => text ?? []);
    if (phrases.length > 0) lists.push(matching.all(phrases.join(' AND ')));
    if (texts.length > 0) lists.push(holding(slots, texts));
    const excluded: (readonly number[])[] = [];
    for (const { wanted, phrase, text } of without) {
      if (phrase !== null) excluded.push(matching.all(phrase));
      else if (text !== null) excluded.push(holding(slotsOf(wanted), [text]));
      else if (wanted.length > 0) slots = butNot(slots ?? index.all(), slotsOf(wanted));
    }
    return { slots, within: lists, without: excluded };
  }

  /** Before the words are in memory. */
  function byIndex(within: readonly Parts[], without: readonly Parts[]): FoundJobs {
    const isPossible = within.every(({ wanted }) => !wanted.includes(nothing));
    const expressions = within.flatMap(expressionsOf);
    const found = expressions.length === 0 ? [] : [matching.all(expressions.join(' AND '))];
    return {
      slots: null,
      within: isPossible ? found : [[]],
      without: without.flatMap(expressionsOf).map((expression) => matching.all(expression)),
    };
  }

  return {
    slots: index.slots,

    jobs(words: readonly WordTerm[]): FoundJobs {
      const last = words.at(-1);
      const lastTyped = last?.kind === 'word' && !last.negated ? last : undefined;
      const partsOfAll = (negated: boolean) =>
        words.filter((term) => term.negated === negated).map((term) => partsOf(term, term === lastTyped));
      const [within, without] = [partsOfAll(false), partsOfAll(true)];
      // What lies inside words only they can tell.
      const isInside = ({ kind }: Wanted) => kind === 'inside' || kind === 'ending';
      if ([...within, ...without].some(({ wanted }) => wanted.some(isInside))) index.load();
      return index.isLoaded() ? bySlots(within, without) : byIndex(within, without);
    },
  };
}
export type WordSearch = ReturnType<typeof createWordSearch>;

/** No prompt has it. */
const nothing: Wanted = { kind: 'word', text: '' };

function just(...wanted: readonly Wanted[]): Parts {
  return { wanted, phrase: null, text: null };
}

/** A letter by itself is on its way to becoming a word: nearly every prompt holds it inside some word. */
function holdingPart(part: string): Wanted {
  return { kind: oneLetter.test(part) ? 'word' : 'inside', text: part };
}

function expressionsOf({ wanted, phrase }: Parts): readonly string[] {
  const words = wanted
    .filter((each) => each !== nothing)
    .map(({ kind, text }) => `"${text}"${kind === 'beginning' ? '*' : ''}`);
  return phrase === null ? words : [...words, phrase];
}

/** @param left written over */
function inBoth(left: Slots, right: Slots): Slots {
  for (let at = 0; at < left.length; at += 1) left[at] = (left[at] ?? 0) & (right[at] ?? 0);
  return left;
}

/** @param left written over */
function butNot(left: Slots, right: Slots | null): Slots {
  for (let at = 0; at < left.length; at += 1) left[at] = (left[at] ?? 0) & ~(right?.[at] ?? 0);
  return left;
}
