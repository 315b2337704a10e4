import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { JobId } from '../../../shared/domain/job.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { type Inspected, inspectFile } from '../media/inspect.ts';
import type { Originals, ReceivedFile } from '../media/originals.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import { makeThumbnail, type Thumbnail } from '../media/thumbnails.ts';
import type { StagedFiles } from '../queue/staged-files.ts';
import { toRecipe } from './found-recipe.ts';
import type { ImportRepository, Taken } from './import-repository.ts';
import { companionsOf, readRecipe, readSidecar } from './read-recipe.ts';

export type TakeInDeps = {
  readonly originals: Originals;
  readonly creations: CreationRepository;
  readonly thumbnails: ThumbnailMaker;
  readonly staged: StagedFiles;
  readonly imports: ImportRepository;
  readonly newId: () => JobId;
  readonly now: () => number;
};

/** A file of which the library has a complete, checked copy under a temporary name. */
type Prepared = {
  readonly received: ReceivedFile;
  readonly inspected: Inspected;
  readonly thumbnail: Thumbnail | null;
  readonly recipe: Recipe;
  readonly modelName: string;
  /** When it was made, ms since the epoch; null: now. */
  readonly madeAt: number | null;
};

/** The file to be imported could not be read: its drive may be gone. Not a fault of the library's own disk. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

const placeholderColor = 0x2a2c31;
/** Times this close to now get a number from the queue's own count, which goes on while an import runs. */
const recentMs = 60_000;

/**
 * Takes one file in: looks at its bytes, copies it byte for byte, decodes it wholly, reads its recipe, and makes its
 * rows in one transaction. A crash at any point leaves no half of it.
 * @param record runs the writing of the rows inside a transaction; not called when nothing is written
 * @throws SourceError when the file cannot be read
 */
export async function takeInFile(
  path: string,
  deps: TakeInDeps,
  signal: AbortSignal,
  record: (outcome: () => Taken) => Taken,
): Promise<Taken> {
  const source = await reading(() => stat(path));
  const refused = async (reason: string) => {
    // "Damaged" is also what a drive that is being pulled out looks like.
    await reading(() => stat(path));
    return { kind: 'skipped', reason } as const;
  };
  if (!source.isFile()) return refused('It is not a file.');
  if (source.size === 0) return refused('It is empty.');
  if (await isSidecar(path)) return refused('It is the description of the picture beside it.');
  const looked = await reading(() => inspectFile(path));
  if (!looked.ok) return refused(looked.error);
  const received = await deps.originals.receive(readSource(path, signal), Number.MAX_SAFE_INTEGER);
  return takeInReceived(received, { path, modifiedAt: source.mtimeMs }, deps, record);
}

/** The rest of the way, for bytes that are already in. Drops them when they are not to be kept. */
export async function takeInReceived(
  received: ReceivedFile,
  from: { readonly path: string | null; readonly modifiedAt: number | null },
  deps: TakeInDeps,
  record: (outcome: () => Taken) => Taken,
): Promise<Taken> {
  try {
    const known = duplicateOf(received, deps);
    if (known) return known;
    const prepared = await prepare(received, from);
    if (!prepared.ok) return { kind: 'skipped', reason: prepared.error };
    return await store(prepared.value, deps, record);
  } finally {
    // Does nothing where the file has got its name.
    await deps.originals.drop(received);
  }
}

function duplicateOf(received: ReceivedFile, deps: TakeInDeps): Taken | null {
  const same = deps.imports.findSame(received.sha256);
  if (!same) return null;
  return same.trashed
    ? { kind: 'skipped', reason: 'It is in the trash already.' }
    : { kind: 'duplicate', id: same.id };
}

async function prepare(
  received: ReceivedFile,
  from: { readonly path: string | null; readonly modifiedAt: number | null },
): Promise<Result<Prepared, string>> {
  const path = received.tempPath;
  const inspected = await inspectFile(path);
  if (!inspected.ok) return inspected;
  let thumbnail: Thumbnail | null = null;
  try {
    if (inspected.value.media === 'image') thumbnail = await makeThumbnail(path);
  } catch (error) {
    return err(`It is damaged: ${messageOf(error)}`);
  }
  const inside = await readRecipe(path, inspected.value.format);
  const beside = inside.recipe || from.path === null ? null : await readSidecar(from.path);
  const madeAt = beside?.madeAt ?? inside.madeAt ?? from.modifiedAt;
  return ok({
    received,
    inspected: inspected.value,
    thumbnail,
    ...toRecipe(inside.recipe ?? beside?.recipe ?? null, received.sha256.toString('hex')),
    madeAt: madeAt !== null && madeAt >= 1 ? Math.floor(madeAt) : null,
  });
}

async function store(
  prepared: Prepared,
  deps: TakeInDeps,
  record: (outcome: () => Taken) => Taken,
): Promise<Taken> {
  const { received, inspected, thumbnail, recipe, modelName, madeAt } = prepared;
  const now = deps.now();
  const id = madeAt === null || madeAt > now - recentMs ? deps.newId() : deps.imports.freeId(madeAt);
  const { sha256, sizeBytes } = received;
  const { format, media, width, height, durationMs } = inspected;
  const temp = relative(deps.originals.folder, received.tempPath);
  deps.staged.stage(id, [{ sha256, format, seed: recipe.seed, temp }]);
  await deps.originals.keep(received, format);
  const taken = record(() => {
    deps.staged.forget(id);
    // The same file may have come in by another way meanwhile: what is kept is then the same bytes.
    const known = duplicateOf(received, deps);
    if (known) return known;
    const modelKey = deps.imports.addJob({ id, recipe, modelName, media, finishedAt: now });
    const color = thumbnail?.color ?? placeholderColor;
    deps.creations.add(id, recipe.prompt, [
      { id, media, modelKey, width, height, durationMs, sizeBytes, seed: recipe.seed, color, format, sha256 },
    ]);
    return { kind: 'imported', id };
  });
  if (taken.kind === 'imported' && thumbnail) keepThumbnail(id, thumbnail, deps);
  return taken;
}

/** A cache: without room for it the picture is in all the same. */
function keepThumbnail(id: number, thumbnail: Thumbnail, deps: TakeInDeps): void {
  try {
    deps.thumbnails.put(id, thumbnail);
  } catch (error) {
    if (!isDiskError(error)) throw error;
  }
}

async function isSidecar(path: string): Promise<boolean> {
  for (const companion of companionsOf(path)) {
    const found = await stat(companion).catch(() => null);
    if (found?.isFile()) return true;
  }
  return false;
}

async function* readSource(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, signal });
  try {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SourceError(messageOf(error), { cause: error });
  } finally {
    stream.destroy();
  }
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new SourceError(messageOf(error), { cause: error });
  }
}
