import type { ImportRun, KeepOriginals, SkippedFile } from '../../../shared/domain/exchange.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { ReceivedFile } from '../media/originals.ts';
import type { Emit } from '../ports.ts';
import { findFiles, type Found } from './find-files.ts';
import { findUnseen } from './find-unseen.ts';
import { createImportProgress } from './import-progress.ts';
import type { ImportPlan, Taken } from './import-repository.ts';
import { Halted, readRun, type ReadRunDeps } from './read-run.ts';
import { storeFiles } from './store-files.ts';
import { takeInReceived } from './take-in.ts';
import type { SeenFile } from './watched-repository.ts';

/** Files listed in one transaction: well under a millisecond. */
const slice = 200;
/** Bytes that come without a path, from the clipboard: larger things are files. */
const maxPastedBytes = 512 * 1024 * 1024;

/**
 * Brings files and folders into the library, one import after the other. What is chosen, found and left to do is in
 * the database: a quit or a crash loses nothing, and `resume` goes on.
 */
export function createImporter(
  deps: ReadRunDeps & {
    readonly emit: Emit;
    /** The studio's own folders, which are never imported. */
    readonly ownFolders: readonly string[];
  },
) {
  const { imports, watched, emit } = deps;
  let working: Promise<void> | null = null;
  let current: { readonly id: number; readonly controller: AbortController } | null = null;
  let stopped = false;
  const ends = new Map<number, () => void>();
  const progress = createImportProgress(deps);
  const { report } = progress;

  function begin(): void {
    if (stopped) return;
    working ??= work()
      .catch(tellUnwritable)
      .finally(() => {
        working = null;
      });
  }

  /** Not even the halt could be written down: the import is as it was, and goes on when the library can be written. */
  function tellUnwritable(error: unknown): void {
    if (!isDiskError(error)) throw error;
    emit('app.notice', {
      id: 'import-stopped',
      kind: 'error',
      text: `The import has stopped, because the library cannot be written (${messageOf(error)}). It goes on at the next start.`,
    });
  }

  /** Runs what is unfinished, oldest first, until all of it is done or halted. */
  async function work(): Promise<void> {
    for (;;) {
      const id = imports.unfinished().find((run) => imports.get(run)?.state !== 'halted');
      if (id === undefined || stopped) return;
      const controller = new AbortController();
      current = { id, controller };
      try {
        await runOne(id, controller.signal);
        imports.finish(id, 'done', deps.now());
      } catch (error) {
        settleEnd(id, error, controller.signal);
      } finally {
        current = null;
        report(id, true);
        leave(id);
      }
    }
  }

  function leave(id: number): void {
    const run = imports.get(id);
    if (run?.watchedFolderId != null && run.state === 'done' && run.skipped === 0) imports.drop(id);
    ends.get(id)?.();
    ends.delete(id);
  }

  function settleEnd(id: number, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) {
      if (!stopped) imports.finish(id, 'cancelled', deps.now());
      return;
    }
    const isExpected = error instanceof Halted || isDiskError(error);
    const problem = isExpected
      ? messageOf(error)
      : `Something went wrong (${deps.log.error('Import', error)}).`;
    imports.halt(id, problem);
  }

  async function runOne(id: number, signal: AbortSignal): Promise<void> {
    const plan = imports.planOf(id);
    if (imports.get(id)?.state === 'listing') {
      if (plan.watchedFolderId === null) await list(id, plan.roots, signal);
      else await listUnseen(id, plan.watchedFolderId, plan.roots, signal);
      imports.setReading(id);
    }
    await readRun(id, plan, { ...deps, progress }, signal);
  }

  async function list(id: number, roots: readonly string[], signal: AbortSignal): Promise<void> {
    imports.beginListing(id);
    let seq = 1;
    let batch: Found[] = [];
    const write = () => {
      imports.list(id, seq, batch);
      seq += batch.length;
      batch = [];
      report(id, false);
    };
    for await (const found of findFiles(roots, deps.ownFolders, signal)) {
      batch.push(found);
      if (batch.length >= slice) write();
    }
    write();
  }

  /** What is listed counts as seen in the same transaction, so a listing that is broken off simply goes on. */
  async function listUnseen(
    id: number,
    folderId: number,
    roots: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const unsettled = (path: string) => deps.unsettled(folderId, path);
    let seq = imports.nextSeq(id);
    let batch: SeenFile[] = [];
    const write = () => {
      imports.together(() => {
        for (const file of batch) watched.saw(file, folderId);
        imports.list(
          id,
          seq,
          batch.map(({ path }) => ({ path, reason: null })),
        );
      });
      seq += batch.length;
      batch = [];
      report(id, false);
    };
    const look = { own: deps.ownFolders, watched, now: deps.now, unsettled };
    for await (const file of findUnseen(folderId, roots, look, signal)) {
      batch.push(file);
      if (batch.length >= slice) write();
    }
    write();
  }

  async function addReceived(received: ReceivedFile, modifiedAt: number | null): Promise<Taken> {
    const looked = await takeInReceived(received, modifiedAt, deps);
    if (looked.kind !== 'ready') return looked;
    const stored = await storeFiles([looked], deps, (_, write) => imports.together(write));
    const end = stored.get(looked);
    if (!end?.ok) throw end?.error;
    return end.value;
  }

  function start(plan: ImportPlan): number {
    const id = imports.start(plan, deps.now());
    report(id, true);
    begin();
    return id;
  }

  function goOn(id: number): void {
    if (imports.get(id)?.state !== 'halted') return;
    imports.takeUp(id);
    report(id, true);
    begin();
  }

  /** What is in the library stays there; the rest is not taken in. */
  function cancel(id: number): void {
    if (current?.id === id) {
      current.controller.abort();
      return;
    }
    const run = imports.get(id);
    if (!run || run.finishedAt !== null) return;
    imports.finish(id, 'cancelled', deps.now());
    report(id, true);
    leave(id);
  }

  return {
    /** Begins an import, or lines it up behind the one under way. Answers at once. */
    start: (roots: readonly string[], keep: KeepOriginals): number =>
      start({ roots, keep, watchedFolderId: null }),

    /**
     * Looks for what is new in a watched folder, and takes it in.
     * @param roots files and folders in it
     * @returns when that has ended, or cannot go on now
     */
    async lookInto(folderId: number, roots: readonly string[], keep: KeepOriginals): Promise<void> {
      if (stopped) return;
      const ended = Promise.withResolvers<void>();
      ends.set(start({ roots, keep, watchedFolderId: folderId }), ended.resolve);
      await ended.promise;
    },

    /** The folder is not watched any more: what is left to read of it is not taken in. */
    leaveFolder(folderId: number): void {
      for (const id of imports.ofFolder(folderId)) cancel(id);
    },

    /** Goes on with what a quit or a crash left unfinished, and with what was halted. Once, at the start. */
    resume(): void {
      for (const id of imports.unfinished()) if (imports.get(id)?.state === 'halted') imports.takeUp(id);
      begin();
    },

    goOn,
    cancel,

    recent: (): readonly ImportRun[] => imports.recent(20),
    skipped: (id: number, after: number, limit: number): readonly SkippedFile[] =>
      imports.skipped(id, after, limit),

    /** One picture or clip as bytes: pasted, or dropped by a program that gives no file. */
    async add(bytes: Uint8Array, modifiedAt: number | null): Promise<Result<Taken, Failure>> {
      try {
        const received = await deps.originals.receive([bytes], maxPastedBytes);
        const taken = await addReceived(received, modifiedAt);
        if (taken.kind === 'imported')
          emit('library.changed', { added: [taken.id], changed: [], removed: [] });
        else if (taken.kind === 'duplicate' && taken.foundAgain)
          emit('library.changed', { added: [], changed: [taken.id], removed: [] });
        return ok(taken);
      } catch (error) {
        if (!isDiskError(error)) throw error;
        return err(fail('disk', 'no', { detail: messageOf(error) }));
      }
    },

    /** Resolves when nothing is under way. */
    settled: (): Promise<void> => working ?? Promise.resolve(),

    /** Stops so that it can be taken up again. */
    async stop(): Promise<void> {
      stopped = true;
      current?.controller.abort();
      await working;
      for (const end of ends.values()) end();
    },
  };
}

export type Importer = ReturnType<typeof createImporter>;
