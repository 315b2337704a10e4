import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { hasFile } from '../db/file-index.ts';

/** A file of the person's own that the library reads where it lies. */
export type ReferencedFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whole milliseconds since the epoch. */
  readonly modifiedAt: number;
};

/** `touched`: of the same length, but written since; only its bytes tell whether it is still the same. */
type ReferenceState = 'here' | 'missing' | 'touched' | 'changed';

const columns = 'path, size_bytes AS sizeBytes, modified_at AS modifiedAt';

/**
 * All SQL over `referenced_file`: originals that stay where the person keeps them. The studio never writes, moves or
 * removes such a file.
 */
export function createReferences(db: Database) {
  const find = db.prepare<[Buffer], ReferencedFile>(
    `SELECT ${columns} FROM referenced_file WHERE sha256 = ?`,
  );
  const put = db.prepare(`
    INSERT INTO referenced_file(sha256, path, size_bytes, modified_at) VALUES (?, ?, ?, ?)
    ON CONFLICT(sha256) DO UPDATE SET path = excluded.path, size_bytes = excluded.size_bytes,
      modified_at = excluded.modified_at`);
  const forget = db.prepare('DELETE FROM referenced_file WHERE sha256 = ?');
  const forgetUnnamed = db.prepare(`
    DELETE FROM referenced_file WHERE NOT EXISTS (
      SELECT 1 FROM creation WHERE ${hasFile('referenced_file.sha256')})`);
  const use = db.prepare<[], { count: number; sizeBytes: number }>(
    'SELECT count(*) AS count, coalesce(sum(size_bytes), 0) AS sizeBytes FROM referenced_file',
  );
  const wantAll = db.prepare('UPDATE referenced_file SET copy_wanted = 1');
  const unwant = db.prepare(
    'UPDATE referenced_file SET copy_wanted = 0 WHERE copy_wanted = 1 AND sha256 = ?',
  );
  const unwantAll = db.prepare('UPDATE referenced_file SET copy_wanted = 0 WHERE copy_wanted = 1');
  const wanted = db.prepare<[], ReferencedFile & { sha256: Buffer }>(
    `SELECT sha256, ${columns} FROM referenced_file WHERE copy_wanted = 1 LIMIT 1`,
  );
  const wantedUse = db.prepare<[], { count: number; sizeBytes: number }>(
    `SELECT count(*) AS count, coalesce(sum(size_bytes), 0) AS sizeBytes FROM referenced_file WHERE copy_wanted = 1`,
  );

  return {
    find: (sha256: Buffer): ReferencedFile | null => find.get(sha256) ?? null,
    put: (sha256: Buffer, file: ReferencedFile): void =>
      void put.run(sha256, file.path, file.sizeBytes, file.modifiedAt),
    forget: (sha256: Buffer): void => void forget.run(sha256),
    /** Drops what no creation names any more, after a crash. */
    forgetUnnamed: (): number => forgetUnnamed.run().changes,
    use: () => use.get() ?? { count: 0, sizeBytes: 0 },

    /** Copies of all of them are wanted in the library, until each is made or given up. */
    wantCopies: (): void => void wantAll.run(),
    giveUpCopy: (sha256: Buffer): void => void unwant.run(sha256),
    giveUpCopies: (): void => void unwantAll.run(),
    nextWanted: () => wanted.get() ?? null,
    wantedUse: () => wantedUse.get() ?? { count: 0, sizeBytes: 0 },
  };
}
export type References = ReturnType<typeof createReferences>;

export function stateOfReference(file: ReferencedFile): ReferenceState {
  try {
    const found = statSync(file.path);
    if (!found.isFile()) return 'missing';
    if (found.size !== file.sizeBytes) return 'changed';
    return Math.floor(found.mtimeMs) === file.modifiedAt ? 'here' : 'touched';
  } catch {
    return 'missing';
  }
}
