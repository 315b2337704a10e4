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

/** The same of a person's notes, by creation. The text is in `creation_note`; what is erased there goes here too. */
export function assertNoteIndex(db: Database): void {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'note_index'").get() !== undefined;
  db.transaction(() => {
    if (!isThere) {
      createNoteIndex(db);
      const add = db.prepare('INSERT INTO note_index(rowid, text) VALUES (?, ?)');
      const notes = db.prepare<[], [number, string]>('SELECT creation_id, text FROM creation_note').raw();
      for (const [id, text] of notes.all()) add.run(id, segment(text));
    }
    db.exec(`CREATE TRIGGER IF NOT EXISTS note_unindexed AFTER DELETE ON creation_note BEGIN
      DELETE FROM note_index WHERE rowid = OLD.creation_id; END`);
  })();
}

/** Empty: what fills it asks for no more notes than it can write in one go. */
export function createNoteIndex(db: Database): void {
  db.exec(`
    CREATE VIRTUAL TABLE note_index USING fts5(
      text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
    )`);
}

const cjkClass = String.raw`[\u2e80-\u2fff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]`;
const cjk = new RegExp(cjkClass, 'gu');
const endsInCjk = new RegExp(`${cjkClass}$`, 'u');

/** Puts spaces around CJK characters, so that every one of them is a word that can be found. */
export function segment(text: string): string {
  return text.normalize('NFC').replace(cjk, ' $& ');
}

/** Case and the accents that the index ignores, taken away: what is compared where the index is not asked. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

/** The folded words of a text, as the index cuts them, in order. */
export function wordsOf(text: string): readonly string[] {
  // Most prompts: twenty times faster.
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return fold(segment(text))
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/**
 * An FTS5 expression for words that stand together; with `begins`, the last may go on: not one that is a CJK character,
 * and to ask FTS5 all the same takes it four times as long. Null: there are none.
 */
export function phraseExpression(text: string, begins = false): string | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const phrase = words.join(' ');
  return `"${phrase}"${begins && !endsInCjk.test(phrase) ? '*' : ''}`;
}
