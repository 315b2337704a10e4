import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { messageOf } from '../media/disk-error.ts';
import { type Inspected, inspectFile } from '../media/inspect.ts';
import { makeThumbnail, type Thumbnail } from '../media/thumbnails.ts';
import { toRecipe } from './found-recipe.ts';
import { companionsOf, readRecipe, readSidecar } from './read-recipe.ts';

/** The work on one file that takes time: it runs in a thread of its own, so that the window never waits for it. */
export type IntakeTask =
  /** Looks at a file and reads it to its end, copying it when `copyTo` says where: whole, but not certain to be on disk. */
  | { readonly kind: 'fetch'; readonly path: string; readonly copyTo: string | null }
  /** Decodes what is to be taken in, and reads what it says of itself. */
  | {
      readonly kind: 'examine';
      readonly path: string;
      /** Hex. */
      readonly sha256: string;
      /** Where it came from, so that files beside it can be read; null: from nowhere. */
      readonly from: string | null;
      readonly modifiedAt: number | null;
      /** What `fetch` saw in it; null: it is looked at now. */
      readonly inspected: Inspected | null;
    }
  /** Reads the recipe in a file beside a picture. */
  | {
      readonly kind: 'describe';
      readonly picture: string;
      /** Of the picture; null: not known, so it is read. */
      readonly sha256: Uint8Array | null;
    };

export type Fetched =
  /** `changing`: somebody is still writing it. */
  | { readonly kind: 'refused'; readonly reason: string; readonly changing: boolean }
  /** It tells of the picture beside it, by its path. */
  | { readonly kind: 'describes'; readonly picture: string }
  | {
      readonly kind: 'fetched';
      readonly sha256: Uint8Array;
      readonly sizeBytes: number;
      /** Milliseconds since the epoch, with fractions. */
      readonly modifiedAt: number;
      readonly inspected: Inspected;
    };

export type Examined = {
  readonly inspected: Inspected;
  readonly thumbnail: Thumbnail | null;
  readonly recipe: Recipe;
  readonly modelName: string;
  /** When it was made, ms since the epoch; null: now. */
  readonly madeAt: number | null;
};

/** The recipe beside a picture, and the hash of that picture; null: there is none. */
type Described = (Pick<Examined, 'recipe' | 'modelName'> & { readonly sha256: Uint8Array }) | null;

type Results = {
  readonly fetch: Fetched;
  readonly examine: Result<Examined, string>;
  readonly describe: Described;
};

export type IntakeResult<T extends IntakeTask = IntakeTask> = Results[T['kind']];

/** The file to be imported could not be read: its drive may be gone. Not a fault of the library's own disk. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

const pieceBytes = 1024 * 1024;

/**
 * @throws SourceError when the file cannot be read, the disk's own error when the copy cannot be written, the signal's
 * reason
 */
export async function runIntakeTask<T extends IntakeTask>(
  task: T,
  signal: AbortSignal,
): Promise<IntakeResult<T>>;
export async function runIntakeTask(task: IntakeTask, signal: AbortSignal): Promise<IntakeResult> {
  switch (task.kind) {
    case 'fetch':
      return fetchFile(task.path, task.copyTo, signal);
    case 'examine':
      return examineFile(task);
    case 'describe':
      return describePicture(task, signal);
  }
}

async function fetchFile(path: string, copyTo: string | null, signal: AbortSignal): Promise<Fetched> {
  const source = await reading(() => stat(path));
  const refused = async (reason: string) => {
    // "Damaged" is also what a drive that is being pulled out looks like.
    await reading(() => stat(path));
    return { kind: 'refused', reason, changing: false } as const;
  };
  if (!source.isFile()) return refused('It is not a file.');
  const picture = await pictureBeside(path);
  if (picture !== null) return { kind: 'describes', picture };
  if (source.size === 0) return refused('It is empty.');
  const looked = await reading(() => inspectFile(path));
  if (!looked.ok) return refused(looked.error);
  const read = await readWhole(path, source.size, copyTo, signal);
  const after = await reading(() => stat(path));
  if (after.size !== read.sizeBytes || after.mtimeMs !== source.mtimeMs)
    return { kind: 'refused', reason: 'It was being written while it was read.', changing: true };
  return { kind: 'fetched', ...read, modifiedAt: source.mtimeMs, inspected: looked.value };
}

/** @param expectedBytes no more memory is taken for it; any length is read */
async function readWhole(
  path: string,
  expectedBytes: number,
  copyTo: string | null,
  signal: AbortSignal,
): Promise<{ readonly sha256: Uint8Array; readonly sizeBytes: number }> {
  const hash = createHash('sha256');
  const copy = copyTo === null ? null : await open(copyTo, 'wx');
  let sizeBytes = 0;
  try {
    for await (const chunk of readSource(path, Math.min(expectedBytes, pieceBytes), signal)) {
      sizeBytes += chunk.byteLength;
      hash.update(chunk);
      await copy?.writeFile(chunk);
    }
    // Small ones are synced together later. That much at once would keep the disk from the library's own commits.
    if (sizeBytes > pieceBytes) await copy?.sync();
  } finally {
    await copy?.close();
  }
  return { sha256: hash.digest(), sizeBytes };
}

async function examineFile({
  path,
  sha256,
  from,
  modifiedAt,
  inspected: seen,
}: Extract<IntakeTask, { kind: 'examine' }>): Promise<Result<Examined, string>> {
  const inspected = seen ? ok(seen) : await inspectFile(path);
  if (!inspected.ok) return inspected;
  let thumbnail: Thumbnail | null = null;
  try {
    if (inspected.value.media === 'image') thumbnail = await makeThumbnail(path);
  } catch (error) {
    // Some decoders name the file, which has a name of the library's here.
    return err(`It is damaged: ${messageOf(error).replaceAll(`${path}: `, '')}`);
  }
  const inside = await readRecipe(path, inspected.value.format);
  const beside = inside.recipe || from === null ? null : await readSidecar(from);
  const madeAt = beside?.madeAt ?? inside.madeAt ?? modifiedAt;
  return ok({
    inspected: inspected.value,
    thumbnail,
    ...toRecipe(inside.recipe ?? beside?.recipe ?? null, sha256),
    madeAt: madeAt !== null && madeAt >= 1 ? Math.floor(madeAt) : null,
  });
}

/** The small file first: most that lie beside pictures hold no recipe, and a picture may be long. */
async function describePicture(
  { picture, sha256: known }: Extract<IntakeTask, { kind: 'describe' }>,
  signal: AbortSignal,
): Promise<Described> {
  const beside = await readSidecar(picture);
  if (!beside?.recipe) return null;
  const sha256 = known ?? (await readWhole(picture, pieceBytes, null, signal)).sha256;
  return { sha256, ...toRecipe(beside.recipe, Buffer.from(sha256).toString('hex')) };
}

async function pictureBeside(path: string): Promise<string | null> {
  for (const companion of companionsOf(path)) {
    const found = await stat(companion).catch(() => null);
    if (found?.isFile()) return companion;
  }
  return null;
}

async function* readSource(
  path: string,
  highWaterMark: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark, signal });
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
