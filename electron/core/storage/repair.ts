import type { StorageRepair } from '../../../shared/domain/storage.ts';
import type { OriginalRef } from '../library/creation-repository.ts';
import type { InputFiles } from '../media/input-files.ts';
import type { References } from '../media/references.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import { type CheckDeps, checkLibrary, summaryOf } from './check.ts';
import { copyVerified, sha256Of } from './durable-file.ts';
import { setAside } from './keep-damaged.ts';
import { rebuildSearchIndexGently } from './search-repair.ts';

export type RepairDeps = CheckDeps & {
  readonly inputs: InputFiles;
  readonly thumbnailMaker: ThumbnailMaker;
  readonly references: References;
  /** Folder that keeps what is damaged. */
  readonly damagedFolder: string;
  /** The database is damaged: the next start puts it right. */
  readonly suspect: () => void;
};

/** Thumbnails asked for at a time: as many as are made at a time. */
const together = 4;

/**
 * Checks the library, then puts right what can be: originals whose bytes are in another place of the library, the
 * search index, thumbnails. Deletes nothing: damaged originals are set aside, files without a creation stay.
 * @throws the signal's reason; what was done until then stays done
 */
export async function repairLibrary(
  deps: RepairDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<StorageRepair> {
  const found = await checkLibrary(deps, signal, progress);
  deps.references.forgetUnnamed();
  const wrong = [...found.missing, ...found.changed, ...found.damaged];
  const restored = new Set<number>();
  for (const id of wrong) {
    signal.throwIfAborted();
    if (await restoreOriginal(id, found.strayFiles, deps)) restored.add(id);
  }
  const searchRebuilt = found.searchWrong > 0 ? await rebuildSearchIndexGently(deps.db, signal) : 0;
  if (searchRebuilt > 0) deps.creations.forgetWords();
  const thumbnailsMade = await makeThumbnails(
    [...found.withoutThumbnail, ...restored],
    deps,
    signal,
    progress,
  );
  if (!found.databaseOk) deps.suspect();
  const isWrongStill = (id: number) => !restored.has(id);
  return {
    originalsFound: restored.size,
    thumbnailsMade,
    searchRebuilt,
    databaseAtNextStart: !found.databaseOk,
    left: {
      ...summaryOf(found),
      missing: found.missing.filter(isWrongStill),
      changed: found.changed.filter(isWrongStill),
      damaged: found.damaged.filter(isWrongStill),
      thumbnailsMissing: found.withoutThumbnail.filter((id) => !deps.thumbnails.has(id)).length,
      searchWrong: 0,
    },
  };
}

async function restoreOriginal(
  id: number,
  strays: readonly OriginalRef[],
  deps: RepairDeps,
): Promise<boolean> {
  const { originals } = deps;
  const ref = deps.creations.originalOf(id);
  if (!ref) return false;
  // Never the person's own file, where it is only referenced.
  const target = originals.ownPathOf(ref);
  const places = [
    deps.inputs.find(ref.sha256.toString('hex'))?.path,
    ...strays.filter((stray) => stray.sha256.equals(ref.sha256)).map(originals.ownPathOf),
  ];
  for (const place of places) {
    if (place === undefined || !(await sha256Of(place)).equals(ref.sha256)) continue;
    await setAside(target, deps.damagedFolder);
    await copyVerified(place, target);
    return true;
  }
  return false;
}

async function makeThumbnails(
  ids: readonly number[],
  { thumbnailMaker }: RepairDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<number> {
  let made = 0;
  for (let start = 0; start < ids.length; start += together) {
    signal.throwIfAborted();
    const some = ids.slice(start, start + together);
    const bytes = await Promise.all(some.map((id) => thumbnailMaker.get(id, 256)));
    made += bytes.filter((entry) => entry !== null).length;
    progress(Math.min(ids.length, start + together), ids.length);
  }
  return made;
}
