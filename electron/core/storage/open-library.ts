import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Notice } from '../../../shared/contract.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { openDatabase, type OpenProblem } from '../db/open.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Backups } from './backups.ts';
import { checkDatabase } from './database-task.ts';
import type { Home } from './home.ts';
import { recoverLibrary, recoveryNotice } from './recover.ts';
import { restoreAsked } from './restore.ts';
import { finishSwap } from './swap.ts';

/** Reading all of a database this large takes about a quarter of a second; larger ones are checked in the background. */
const checkedAtOpenBytes = 128 * 1024 * 1024;

export type OpenedLibrary = {
  readonly db: Database;
  readonly notices: readonly Notice[];
  /** The last run did not end by itself, and the database is too large to have been read at the start. */
  readonly checkSoon: boolean;
  /** The studio ends by itself: the next start need not look for damage. */
  readonly endedWell: () => void;
  /** Damage was found while the library is in use: the next start puts it right. */
  readonly suspect: () => void;
};

/**
 * Opens the library's database whatever state it is in: ends what a crash interrupted, restores what was asked for,
 * backs up before a migration, and puts a damaged database right.
 */
export async function openLibrary(
  home: Home,
  deps: { readonly backups: Backups; readonly now: () => number; readonly step?: (name: string) => void },
): Promise<Result<OpenedLibrary, OpenProblem>> {
  try {
    await finishSwap(home, deps.step);
    const notices = await restoreAsked(home, deps.backups, deps.now, deps.step);
    const marks = marksOf(home);
    const damaged = isLost(home, deps.backups) || existsSync(marks.suspect) || foundDamaged(home, marks);
    const opened = damaged
      ? err<OpenProblem>({ kind: 'damaged', path: home.database, detail: '' })
      : await openBackedUp(home, deps.backups);
    if (opened.ok) return ok(inUse(opened.value, notices, home));
    if (opened.error.kind !== 'damaged') return opened;
    const recovered = await recoverLibrary(home, deps.now, deps.step);
    if (!recovered.ok) return recovered;
    const again = await openDatabase(home.database);
    if (!again.ok) return again;
    rmSync(marks.suspect, { force: true });
    return ok(inUse(again.value, [...notices, recoveryNotice(recovered.value)], home));
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return err({ kind: 'unwritable', path: home.database, detail: messageOf(error) });
  }
}

async function openBackedUp(home: Home, backups: Backups): Promise<Result<Database, OpenProblem>> {
  return openDatabase(home.database, async () => {
    const made = await backups.make('before-update');
    if (made.ok) return null;
    if (made.error.kind === 'damaged')
      return { kind: 'damaged', path: home.database, detail: made.error.detail };
    return { kind: 'unwritable', path: home.database, detail: made.error.failure.detail ?? '' };
  });
}

type Marks = { readonly running: string; readonly suspect: string };

function marksOf(home: Home): Marks {
  return { running: join(home.folder, 'library.running'), suspect: join(home.folder, 'library.suspect') };
}

/** Empty or gone, where there are backups of it: a new library must not be begun in its place. */
function isLost(home: Home, backups: Backups): boolean {
  const size = statSync(home.database, { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 && backups.list().length > 0;
}

/** SQLite survives a crash of the program; a crash of the computer or a failing drive it may not. */
function foundDamaged(home: Home, marks: Marks): boolean {
  if (!existsSync(marks.running) || isLarge(home)) return false;
  return checkDatabase(home.database) !== null;
}

function isLarge(home: Home): boolean {
  return (statSync(home.database, { throwIfNoEntry: false })?.size ?? 0) > checkedAtOpenBytes;
}

function inUse(db: Database, notices: readonly Notice[], home: Home): OpenedLibrary {
  const marks = marksOf(home);
  const checkSoon = existsSync(marks.running) && isLarge(home);
  writeFileSync(marks.running, '');
  return {
    db,
    notices,
    checkSoon,
    endedWell: () => rmSync(marks.running, { force: true }),
    suspect: () => writeFileSync(marks.suspect, ''),
  };
}
