import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { keepOriginals, type KeepOriginals } from '../../../shared/domain/exchange.ts';

const folderRow = z.object({
  id: z.number().int(),
  path: z.string(),
  keep: keepOriginals,
  addedAt: z.number().int(),
  /** The last import of it that left something out. */
  skippedRunId: z.number().int().nullable(),
});
export type WatchedFolderRow = z.infer<typeof folderRow>;

/** What a file looked like when it was taken up. */
export type SeenFile = { readonly path: string; readonly sizeBytes: number; readonly modifiedAt: number };

/** All SQL over `watched_folder` and `watched_file`. */
export function createWatchedRepository(db: Database) {
  const columns = `id, path, keep, added_at AS addedAt,
    (SELECT max(r.id) FROM import_run r WHERE r.watched_folder_id = watched_folder.id AND r.skipped > 0) AS skippedRunId`;
  const list = db.prepare(`SELECT ${columns} FROM watched_folder ORDER BY path`);
  const get = db.prepare<[number]>(`SELECT ${columns} FROM watched_folder WHERE id = ?`);
  const add = db
    .prepare<[string, string, number], number>(
      'INSERT INTO watched_folder(path, keep, added_at) VALUES (?, ?, ?) RETURNING id',
    )
    .pluck();
  const setKeep = db.prepare('UPDATE watched_folder SET keep = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM watched_folder WHERE id = ?');
  const seen = db.prepare<[number, string], { sizeBytes: number; modifiedAt: number }>(
    'SELECT size_bytes AS sizeBytes, modified_at AS modifiedAt FROM watched_file WHERE folder_id = ? AND path = ?',
  );
  // Nothing where the folder is not watched any more.
  const saw = db.prepare(`
    INSERT INTO watched_file(folder_id, path, size_bytes, modified_at)
    SELECT id, ?, ?, ? FROM watched_folder WHERE id = ?
    ON CONFLICT(folder_id, path) DO UPDATE SET size_bytes = excluded.size_bytes, modified_at = excluded.modified_at`);
  const unsee = db.prepare('DELETE FROM watched_file WHERE folder_id = ? AND path = ?');

  return {
    list: (): readonly WatchedFolderRow[] => list.all().map((row) => folderRow.parse(row)),
    get: (id: number): WatchedFolderRow | null => folderRow.nullable().parse(get.get(id) ?? null),

    add(path: string, keep: KeepOriginals, now: number): number {
      const id = add.get(path, keep, now);
      if (id === undefined) throw new Error('No row for a new watched folder');
      return id;
    },

    setKeep: (id: number, keep: KeepOriginals): void => void setKeep.run(keep, id),
    /** What came from it stays. */
    remove: (id: number): void => void remove.run(id),

    /** Whether the file was taken up as it is now. */
    hasSeen(folderId: number, file: SeenFile): boolean {
      const known = seen.get(folderId, file.path);
      return known?.sizeBytes === file.sizeBytes && known.modifiedAt === file.modifiedAt;
    },

    /** Inside the transaction that hands the file to an import: from there on that import sees to it. */
    saw: ({ path, sizeBytes, modifiedAt }: SeenFile, folderId: number): void =>
      void saw.run(path, sizeBytes, modifiedAt, folderId),

    /** It could not be read: it is new again when it can. */
    unsee: (folderId: number, path: string): void => void unsee.run(folderId, path),
  };
}
export type WatchedRepository = ReturnType<typeof createWatchedRepository>;
