import type { Database } from 'better-sqlite3';
import { wordsOf } from '../db/search-index.ts';

const slice = 100;

/**
 * Every word that occurs in a prompt, read from the search index when it is first needed. Words are few where prompts
 * are many, so what lies inside words is looked for here and asked of the index as whole words. A word whose prompts
 * were erased, or never committed, does no harm: it finds nothing.
 */
export function createVocabulary(db: Database) {
  db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS temp.prompt_words USING fts5vocab('main', 'prompt_index', 'row')`,
  );
  const after = db
    .prepare<[string], string>(`SELECT term FROM temp.prompt_words WHERE term > ? LIMIT ${slice}`)
    .pluck();
  const beginning = db
    .prepare<[string, string], number>('SELECT 1 FROM temp.prompt_words WHERE term >= ? AND term < ? LIMIT 1')
    .pluck();
  const whole = db
    .prepare<[string], number>('SELECT 1 FROM prompt_index WHERE prompt_index MATCH ? LIMIT 1')
    .pluck();
  const known = new Set<string>();
  /** Prompts that came since the reading began. */
  const fresh: string[] = [];
  let last: string | undefined;
  let isLoaded = false;
  let joined: string | undefined;

  function loadSlice(): void {
    const words = after.all(last ?? '');
    for (const word of words) known.add(word);
    last = words.at(-1) ?? '';
    isLoaded = words.length < slice;
  }

  /** All words between line feeds: one search through one string. */
  function text(): string {
    while (!isLoaded) loadSlice();
    const before = known.size;
    for (const prompt of fresh.splice(0)) for (const word of wordsOf(prompt)) known.add(word);
    if (joined === undefined || known.size > before) joined = `\n${[...known].join('\n')}\n`;
    return joined;
  }

  function matching(part: string, atEnd: boolean): readonly string[] {
    const words = text();
    const wanted = atEnd ? `${part}\n` : part;
    const found: string[] = [];
    for (let at = words.indexOf(wanted); at >= 0;) {
      const end = words.indexOf('\n', at);
      found.push(words.slice(words.lastIndexOf('\n', at) + 1, end));
      at = words.indexOf(wanted, end);
    }
    return found;
  }

  return {
    /** A prompt that is being stored. */
    add(prompt: string): void {
      if (last !== undefined) fresh.push(prompt);
    },
    /** @param word folded, as `wordsOf` gives it */
    has(word: string): boolean {
      return whole.get(`"${word}"`) !== undefined;
    },
    begins(word: string): boolean {
      // Counts the prompts of the word it finds: seldom needed.
      return whole.get(`"${word}"`) !== undefined || beginning.get(word, `${word}\u{10ffff}`) !== undefined;
    },
    containing(part: string): readonly string[] {
      return matching(part, false);
    },
    ending(part: string): readonly string[] {
      return matching(part, true);
    },
    /** Reads in the background what the first "contains" will need; `pause` lets others have a turn. */
    async warm(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
      while (!isLoaded && !signal.aborted) {
        loadSlice();
        await pause();
      }
    },
  };
}
export type Vocabulary = ReturnType<typeof createVocabulary>;
