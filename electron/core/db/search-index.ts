import type { Database } from 'better-sqlite3';

/**
 * Words of every prompt, by job. Contentless: the text itself is in `job`. Asserted at every open, because a
 * library without it would silently find nothing.
 */
export function assertSearchIndex(db: Database): void {
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS prompt_index USING fts5(
      prompt, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
    )`);
}

const cjk =
  /[\u2e80-\u2fff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;

/** Puts spaces around CJK characters, so that every one of them is a word that can be found. */
export function segment(text: string): string {
  return text.replace(cjk, ' $& ');
}

/**
 * An FTS5 expression for what a person typed: every word must occur, the last one also as a beginning.
 * Null when nothing in it can be searched for.
 */
export function matchExpression(text: string): string | null {
  const words = text
    .normalize('NFC')
    .split(/\s+/u)
    .map((word) => segment(word).replace(/["\p{Cc}]/gu, ' ').trim())
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  const phrases = words.map((word) => `"${word.replace(/\s+/g, ' ')}"`);
  return `${phrases.join(' AND ')}*`;
}
