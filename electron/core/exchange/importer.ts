import type { ImportRun, KeepOriginals, SkippedFile } from '../../../shared/domain/exchange.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Emit, Log } from '../ports.ts';
import { findFiles, type Found, isSourceThere } from './find-files.ts';
import { findUnseen } from './find-unseen.ts';
import type { ImportPlan, Note, Taken, WaitingFile } from './import-repository.ts';
import { SourceError } from './intake-task.ts';
import { learnRecipe } from './learn-recipe.ts';
import { takeInFile, takeInReceived, type TakeInDeps } from './take-in.ts';
import type { SeenFile, WatchedRepository } from './watched-repository.ts';

/** Files read at the same time: the two cores of a small machine. */
const lanes = 2;
/** Files listed in one transaction: well under a millisecond. */
const slice = 200;
/** The window hears at most this often. */
const reportEveryMs = 150;
/** Bytes that come without a path, from the clipboard: larger things are files. */
const maxPastedBytes = 512 * 1024 * 1024;

/** What a file turned out to be. */
type Met = Awaited<ReturnType<typeof takeInFile>>;

/** A file that tells of the picture beside it. */
type Description = { readonly seq: number; readonly picture: string };

/** The run cannot go on now: a drive is gone, or the library's own disk is full. */
class Halted extends Error {
  override readonly name = 'Halted';
}

/**
 * Brings files and folders into the library, one import after the other. What is chosen, found and left to do is in
 * the database: a quit or a crash loses nothing, and `resume` goes on.
 */
export function createImporter(
  deps: TakeInDeps & {
    readonly emit: Emit;
    readonly log: Log;
    readonly watched: WatchedRepository;
    /** Hears of a file in a watched folder that must be looked at again in a moment. */
    readonly unsettled: (folderId: number, path: string) => void;
    /** The studio's own folders, which are never imported. */
    readonly ownFolders: readonly string[];
  },
) {
  const { imports, watched, emit } = deps;
  let working: Promise<void> | null = null;
  let current: { readonly id: number; readonly controller: AbortController } | null = null;
  let stopped = false;
  const ends = new Map<number, () => void>();
  let added: number[] = [];
  /** Found again, or described. */
  let changed: number[] = [];
  let reportedAt = 0;
  let notes: Note[] = [];

  function note(id: number, entry: Note): void {
    notes.push(entry);
    if (notes.length >= slice) writeNotes(id);
  }

  function writeNotes(id: number): void {
    if (notes.length > 0) imports.note(id, notes);
    notes = [];
  }

  function report(id: number, always: boolean): void {
    const now = deps.now();
    if (!always && Math.abs(now - reportedAt) < reportEveryMs) return;
    reportedAt = now;
    writeNotes(id);
    if (added.length + changed.length > 0) emit('library.changed', { added, changed, removed: [] });
    added = [];
    changed = [];
    const run = imports.get(id);
    // Looking into a watched folder again and finding nothing new is no news.
    if (run && (run.watchedFolderId === null || run.found > 0 || run.state === 'done'))
      emit('import.progress', run);
  }

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
    const files = waitingFiles(id);
    const described: Description[] = [];
    /** Creations by the file they came from: null where there is nothing to learn of it any more. */
    const met = new Map<string, number | null>();
    const failed = new AbortController();
    const together = AbortSignal.any([signal, failed.signal]);
    const lane = async () => {
      for (const file of files) {
        together.throwIfAborted();
        const taken = await takeOne(id, plan, file, together);
        if (taken?.kind === 'describes') described.push({ seq: file.seq, picture: taken.picture });
        else met.set(file.path, taken?.kind === 'duplicate' ? taken.id : null);
        report(id, false);
      }
    };
    const ended = await Promise.allSettled(
      Array.from({ length: lanes }, () =>
        lane().catch((error: unknown) => {
          failed.abort(error);
          throw error;
        }),
      ),
    );
    writeNotes(id);
    signal.throwIfAborted();
    if (failed.signal.aborted) throw failed.signal.reason;
    if (ended.some((end) => end.status === 'rejected')) throw new Error('A lane ended without a reason');
    for (const each of described) await settleDescription(id, plan, each, met.get(each.picture), signal);
    writeNotes(id);
  }

  async function settleDescription(
    id: number,
    { watchedFolderId }: ImportPlan,
    { seq, picture }: Description,
    known: number | null | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const learned = known === null ? null : await learnRecipe(picture, known, deps, signal);
    if (learned !== null) changed.push(learned);
    const reason = 'It is the description of the picture beside it.';
    const isNews = watchedFolderId === null && learned === null;
    note(id, { seq, taken: isNews ? { kind: 'skipped', reason, changing: false } : { kind: 'gone' } });
    report(id, false);
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

  function* waitingFiles(id: number): Generator<WaitingFile> {
    let after = 0;
    for (;;) {
      const page = imports.waiting(id, after, 100);
      for (const file of page) yield file;
      const last = page.at(-1);
      if (!last) return;
      after = last.seq;
    }
  }

  async function takeOne(
    id: number,
    { roots, keep, watchedFolderId }: ImportPlan,
    { seq, path }: WaitingFile,
    signal: AbortSignal,
  ): Promise<Met | undefined> {
    const skip = (reason: string) => note(id, { seq, taken: { kind: 'skipped', reason, changing: false } });
    /** It comes again by itself: when it can be read, or is complete. */
    const leaveForLater = (folderId: number) => {
      watched.unsee(folderId, path);
      note(id, { seq, taken: { kind: 'gone' } });
    };
    try {
      const taken = await takeInFile({ path, keep }, deps, signal, (write) => imports.settle(id, seq, write));
      if (taken.kind === 'describes') return taken;
      if (taken.kind === 'duplicate' && taken.foundAgain) changed.push(taken.id);
      if (taken.kind === 'imported') {
        added.push(taken.id);
      } else if (taken.kind === 'skipped' && taken.changing && watchedFolderId !== null) {
        leaveForLater(watchedFolderId);
        deps.unsettled(watchedFolderId, path);
      } else {
        note(id, { seq, taken });
      }
      return taken;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof SourceError) {
        if (watchedFolderId !== null) leaveForLater(watchedFolderId);
        else if (await isSourceThere(roots, path)) skip(`It cannot be read: ${error.message}`);
        else throw new Halted('The folder being imported is not there any more.', { cause: error });
      } else if (isDiskError(error)) {
        throw new Halted(messageOf(error), { cause: error });
      } else {
        skip(`Something went wrong (${deps.log.error('A file could not be imported', error)}).`);
      }
    }
    return undefined;
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
        const taken = await takeInReceived(received, modifiedAt, deps, imports.together);
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
