import { join } from 'node:path';
import type { Notice } from '../../../shared/contract.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { lockLibrary } from '../db/lock.ts';
import type { OpenProblem } from '../db/open.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { type Backups, createBackups } from './backups.ts';
import { createDatabaseClient, type RunDatabaseTask } from './database-client.ts';
import { findHome, type Home } from './home.ts';
import { switchOver } from './move.ts';
import { type OpenedLibrary, openLibrary } from './open-library.ts';

export type StartedLibrary = OpenedLibrary & {
  readonly home: Home;
  readonly backups: Backups;
  readonly run: RunDatabaseTask;
  readonly unlock: () => void;
};

export type StartDeps = {
  readonly now: () => number;
  /** Module of the thread that reads whole databases; see `database-client.ts`. */
  readonly databaseWorker?: URL | undefined;
  /** Hears of every point between which a crash may fall. Only the crash tests have one. */
  readonly step?: (name: string) => void;
};

/** @param data the person's data folder, locked for this process from here on */
export async function startLibrary(
  data: string,
  deps: StartDeps,
): Promise<Result<StartedLibrary, OpenProblem>> {
  const locks: (() => void)[] = [];
  const unlock = () => {
    for (const release of locks.splice(0)) release();
  };
  const dataLock = lock(data);
  if (!dataLock.ok) return dataLock;
  locks.push(dataLock.value);

  const moved = await trySwitch(data, deps);
  const found = findHome(data);
  if (!found.ok) {
    unlock();
    return found;
  }
  const home = found.value;
  if (home.folder !== data) {
    const homeLock = lock(home.folder);
    if (!homeLock.ok) {
      unlock();
      return homeLock;
    }
    locks.push(homeLock.value);
  }
  const run = createDatabaseClient(deps.databaseWorker);
  const backups = createBackups({ database: home.database, folder: home.backups, now: deps.now, run });
  const opened = await openLibrary(home, { ...deps, backups });
  if (!opened.ok) {
    unlock();
    return opened;
  }
  return ok({ ...opened.value, notices: [...moved, ...opened.value.notices], home, backups, run, unlock });
}

function lock(folder: string): Result<() => void, OpenProblem> {
  const path = join(folder, 'library.sqlite');
  try {
    const release = lockLibrary(join(folder, 'library.lock'));
    return release ? ok(release) : err({ kind: 'locked', path });
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return err({ kind: 'unwritable', path, detail: messageOf(error) });
  }
}

/** A move that cannot be ended now keeps nobody from the library: it is where it was. */
async function trySwitch(data: string, deps: StartDeps): Promise<readonly Notice[]> {
  try {
    await switchOver(data, deps.step);
    return [];
  } catch (error) {
    if (!isDiskError(error)) throw error;
    const text = `The library could not be moved (${messageOf(error)}). It is where it was, and nothing was lost.`;
    return [{ id: 'move-failed', kind: 'error', text }];
  }
}
