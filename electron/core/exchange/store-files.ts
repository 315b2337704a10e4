import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { JobId } from '../../../shared/domain/job.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { NewOutputs } from '../library/creation-repository.ts';
import { isDiskError } from '../media/disk-error.ts';
import type { MadeThumbnail } from '../media/thumbnails.ts';
import type { StagedFiles } from '../queue/staged-files.ts';
import type { Taken } from './import-repository.ts';
import { duplicateOf, hashOf, type Ready, type TakeInDeps } from './take-in.ts';

export type StoreDeps = TakeInDeps & {
  readonly staged: StagedFiles;
  readonly newId: () => JobId;
  readonly now: () => number;
};

/** Runs `write`, which makes the rows of these files, in one transaction. */
type Record<T> = (files: readonly T[], write: () => readonly Taken[]) => readonly Taken[];

/** What became of a file, or why it is not in. */
export type Stored = Result<Taken, unknown>;

type Numbered<T> = { readonly file: T; readonly id: JobId };

const placeholderColor = 0x2a2c31;
/** Times this close to now get a number from the queue's own count, which goes on while an import runs. */
const recentMs = 60_000;

/** What is written before the window has a turn: a few milliseconds. A row weighs as much as so many characters of a prompt. */
const sliceCharacters = 16_000;
const rowCharacters = 1000;
const sliceBytes = 256 * 1024;

/**
 * Brings files into the library together: their names are noted in one transaction and given, and their rows are
 * made in another. A crash at any point leaves no half of one, and what is wrong with one keeps no other out.
 */
export async function storeFiles<T extends Ready>(
  files: readonly T[],
  deps: StoreDeps,
  record: Record<T>,
): Promise<ReadonlyMap<T, Stored>> {
  const ends = new Map<T, Stored>();
  const numbered = files.map((file) => ({ file, id: numberOf(file, deps) }));
  await nameFiles(numbered, deps, ends);
  const named = numbered.filter(({ file }) => !ends.has(file));
  const weigh = ({ file }: Numbered<T>) => rowCharacters + file.examined.recipe.prompt.length;
  for (const slice of slices(named, sliceCharacters, weigh)) {
    recordAll(slice, deps, record, ends);
    await setImmediate();
  }
  for (const { file, id } of numbered) await clearAway(file, id, ends.get(file), deps);
  const sizeOf = ({ thumbnail: { small, large } }: MadeThumbnail) => small.byteLength + large.byteLength;
  for (const slice of slices(thumbnailsOf(ends), sliceBytes, sizeOf)) {
    deps.thumbnails.put(slice);
    await setImmediate();
  }
  return ends;
}

/** Pieces of a list, each of one or of as many as are together no larger than `most`. */
function* slices<T>(list: readonly T[], most: number, sizeOf: (item: T) => number): Generator<readonly T[]> {
  let slice: T[] = [];
  let size = 0;
  for (const item of list) {
    if (slice.length > 0 && size + sizeOf(item) > most) {
      yield slice;
      slice = [];
      size = 0;
    }
    slice.push(item);
    size += sizeOf(item);
  }
  if (slice.length > 0) yield slice;
}

function numberOf({ examined: { madeAt } }: Ready, deps: StoreDeps): JobId {
  return madeAt === null || madeAt > deps.now() - recentMs ? deps.newId() : deps.imports.freeId(madeAt);
}

async function nameFiles<T extends Ready>(
  numbered: readonly Numbered<T>[],
  { originals, staged }: StoreDeps,
  ends: Map<T, Stored>,
): Promise<void> {
  const copies = numbered.flatMap(({ file, id }) =>
    file.source.keep === 'copy'
      ? [{ file, id, received: file.source.received, format: file.examined.inspected.format }]
      : [],
  );
  if (copies.length === 0) return;
  try {
    staged.stage(
      copies.map(({ file, id, received: { sha256, tempPath }, format }) => {
        const temp = relative(originals.folder, tempPath);
        return { jobId: id, files: [{ sha256, format, seed: file.examined.recipe.seed, temp }] };
      }),
    );
    const failures = await originals.keepAll(copies);
    for (const [place, { file }] of copies.entries())
      if (failures[place] !== undefined) ends.set(file, err(failures[place]));
  } catch (error) {
    for (const { file } of copies) ends.set(file, err(error));
  }
}

/** Where the rows of one cannot be made, each is tried by itself: only that one stays out. */
function recordAll<T extends Ready>(
  numbered: readonly Numbered<T>[],
  deps: StoreDeps,
  record: Record<T>,
  ends: Map<T, Stored>,
): void {
  if (numbered.length === 0) return;
  const files = numbered.map(({ file }) => file);
  try {
    const taken = record(files, () => writeRows(numbered, deps));
    for (const [place, one] of taken.entries()) {
      const file = files[place];
      if (file) ends.set(file, ok(one));
    }
  } catch (error) {
    if (numbered.length > 1 && !isDiskError(error))
      for (const one of numbered) recordAll([one], deps, record, ends);
    else for (const file of files) ends.set(file, err(error));
  }
}

/** What is left of a file that is not in. A name that was given on a disk that fails is seen to at the next start. */
async function clearAway(
  { source }: Ready,
  id: JobId,
  end: Stored | undefined,
  { originals, staged, creations }: StoreDeps,
): Promise<void> {
  if (end?.ok || source.keep === 'reference') return;
  await originals.drop(source.received);
  if (!isDiskError(end?.error)) await staged.discard(id, originals, creations);
}

function writeRows(numbered: readonly Numbered<Ready>[], deps: StoreDeps): readonly Taken[] {
  const added: NewOutputs[] = [];
  const twins = new Map<string, Taken>();
  const taken = numbered.map(({ file: { source, examined }, id }): Taken => {
    deps.staged.forget(id);
    const sha256 = hashOf(source);
    // The same bytes may have come in by another way meanwhile, or with this group: what is kept is then one file.
    const known = twins.get(sha256.toString('hex')) ?? duplicateOf(sha256, deps.imports);
    if (known) return known;
    twins.set(sha256.toString('hex'), { kind: 'duplicate', id, foundAgain: false });
    const { inspected, recipe, modelName, thumbnail } = examined;
    const { format, media, width, height, durationMs } = inspected;
    const { sizeBytes } = source.keep === 'copy' ? source.received : source.file;
    const modelKey = deps.imports.addJob({ id, recipe, modelName, media, finishedAt: deps.now() });
    const { color, look } = thumbnail ?? { color: placeholderColor, look: null };
    const shown = { id, media, modelKey, width, height, durationMs, sizeBytes };
    added.push({
      jobId: id,
      prompt: recipe.prompt,
      creations: [{ ...shown, seed: recipe.seed, color, format, sha256, look }],
    });
    if (source.keep === 'reference') deps.references.put(sha256, source.file);
    return { kind: 'imported', id };
  });
  deps.creations.add(added);
  return taken;
}

function thumbnailsOf(ends: ReadonlyMap<Ready, Stored>): readonly MadeThumbnail[] {
  return [...ends].flatMap(
    ([
      {
        examined: { thumbnail },
      },
      end,
    ]) => {
      if (!thumbnail || !end.ok || end.value.kind !== 'imported') return [];
      // Bytes from a thread are no `Buffer` any more.
      const { small, large } = thumbnail;
      return [
        {
          id: end.value.id,
          thumbnail: { ...thumbnail, small: Buffer.from(small), large: Buffer.from(large) },
        },
      ];
    },
  );
}
