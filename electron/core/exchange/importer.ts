import { opendir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImportRun, SkippedFile } from '../../../shared/domain/exchange.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Emit, Log } from '../ports.ts';
import { findFiles, isInside, type Found } from './find-files.ts';
import type { Note, Taken, WaitingFile } from './import-repository.ts';
import { SourceError, takeInFile, takeInReceived, type TakeInDeps } from './take-in.ts';

/** Files read at the same time: the two cores of a small machine. */
const lanes = 2;
/** Files listed in one transaction: well under a millisecond. */
const slice = 200;
/** The window hears at most this often. */
const reportEveryMs = 150;
/** Bytes that come without a path, from the clipboard: larger things are files. */
const maxPastedBytes = 512 * 1024 * 1024;

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
    /** The studio's own folders, which are never imported. */
    readonly ownFolders: readonly string[];
  },
) {
  const { imports, emit } = deps;
  let working: Promise<void> | null = null;
  let current: { readonly id: number; readonly controller: AbortController } | null = null;
  let stopped = false;
  let added: number[] = [];
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
    if (added.length > 0) emit('library.changed', { added, changed: [], removed: [] });
    added = [];
    const run = imports.get(id);
    if (run) emit('import.progress', run);
  }

  function begin(): void {
    if (stopped) return;
    working ??= work().finally(() => {
      working = null;
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
      }
    }
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
    if (imports.get(id)?.state === 'listing') await list(id, signal);
    const files = waitingFiles(id);
    const failed = new AbortController();
    const together = AbortSignal.any([signal, failed.signal]);
    const lane = async () => {
      for (const file of files) {
        together.throwIfAborted();
        await takeOne(id, file, together);
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
  }

  async function list(id: number, signal: AbortSignal): Promise<void> {
    imports.beginListing(id);
    let seq = 1;
    let batch: Found[] = [];
    const write = () => {
      imports.list(id, seq, batch);
      seq += batch.length;
      batch = [];
      report(id, false);
    };
    for await (const found of findFiles(imports.rootsOf(id), deps.ownFolders, signal)) {
      batch.push(found);
      if (batch.length >= slice) write();
    }
    write();
    imports.setReading(id);
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

  async function takeOne(id: number, file: WaitingFile, signal: AbortSignal): Promise<void> {
    const skip = (reason: string) => note(id, { seq: file.seq, taken: { kind: 'skipped', reason } });
    try {
      const taken = await takeInFile(file.path, deps, signal, (write) => imports.settle(id, file.seq, write));
      if (taken.kind === 'imported') added.push(taken.id);
      else note(id, { seq: file.seq, taken });
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof SourceError) {
        if (await isSourceThere(imports.rootsOf(id), file.path)) skip(`It cannot be read: ${error.message}`);
        else throw new Halted('The folder being imported is not there any more.', { cause: error });
      } else if (isDiskError(error)) {
        throw new Halted(messageOf(error), { cause: error });
      } else {
        skip(`Something went wrong (${deps.log.error('A file could not be imported', error)}).`);
      }
    }
  }

  return {
    /** Begins an import, or lines it up behind the one under way. Answers at once. */
    start(paths: readonly string[]): number {
      const id = imports.start(paths, deps.now());
      report(id, true);
      begin();
      return id;
    },

    /** Goes on with what a quit or a crash left unfinished, and with what was halted. Once, at the start. */
    resume(): void {
      for (const id of imports.unfinished()) if (imports.get(id)?.state === 'halted') imports.setReading(id);
      begin();
    },

    /** Goes on with one halted import. */
    goOn(id: number): void {
      if (imports.get(id)?.state !== 'halted') return;
      imports.setReading(id);
      report(id, true);
      begin();
    },

    /** What is in the library stays there; the rest is not taken in. */
    cancel(id: number): void {
      if (current?.id === id) {
        current.controller.abort();
        return;
      }
      const run = imports.get(id);
      if (!run || run.finishedAt !== null) return;
      imports.finish(id, 'cancelled', deps.now());
      report(id, true);
    },

    recent: (): readonly ImportRun[] => imports.recent(20),
    skipped: (id: number, after: number, limit: number): readonly SkippedFile[] =>
      imports.skipped(id, after, limit),

    /** One picture or clip as bytes: pasted, or dropped by a program that gives no file. */
    async add(bytes: Uint8Array, modifiedAt: number | null): Promise<Result<Taken, Failure>> {
      try {
        const received = await deps.originals.receive([bytes], maxPastedBytes);
        const taken = await takeInReceived(received, { path: null, modifiedAt }, deps, imports.together);
        if (taken.kind === 'imported')
          emit('library.changed', { added: [taken.id], changed: [], removed: [] });
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
    },
  };
}

/**
 * Whether the chosen folder is still there, although a file of it is not. A drive that was pulled out leaves nothing, or
 * an empty folder where it was.
 */
async function isSourceThere(roots: readonly string[], path: string): Promise<boolean> {
  const root = roots.find((candidate) => isInside(path, candidate)) ?? dirname(path);
  const folder = root === path ? dirname(path) : root;
  try {
    if (!(await stat(folder)).isDirectory()) return false;
    const entries = await opendir(folder);
    const first = await entries.read();
    await entries.close();
    return first !== null;
  } catch {
    return false;
  }
}
