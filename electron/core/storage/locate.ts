import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { CreationId } from '../../../shared/domain/creation.ts';
import type { LocateReport } from '../../../shared/domain/storage.ts';
import { findFiles } from '../exchange/find-files.ts';
import type { Intake } from '../exchange/intake-client.ts';
import { type Fetched, SourceError } from '../exchange/intake-task.ts';
import type { CreationRepository, OriginalRef } from '../library/creation-repository.ts';
import type { Originals } from '../media/originals.ts';
import type { References } from '../media/references.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { Emit } from '../ports.ts';
import { setAside } from './keep-damaged.ts';

export type LocateDeps = {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly references: References;
  readonly thumbnailMaker: ThumbnailMaker;
  readonly intake: Intake;
  /** The studio's own folders: nothing is found again in them. */
  readonly ownFolders: readonly string[];
  /** Folder that keeps what is damaged. */
  readonly damagedFolder: string;
  readonly emit: Emit;
};

/** Rows looked at before others have a turn. */
const slice = 200;

/** A creation whose original is there, but is not what it was: it is looked for like a missing one. */
export type Damaged = CreationId | null;

/**
 * Finds missing originals again by their bytes, in a folder the person names. A referenced file is read there from now
 * on; of any other the library gets its copy back, and what is damaged is set aside. Nothing in the folder is changed.
 * @throws the signal's reason; what was found until then stays found
 */
export async function locateOriginals(
  folder: string,
  damaged: Damaged,
  deps: LocateDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<LocateReport> {
  const missing = await findMissing(damaged, deps, signal);
  const found: CreationId[] = [];
  let looked = 0;
  for await (const { path, reason } of findFiles([folder], deps.ownFolders, signal)) {
    if (found.length >= missing.count) break;
    looked += 1;
    progress(looked, 0);
    const file = reason === null ? await stat(path).catch(() => null) : null;
    if (!file?.isFile() || !missing.sizes.has(file.size)) continue;
    const ids = await takeBack(path, damaged, deps, signal);
    found.push(...ids);
  }
  return { found: found.length, left: missing.count - found.length };
}

/** Only lengths are kept: a million of them fit in memory, and few files have one of them by chance. */
async function findMissing(damaged: Damaged, { creations, originals }: LocateDeps, signal: AbortSignal) {
  const sizes = new Set<number>();
  let count = 0;
  let looked = 0;
  for (const { id, ref, sizeBytes } of creations.originals()) {
    looked += 1;
    if (looked % slice === 0) await setImmediate();
    signal.throwIfAborted();
    if (id !== damaged && originals.isPresent(ref)) continue;
    sizes.add(sizeBytes);
    count += 1;
  }
  return { sizes, count };
}

/** @returns the creations whose original it is, where they had none */
async function takeBack(
  path: string,
  damaged: Damaged,
  deps: LocateDeps,
  signal: AbortSignal,
): Promise<readonly CreationId[]> {
  const { creations, originals, references, intake } = deps;
  const read = await readFile(path, null, intake, signal);
  if (!read) return [];
  const ids = creations.idsOf(read.sha256);
  const ref = ids[0] === undefined ? null : creations.originalOf(ids[0]);
  if (!ref || (originals.isPresent(ref) && !ids.some((id) => id === damaged))) return [];
  if (references.find(ref.sha256)) {
    references.put(ref.sha256, { path, sizeBytes: read.sizeBytes, modifiedAt: Math.floor(read.modifiedAt) });
  } else if (!(await copyBack(path, ref, deps, signal))) {
    return [];
  }
  deps.thumbnailMaker.tryAgain(ids);
  deps.emit('library.changed', { added: [], changed: ids, removed: [] });
  return ids;
}

async function copyBack(
  path: string,
  ref: OriginalRef,
  { originals, intake, damagedFolder }: LocateDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const tempPath = originals.newTempPath();
  try {
    const copied = await readFile(path, tempPath, intake, signal);
    if (!copied?.sha256.equals(ref.sha256)) return false;
    await setAside(originals.ownPathOf(ref), damagedFolder);
    await originals.keep({ ...copied, tempPath }, ref.format);
    return true;
  } finally {
    await originals.drop({ tempPath });
  }
}

/**
 * @param copyTo where a copy is to be; null: it is only read
 * @returns null when it cannot be read, or is no picture or clip
 */
export async function readFile(
  path: string,
  copyTo: string | null,
  intake: Intake,
  signal: AbortSignal,
): Promise<{ readonly sha256: Buffer; readonly sizeBytes: number; readonly modifiedAt: number } | null> {
  try {
    const read: Fetched = await intake.run({ kind: 'fetch', path, copyTo }, signal);
    return read.kind === 'fetched' ? { ...read, sha256: Buffer.from(read.sha256) } : null;
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}
