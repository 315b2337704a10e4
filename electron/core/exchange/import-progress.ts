import type { Emit } from '../ports.ts';
import type { ImportRepository, Note } from './import-repository.ts';

/** Notes written in one transaction: well under a millisecond. */
const slice = 200;
/** The window hears at most this often. */
const reportEveryMs = 150;

/** What happened in an import, gathered until it is worth writing down or telling of. */
export function createImportProgress({
  imports,
  emit,
  now,
}: {
  readonly imports: ImportRepository;
  readonly emit: Emit;
  readonly now: () => number;
}) {
  let added: number[] = [];
  let changed: number[] = [];
  let notes: Note[] = [];
  let reportedAt = 0;

  function writeNotes(id: number): void {
    if (notes.length > 0) imports.note(id, notes);
    notes = [];
  }

  return {
    writeNotes,

    note(id: number, entry: Note): void {
      notes.push(entry);
      if (notes.length >= slice) writeNotes(id);
    },

    /** A creation came in. */
    added: (id: number): void => void added.push(id),
    /** A creation was found again, or described. */
    changed: (id: number): void => void changed.push(id),

    report(id: number, always: boolean): void {
      const at = now();
      if (!always && Math.abs(at - reportedAt) < reportEveryMs) return;
      reportedAt = at;
      writeNotes(id);
      if (added.length + changed.length > 0) emit('library.changed', { added, changed, removed: [] });
      added = [];
      changed = [];
      const run = imports.get(id);
      // Looking into a watched folder again and finding nothing new is no news.
      if (run && (run.watchedFolderId === null || run.found > 0 || run.state === 'done'))
        emit('import.progress', run);
    },
  };
}
export type ImportProgress = ReturnType<typeof createImportProgress>;
