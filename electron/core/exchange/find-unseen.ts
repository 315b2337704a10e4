import { stat } from 'node:fs/promises';
import { findFiles } from './find-files.ts';
import type { SeenFile, WatchedRepository } from './watched-repository.ts';

/** A file that was written this recently may not be complete yet. */
export const settleMs = 2000;

/**
 * Files of a watched folder that are new or changed since they were last taken up, and that nobody seems to be
 * writing any more. Links and what cannot be read are passed over: nobody chose them.
 * @param unsettled hears of files that must be looked at again in a moment
 */
export async function* findUnseen(
  folderId: number,
  roots: readonly string[],
  deps: {
    readonly own: readonly string[];
    readonly watched: WatchedRepository;
    readonly now: () => number;
    readonly unsettled: (path: string) => void;
  },
  signal: AbortSignal,
): AsyncGenerator<SeenFile> {
  for await (const { path, reason } of findFiles(roots, deps.own, signal)) {
    const found = reason === null ? await stat(path).catch(() => null) : null;
    if (!found?.isFile()) continue;
    const file = { path, sizeBytes: found.size, modifiedAt: Math.floor(found.mtimeMs) };
    if (deps.watched.hasSeen(folderId, file)) continue;
    const age = deps.now() - file.modifiedAt;
    // Also a clock of a network drive that is far ahead must not keep a file out for ever.
    if (Math.abs(age) < settleMs) deps.unsettled(path);
    else yield file;
  }
}
