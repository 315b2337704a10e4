import { relative } from 'node:path';
import type { KeepOriginals } from '../../../shared/domain/exchange.ts';
import type { JobId } from '../../../shared/domain/job.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { Originals, ReceivedFile } from '../media/originals.ts';
import type { ReferencedFile, References } from '../media/references.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { StagedFiles } from '../queue/staged-files.ts';
import type { ImportRepository, Taken } from './import-repository.ts';
import type { Intake } from './intake-client.ts';
import type { Examined, Fetched } from './intake-task.ts';

export type TakeInDeps = {
  readonly originals: Originals;
  readonly references: References;
  readonly creations: CreationRepository;
  readonly thumbnails: ThumbnailMaker;
  readonly staged: StagedFiles;
  readonly imports: ImportRepository;
  readonly intake: Intake;
  readonly newId: () => JobId;
  readonly now: () => number;
};

/** Bytes that are to be in the library: a complete copy under a temporary name, or a file that stays where it is. */
type Source =
  | { readonly keep: 'copy'; readonly received: ReceivedFile }
  | { readonly keep: 'reference'; readonly sha256: Buffer; readonly file: ReferencedFile };

/** Writes rows inside a transaction; not called when nothing is written. */
type Record = (outcome: () => Taken) => Taken;

const placeholderColor = 0x2a2c31;
/** Times this close to now get a number from the queue's own count, which goes on while an import runs. */
const recentMs = 60_000;

/**
 * Takes one file in: reads it to its end, byte for byte, decodes it wholly, reads its recipe, and makes its rows in one
 * transaction. A crash at any point leaves no half of it.
 * @throws SourceError when the file cannot be read
 */
export async function takeInFile(
  { path, keep }: { readonly path: string; readonly keep: KeepOriginals },
  deps: TakeInDeps,
  signal: AbortSignal,
  record: Record,
): Promise<Taken | Extract<Fetched, { kind: 'describes' }>> {
  const tempPath = deps.originals.newTempPath();
  const copyTo = keep === 'copy' ? tempPath : null;
  try {
    const fetched = await deps.intake.run({ kind: 'fetch', path, copyTo }, signal);
    if (fetched.kind === 'refused')
      return { kind: 'skipped', reason: fetched.reason, changing: fetched.changing };
    if (fetched.kind === 'describes') return fetched;
    const { sizeBytes, modifiedAt } = fetched;
    const sha256 = Buffer.from(fetched.sha256);
    const source: Source =
      keep === 'copy'
        ? { keep, received: { tempPath, sha256, sizeBytes } }
        : { keep, sha256, file: { path, sizeBytes, modifiedAt: Math.floor(modifiedAt) } };
    return await takeIn(source, { path, modifiedAt }, deps, signal, record);
  } finally {
    // Does nothing where the file has got its name.
    await deps.originals.drop({ tempPath });
  }
}

/** The rest of the way, for bytes that are already in. Drops them when they are not to be kept. */
export async function takeInReceived(
  received: ReceivedFile,
  modifiedAt: number | null,
  deps: TakeInDeps,
  record: Record,
): Promise<Taken> {
  try {
    const never = new AbortController().signal;
    return await takeIn({ keep: 'copy', received }, { path: null, modifiedAt }, deps, never, record);
  } finally {
    await deps.originals.drop(received);
  }
}

async function takeIn(
  source: Source,
  from: { readonly path: string | null; readonly modifiedAt: number | null },
  deps: TakeInDeps,
  signal: AbortSignal,
  record: Record,
): Promise<Taken> {
  const known = await knownAlready(source, deps);
  if (known) return known;
  const path = source.keep === 'copy' ? source.received.tempPath : source.file.path;
  const sha256 = hashOf(source).toString('hex');
  const task = { kind: 'examine', path, sha256, from: from.path, modifiedAt: from.modifiedAt } as const;
  const examined = await deps.intake.run(task, signal);
  if (!examined.ok) return { kind: 'skipped', reason: examined.error, changing: false };
  return store(source, examined.value, deps, record);
}

const hashOf = (source: Source) => (source.keep === 'copy' ? source.received.sha256 : source.sha256);

/** The same bytes are in. Where their original is missing, it is found again now. */
async function knownAlready(source: Source, deps: TakeInDeps): Promise<Taken | null> {
  const { originals, references } = deps;
  const known = duplicateOf(hashOf(source), deps);
  const ref = known?.kind === 'duplicate' ? deps.creations.originalOf(known.id) : null;
  if (known?.kind !== 'duplicate' || !ref || originals.isPresent(ref)) return known;
  if (source.keep === 'copy') {
    await originals.keep(source.received, ref.format);
    references.forget(ref.sha256);
  } else {
    references.put(ref.sha256, source.file);
  }
  deps.thumbnails.tryAgain([known.id]);
  return { ...known, foundAgain: true };
}

function duplicateOf(sha256: Buffer, deps: TakeInDeps): Taken | null {
  const same = deps.imports.findSame(sha256);
  if (!same) return null;
  return same.trashed
    ? { kind: 'skipped', reason: 'It is in the trash already.', changing: false }
    : { kind: 'duplicate', id: same.id, foundAgain: false };
}

async function store(
  source: Source,
  { inspected, thumbnail, recipe, modelName, madeAt }: Examined,
  deps: TakeInDeps,
  record: Record,
): Promise<Taken> {
  const now = deps.now();
  const id = madeAt === null || madeAt > now - recentMs ? deps.newId() : deps.imports.freeId(madeAt);
  const { format, media, width, height, durationMs } = inspected;
  const sha256 = hashOf(source);
  const { sizeBytes } = source.keep === 'copy' ? source.received : source.file;
  if (source.keep === 'copy') {
    const temp = relative(deps.originals.folder, source.received.tempPath);
    deps.staged.stage(id, [{ sha256, format, seed: recipe.seed, temp }]);
    await deps.originals.keep(source.received, format);
  }
  const taken = record(() => {
    deps.staged.forget(id);
    // The same file may have come in by another way meanwhile: what is kept is then the same bytes.
    const known = duplicateOf(sha256, deps);
    if (known) return known;
    const modelKey = deps.imports.addJob({ id, recipe, modelName, media, finishedAt: now });
    const { seed } = recipe;
    const { color, look } = thumbnail ?? { color: placeholderColor, look: null };
    const shared = { id, media, modelKey, width, height, durationMs, sizeBytes };
    deps.creations.add([
      { jobId: id, prompt: recipe.prompt, creations: [{ ...shared, seed, color, format, sha256, look }] },
    ]);
    if (source.keep === 'reference') deps.references.put(sha256, source.file);
    return { kind: 'imported', id };
  });
  if (taken.kind === 'imported' && thumbnail) {
    // Bytes from a thread are no `Buffer` any more.
    const { small, large } = thumbnail;
    deps.thumbnails.put(id, { ...thumbnail, small: Buffer.from(small), large: Buffer.from(large) });
  }
  return taken;
}
