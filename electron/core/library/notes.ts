import type { Database } from 'better-sqlite3';
import { maxNoteLength, type NoteChange } from '../../../shared/domain/creation.ts';
import { segment } from '../db/search-index.ts';

/** A person's own words on creations, with the index that finds them, in one transaction a call. */
export function createNotes(db: Database) {
  const read = db.prepare<[number], string>('SELECT text FROM creation_note WHERE creation_id = ?').pluck();
  const isThere = db.prepare<[number], number>('SELECT 1 FROM creation WHERE id = ?').pluck();
  const write = db.prepare(
    `INSERT INTO creation_note(creation_id, text) VALUES (?, ?)
     ON CONFLICT(creation_id) DO UPDATE SET text = excluded.text`,
  );
  const remove = db.prepare('DELETE FROM creation_note WHERE creation_id = ?');
  const index = db.prepare('INSERT INTO note_index(rowid, text) VALUES (?, ?)');
  const unindex = db.prepare('DELETE FROM note_index WHERE rowid = ?');

  /** @returns what there was before; null: nothing changed */
  function put(id: number, text: string): string | null {
    const before = read.get(id) ?? '';
    if (before === text || isThere.get(id) === undefined) return null;
    unindex.run(id);
    if (text === '') remove.run(id);
    else {
      write.run(id, text);
      index.run(id, segment(text));
    }
    return before;
  }

  /** Gathers what undoes changes by the text that was there. */
  function createUndo() {
    const idsByText = new Map<string, number[]>();
    return {
      add(id: number, before: string | null): void {
        if (before !== null) idsByText.set(before, [...(idsByText.get(before) ?? []), id]);
      },
      changes: (): NoteChange[] => [...idsByText].map(([text, ids]) => ({ text, ids })),
    };
  }

  return {
    /** @returns the changes that undo these; to be applied like any other list */
    set(changes: readonly NoteChange[]): NoteChange[] {
      const undo = createUndo();
      db.transaction(() => {
        for (const { ids, text } of changes) for (const id of ids) undo.add(id, put(id, text.trim()));
      })();
      return undo.changes();
    },

    /**
     * Writes a paragraph below what is there.
     * @returns what undoes it, and how many notes would have become too long and stayed as they are
     */
    append(ids: readonly number[], text: string): { undo: NoteChange[]; tooLong: number } {
      const undo = createUndo();
      let tooLong = 0;
      db.transaction(() => {
        for (const id of ids) {
          const before = read.get(id);
          const next = before === undefined ? text.trim() : `${before}\n\n${text.trim()}`;
          if (next.length > maxNoteLength) tooLong += 1;
          else undo.add(id, put(id, next));
        }
      })();
      return { undo: undo.changes(), tooLong };
    },
  };
}
