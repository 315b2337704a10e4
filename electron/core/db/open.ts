import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { err, ok, type Result } from '../../../shared/result.ts';
import { applicationId, latestVersion, migrate, versionOf } from './migrate.ts';
import { applyPragmas } from './pragmas.ts';
import { assertCounters } from './counters.ts';
import { assertFileIndex } from './file-index.ts';
import { assertNoteIndex, assertSearchIndex } from './search-index.ts';

/** Why a library cannot be opened. In every case its file is left exactly as it was. */
export type OpenProblem =
  | { readonly kind: 'damaged'; readonly path: string; readonly detail: string }
  | { readonly kind: 'newer'; readonly path: string; readonly version: number }
  | { readonly kind: 'foreign'; readonly path: string }
  | { readonly kind: 'locked'; readonly path: string }
  /** It was moved to a place that is not there now. */
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'unwritable'; readonly path: string; readonly detail: string };

export function describeOpenProblem(problem: OpenProblem): string {
  switch (problem.kind) {
    case 'damaged':
      return `The library at ${problem.path} is damaged (${problem.detail}). Nothing was changed. Restore a backup from the same folder, or move the file away to start a new library.`;
    case 'newer':
      return `The library at ${problem.path} was written by a newer version of the studio. Update the studio to open it; nothing was changed.`;
    case 'foreign':
      return `${problem.path} is a database of another program. Choose another data folder; nothing was changed.`;
    case 'locked':
      return `The library at ${problem.path} is open in another studio or command. Close that one first.`;
    case 'missing':
      return `The library was moved to ${problem.path}, which is not there now. Connect the drive it is on and start again; nothing was changed.`;
    case 'unwritable':
      return `The library at ${problem.path} cannot be written (${problem.detail}). Check the folder's permissions and free space.`;
  }
}

/**
 * Opens the library database, creating or migrating it as needed.
 * @param path the database file
 * @param backUp called before the first pending migration of a library that holds something; what it answers keeps
 * the migration from being made. Left out, a copy is written beside the file.
 */
export async function openDatabase(
  path: string,
  backUp?: () => Promise<OpenProblem | null>,
): Promise<Result<Database, OpenProblem>> {
  let db: Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const existed = existsSync(path);
    db = new Sqlite(path);
    const version = versionOf(db);
    const problem = existed ? refusal(db, path, version) : undefined;
    if (problem) {
      db.close();
      return err(problem);
    }
    applyPragmas(db);
    if (version > 0 && version < latestVersion) {
      const refused = backUp ? await backUp() : await copyBeside(db, path);
      if (refused) {
        db.close();
        return err(refused);
      }
    }
    migrate(db);
    assertSearchIndex(db);
    assertNoteIndex(db);
    assertFileIndex(db);
    assertCounters(db);
    return ok(db);
  } catch (error) {
    db?.close();
    return err(problemOf(error, path));
  }
}

async function copyBeside(db: Database, path: string): Promise<null> {
  await db.backup(`${path}.before-v${latestVersion}.backup`);
  return null;
}

function refusal(db: Database, path: string, version: number): OpenProblem | undefined {
  // Reads the whole schema: a file that is no database, or cut off in its first pages, fails here.
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (tables === 0) return undefined;
  if (db.pragma('application_id', { simple: true }) !== applicationId) return { kind: 'foreign', path };
  return version > latestVersion ? { kind: 'newer', path, version } : undefined;
}

function problemOf(error: unknown, path: string): OpenProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return { kind: 'locked', path };
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return { kind: 'damaged', path, detail };
  if (/^(?:SQLITE_(?:CANTOPEN|READONLY|FULL|IOERR|PERM)|E[A-Z]+$)/.test(code))
    return { kind: 'unwritable', path, detail };
  throw error;
}
