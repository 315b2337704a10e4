import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Clock, Log } from '../ports.ts';
import { isSourceThere } from './find-files.ts';
import { createGathering } from './gather.ts';
import type { ImportProgress } from './import-progress.ts';
import type { ImportPlan, ImportRepository, Taken, WaitingFile } from './import-repository.ts';
import { SourceError } from './intake-task.ts';
import { learnRecipe } from './learn-recipe.ts';
import { type StoreDeps, storeFiles } from './store-files.ts';
import { type Ready, takeInFile } from './take-in.ts';
import type { WatchedRepository } from './watched-repository.ts';

/** Files read at the same time: the two cores of a small machine. */
const lanes = 2;
/** Files whose names and rows are written together … */
const groupFiles = 32;
/** … or as many as are ready in this time. */
const groupMs = 100;

export type ReadRunDeps = StoreDeps & {
  readonly log: Log;
  readonly after: Clock['after'];
  readonly watched: WatchedRepository;
  /** Hears of a file in a watched folder that must be looked at again in a moment. */
  readonly unsettled: (folderId: number, path: string) => void;
};

/** A file that tells of the picture beside it. */
type Description = { readonly seq: number; readonly picture: string };

type ReadyFile = Ready & WaitingFile;

/** The run cannot go on now: a drive is gone, or the library's own disk is full. */
export class Halted extends Error {
  override readonly name = 'Halted';
}

/**
 * Takes in what an import has listed. However it ends, what was whole by then is in.
 * @throws Halted, or the signal's reason
 */
export async function readRun(
  id: number,
  plan: ImportPlan,
  deps: ReadRunDeps & { readonly progress: ImportProgress },
  signal: AbortSignal,
): Promise<void> {
  const { imports, progress, watched } = deps;
  const { watchedFolderId } = plan;
  const described: Description[] = [];
  /** Creations by the file they came from: null where there is nothing to learn of it any more. */
  const met = new Map<string, number | null>();
  const failed = new AbortController();
  const together = AbortSignal.any([signal, failed.signal]);
  const gathering = createGathering<ReadyFile>({
    most: groupFiles,
    waitMs: groupMs,
    after: deps.after,
    write: storeGroup,
  });

  async function storeGroup(group: readonly ReadyFile[]): Promise<void> {
    const stored = await storeFiles(group, deps, (files, write) =>
      imports.settle(
        id,
        files.map(({ seq }) => seq),
        write,
      ),
    );
    for (const [file, end] of stored) {
      if (end.ok) conclude(file, end.value);
      else await explain(file, end.error);
    }
    progress.report(id, false);
  }

  async function lane(files: Iterable<WaitingFile>): Promise<void> {
    for (const file of files) {
      together.throwIfAborted();
      await look(file);
      progress.report(id, false);
    }
  }

  async function look(file: WaitingFile): Promise<void> {
    const looked = await takeInFile({ path: file.path, keep: plan.keep }, deps, together).catch(
      async (error: unknown) => {
        together.throwIfAborted();
        await explain(file, error);
        return null;
      },
    );
    if (looked?.kind === 'ready') await gathering.add({ ...file, ...looked });
    else if (looked?.kind === 'describes') described.push({ seq: file.seq, picture: looked.picture });
    else if (looked) conclude(file, looked);
  }

  function conclude({ seq, path }: WaitingFile, taken: Taken): void {
    met.set(path, taken.kind === 'duplicate' ? taken.id : null);
    if (taken.kind === 'imported') {
      progress.added(taken.id);
      return;
    }
    if (taken.kind === 'duplicate' && taken.foundAgain) progress.changed(taken.id);
    if (taken.kind === 'skipped' && taken.changing && watchedFolderId !== null) {
      leaveForLater(watchedFolderId, { seq, path });
      deps.unsettled(watchedFolderId, path);
    } else {
      progress.note(id, { seq, taken });
    }
  }

  /** It comes again by itself: when it can be read, or is complete. */
  function leaveForLater(folderId: number, { seq, path }: WaitingFile): void {
    watched.unsee(folderId, path);
    progress.note(id, { seq, taken: { kind: 'gone' } });
  }

  /** Why a file is not in: its own fault, or one that halts the import. */
  async function explain(file: WaitingFile, error: unknown): Promise<void> {
    const skip = (reason: string) => conclude(file, { kind: 'skipped', reason, changing: false });
    if (error instanceof SourceError) {
      if (watchedFolderId !== null) leaveForLater(watchedFolderId, file);
      else if (await isSourceThere(plan.roots, file.path)) skip(`It cannot be read: ${error.message}`);
      else failed.abort(new Halted('The folder being imported is not there any more.', { cause: error }));
    } else if (isDiskError(error)) {
      failed.abort(new Halted(messageOf(error), { cause: error }));
    } else {
      skip(`Something went wrong (${deps.log.error('A file could not be imported', error)}).`);
    }
  }

  const files = waitingFiles(imports, id);
  const stop = (error: unknown) => failed.abort(error);
  await Promise.all(Array.from({ length: lanes }, () => lane(files).catch(stop)));
  await gathering.flush();
  progress.writeNotes(id);
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
  for (const { seq, picture } of described) {
    const known = met.get(picture);
    const learned = known === null ? null : await learnRecipe(picture, known, deps, signal);
    if (learned !== null) progress.changed(learned);
    const reason = 'It is the description of the picture beside it.';
    const isNews = watchedFolderId === null && learned === null;
    progress.note(id, {
      seq,
      taken: isNews ? { kind: 'skipped', reason, changing: false } : { kind: 'gone' },
    });
    progress.report(id, false);
  }
  progress.writeNotes(id);
}

function* waitingFiles(imports: ImportRepository, id: number): Generator<WaitingFile> {
  let after = 0;
  for (;;) {
    const page = imports.waiting(id, after, 100);
    for (const file of page) yield file;
    const last = page.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
