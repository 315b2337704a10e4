import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Notice } from '../../../shared/contract.ts';
import type { LibraryBackup } from '../../../shared/domain/storage.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { openDatabase, type OpenProblem } from '../db/open.ts';
import { listBackups } from './backups.ts';
import { checkDatabase, removeDatabase } from './database-task.ts';
import type { Home } from './home.ts';
import { keepDamaged } from './keep-damaged.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { rebuildSearchIndex } from './search-repair.ts';
import { nextDatabase, swapIn } from './swap.ts';

/** What a damaged library was put right from. */
export type Recovery = {
  readonly backup: LibraryBackup | null;
  readonly salvaged: Salvaged;
  /** Folder that keeps the damaged files. */
  readonly kept: string;
};

/**
 * Puts a damaged library right: the newest sound backup, with everything over it that can still be read from the
 * damaged file. That file is kept; nothing is deleted. Killed half-way it begins again at the next start.
 * @returns the problem, with the library as it was, when the disk does not let it
 */
export async function recoverLibrary(
  home: Home,
  now: () => number,
  step: (name: string) => void = () => undefined,
): Promise<Result<Recovery, OpenProblem>> {
  const kept = join(home.damaged, `library-${now()}`);
  await keepDamaged(home, kept);
  step('damaged-kept');
  const backup = await startFromBackup(home);
  step('backup-copied');
  const opened = await openDatabase(nextDatabase(home));
  if (!opened.ok) return opened;
  const db = opened.value;
  let salvaged: Salvaged;
  try {
    salvaged = withoutGuards(db, () => salvage(join(kept, 'library.sqlite'), db));
    rebuildSearchIndex(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
  step('rebuilt');
  await swapIn(home, step);
  return ok({ backup, salvaged, kept });
}

async function startFromBackup(home: Home): Promise<LibraryBackup | null> {
  removeDatabase(nextDatabase(home));
  for (const backup of listBackups(home.backups)) {
    const path = join(home.backups, backup.name);
    if (checkDatabase(path) !== null) continue;
    await copyFile(path, nextDatabase(home));
    return backup;
  }
  return null;
}

/**
 * Rows come in whatever order and their counters with them: neither triggers nor references may interfere. The next
 * open makes the triggers again, and counts anew because they were missing.
 */
function withoutGuards<T>(db: Database, work: () => T): T {
  const triggers = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all();
  db.pragma('foreign_keys = OFF');
  for (const name of triggers) db.exec(`DROP TRIGGER "${name}"`);
  return work();
}

export function recoveryNotice({ backup, salvaged, kept }: Recovery): Notice {
  const from =
    backup === null
      ? 'It was put together again from what could be read'
      : `It was restored from the backup of ${new Date(backup.madeAt).toLocaleString('en')} and from what could be read`;
  const loss =
    salvaged.incomplete.length === 0
      ? 'Nothing seems to be lost.'
      : 'Some of the newest changes may be missing; Settings › Storage › Check finds pictures without an entry.';
  return {
    id: 'library-recovered',
    kind: 'warning',
    text: `The library's database was damaged. ${from}. ${loss} The damaged file is kept in ${kept}.`,
  };
}
