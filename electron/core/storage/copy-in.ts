import type { ReferenceUse } from '../../../shared/domain/storage.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { ReferencedFile } from '../media/references.ts';
import { type LocateDeps, readFile } from './locate.ts';

/**
 * Makes copies in the library of files that are only referenced, one after the other. Which ones are wanted is in the
 * database: a quit or a crash loses nothing. The files themselves are only read.
 */
export function createCopyIn(
  deps: Omit<LocateDeps, 'damagedFolder'> & { readonly progress: (done: number, total: number) => void },
) {
  const { references, originals, creations } = deps;
  const closing = new AbortController();
  let stop = new AbortController();
  let working: Promise<void> | null = null;
  let problem: string | null = null;
  let failed = 0;
  let done = 0;

  function begin(): void {
    if (working || closing.signal.aborted || references.wantedUse().count === 0) return;
    stop = new AbortController();
    problem = null;
    done = 0;
    working = work(AbortSignal.any([stop.signal, closing.signal]))
      .catch((error: unknown) => {
        if (stop.signal.aborted || closing.signal.aborted) return;
        if (!isDiskError(error)) throw error;
        problem = messageOf(error);
      })
      .finally(() => {
        working = null;
        deps.progress(done, done);
      });
  }

  async function work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const next = references.nextWanted();
      if (!next) return;
      const copied = await copyOne(next, signal);
      if (!copied) {
        references.giveUpCopy(next.sha256);
        failed += 1;
      }
      done += 1;
      deps.progress(done, done + references.wantedUse().count);
    }
  }

  /** @returns false when the file is not there, or is another one now */
  async function copyOne(
    { sha256, path }: ReferencedFile & { readonly sha256: Buffer },
    signal: AbortSignal,
  ): Promise<boolean> {
    const tempPath = originals.newTempPath();
    try {
      const read = await readFile(path, tempPath, deps.intake, signal);
      if (!read?.sha256.equals(sha256)) return false;
      const ids = creations.idsOf(sha256);
      const ref = ids[0] === undefined ? null : creations.originalOf(ids[0]);
      if (!ref) {
        references.forget(sha256);
        return true;
      }
      await originals.keep({ ...read, tempPath }, ref.format);
      if (creations.isNamed(sha256)) references.forget(sha256);
      // Erased by the person in that very moment.
      else await originals.remove(ref);
      deps.thumbnailMaker.tryAgain(ids);
      deps.emit('library.changed', { added: [], changed: ids, removed: [] });
      return true;
    } finally {
      await originals.drop({ tempPath });
    }
  }

  return {
    /** Takes up what an earlier run left. */
    start: begin,

    /** Of everything that is referenced now. */
    copyAll(): void {
      failed = 0;
      references.wantCopies();
      begin();
    },

    /** What is copied stays; the rest stays referenced. */
    async callOff(): Promise<void> {
      stop.abort();
      await working;
      references.giveUpCopies();
      problem = null;
    },

    use(): ReferenceUse {
      const wanted = references.wantedUse();
      const copying =
        wanted.count === 0 ? null : { left: wanted.count, leftBytes: wanted.sizeBytes, problem };
      return { ...references.use(), copying, failed };
    },

    async close(): Promise<void> {
      closing.abort();
      await working;
    },
  };
}
