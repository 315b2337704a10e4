import type { CreationId } from '../../../shared/domain/creation.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import type {
  LibraryBackup,
  LibraryMove,
  LocateReport,
  StorageCheck,
  StorageProgress,
  StorageRepair,
} from '../../../shared/domain/storage.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Clock } from '../ports.ts';
import type { BackupProblem } from './backups.ts';
import { checkLibrary, summaryOf } from './check.ts';
import { createCopyIn } from './copy-in.ts';
import { examineOriginal } from './examine.ts';
import { type Damaged, type LocateDeps, locateOriginals } from './locate.ts';
import { readMove } from './move-journal.ts';
import { callOffMove, cleanUpAfterMove, copySteady, planMove } from './move.ts';
import { askRestore, restoreAskedFor } from './restore.ts';
import { type RepairDeps, repairLibrary } from './repair.ts';
import type { StartedLibrary } from './start-library.ts';

const dayMs = 86_400_000;
/** After the start: what the person came for goes first. */
const firstBackupMs = 2 * 60_000;
const lookEveryMs = 3_600_000;
const progressEveryMs = 100;

/** What keeps the library safe while it is in use; `start-library.ts` has what happens before. */
export function createStorage(
  deps: Omit<RepairDeps, 'damagedFolder' | 'suspect' | 'run' | 'database' | 'db'> &
    Omit<LocateDeps, 'damagedFolder'> & {
      readonly data: string;
      readonly library: StartedLibrary;
      readonly clock: Clock;
    },
) {
  const { data, library, clock, emit } = deps;
  const { home, backups, run } = library;
  const closing = new AbortController();
  const repairDeps: RepairDeps = {
    ...deps,
    db: library.db,
    database: home.database,
    run,
    damagedFolder: home.damaged,
    suspect: library.suspect,
  };
  const move = { copied: 0, total: 0, problem: null as string | null, calledOff: new AbortController() };
  let copying: Promise<void> | null = null;
  let callOffTimer: (() => void) | undefined;

  const copyIn = createCopyIn({ ...deps, progress: reporter('copy-in') });

  function reporter(task: StorageProgress['task']) {
    let last = -Infinity;
    return (done: number, total: number) => {
      const now = clock.now();
      if (done < total && now - last < progressEveryMs && now >= last) return;
      last = now;
      emit('storage.progress', { task, done, total });
    };
  }

  async function backUp(reason: 'daily' | 'asked'): Promise<Result<LibraryBackup, Failure>> {
    const made = await backups.make(reason);
    if (made.ok) return made;
    if (made.error.kind === 'damaged') foundDamage();
    return err(toFailure(made.error));
  }

  function foundDamage(): void {
    library.suspect();
    emit('app.notice', {
      id: 'library-damaged',
      kind: 'error',
      text: 'The library’s database is damaged. Close the studio and start it again: it will be put right from the newest backup, and nothing is deleted.',
    });
  }

  async function backUpIfDue(): Promise<void> {
    const newest = backups.list()[0]?.madeAt ?? 0;
    // A clock that was set back must not keep backups from being made.
    if (Math.abs(clock.now() - newest) >= dayMs) await backUp('daily');
    schedule(lookEveryMs);
  }

  function schedule(ms: number): void {
    callOffTimer = clock.after(ms, () => void backUpIfDue());
  }

  async function checkInBackground(): Promise<void> {
    const found = await run({ kind: 'check', path: home.database });
    if (found.kind === 'checked' && found.problem !== null && !closing.signal.aborted) foundDamage();
  }

  function goOnMoving(): void {
    const journal = readMove(data);
    if (!journal || journal.copied || journal.step !== 'copying' || journal.from !== home.folder) return;
    const report = reporter('move');
    Object.assign(move, { copied: 0, total: 0, problem: null, calledOff: new AbortController() });
    copying = copySteady(data, journal, {
      run,
      signal: AbortSignal.any([closing.signal, move.calledOff.signal]),
      progress: (copied, total) => {
        Object.assign(move, { copied, total });
        report(copied, total);
      },
    })
      .catch((error: unknown) => {
        if (closing.signal.aborted || move.calledOff.signal.aborted) return;
        if (!isDiskError(error)) throw error;
        move.problem = messageOf(error);
      })
      .finally(() => {
        copying = null;
        emit('storage.progress', { task: 'move', done: move.copied, total: move.total });
      });
  }

  function moveStatus(): LibraryMove | null {
    const journal = readMove(data);
    if (journal?.step !== 'copying' || journal.to === home.folder) return null;
    const state = move.problem === null ? (journal.copied ? 'waiting' : 'copying') : 'failed';
    const { from, to } = journal;
    return { from, to, state, copiedBytes: move.copied, totalBytes: move.total, problem: move.problem };
  }

  return {
    notices: library.notices,

    /** Takes up what an earlier run left, and makes a backup a day. */
    start(): void {
      if (library.checkSoon) void checkInBackground();
      void cleanUpAfterMove(data).catch((error: unknown) => {
        if (!isDiskError(error)) throw error;
      });
      goOnMoving();
      copyIn.start();
      schedule(firstBackupMs);
    },

    backUp: (): Promise<Result<LibraryBackup, Failure>> => backUp('asked'),

    backups: () => ({
      folder: home.backups,
      backups: [...backups.list()],
      restoring: restoreAskedFor(home),
    }),

    /** At the next start; null: not after all. */
    async restore(name: string | null): Promise<Result<Record<string, never>, Failure>> {
      if (name !== null && backups.pathOf(name) === null)
        return err(fail('invalid_input', 'no', { detail: 'There is no such backup any more.' }));
      return catchDisk(async () => {
        await askRestore(home, name);
        return {};
      });
    },

    async move(folder: string): Promise<Result<LibraryMove | null, Failure>> {
      // After a failure the same move goes on.
      if (move.problem === null || readMove(data)?.to !== folder) {
        const planned = await planMove(data, home, folder);
        if (!planned.ok) return planned;
      }
      goOnMoving();
      return ok(moveStatus());
    },

    moveStatus,

    async callOffMove(): Promise<Result<Record<string, never>, Failure>> {
      move.calledOff.abort();
      await copying;
      move.problem = null;
      return catchDisk(async () => {
        await callOffMove(data);
        return {};
      });
    },

    async check(signal: AbortSignal): Promise<StorageCheck> {
      const found = await checkLibrary(repairDeps, signal, reporter('check'));
      if (!found.databaseOk) library.suspect();
      return summaryOf(found);
    },

    repair(signal: AbortSignal): Promise<Result<StorageRepair, Failure>> {
      return catchDisk(() => repairLibrary(repairDeps, signal, reporter('repair')));
    },

    /** @param damaged see `locateOriginals` */
    locate(folder: string, damaged: Damaged, signal: AbortSignal): Promise<Result<LocateReport, Failure>> {
      const locating = { ...deps, damagedFolder: home.damaged };
      return catchDisk(() => locateOriginals(folder, damaged, locating, signal, reporter('locate')));
    },

    examine: (id: CreationId) => examineOriginal(id, deps),

    copyReferences: copyIn.copyAll,
    callOffCopies: copyIn.callOff,
    references: copyIn.use,

    async close(): Promise<void> {
      closing.abort();
      callOffTimer?.();
      await copyIn.close();
      await copying;
    },
  };
}

async function catchDisk<T>(work: () => Promise<T>): Promise<Result<T, Failure>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return err(fail('disk', 'no', { detail: messageOf(error) }));
  }
}

function toFailure(problem: BackupProblem): Failure {
  if (problem.kind === 'disk') return problem.failure;
  const detail =
    'The database is damaged, so no backup was made. Start the studio again: it will be put right.';
  return fail('disk', 'no', { detail });
}
