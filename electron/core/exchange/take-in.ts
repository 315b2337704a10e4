import type { KeepOriginals } from '../../../shared/domain/exchange.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { Originals, ReceivedFile } from '../media/originals.ts';
import type { ReferencedFile, References } from '../media/references.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { ImportRepository, Taken } from './import-repository.ts';
import type { Intake } from './intake-client.ts';
import type { Examined, Fetched, IntakeTask } from './intake-task.ts';

export type TakeInDeps = {
  readonly originals: Originals;
  readonly references: References;
  readonly creations: CreationRepository;
  readonly thumbnails: ThumbnailMaker;
  readonly imports: ImportRepository;
  readonly intake: Intake;
};

type ExamineTask = Extract<IntakeTask, { kind: 'examine' }>;

/** Bytes that are to be in the library: a complete copy under a temporary name, or a file that stays where it is. */
type Source =
  | { readonly keep: 'copy'; readonly received: ReceivedFile }
  | { readonly keep: 'reference'; readonly sha256: Buffer; readonly file: ReferencedFile };

/** A file that is whole, decoded and read: all it needs are its name and its rows. */
export type Ready = { readonly kind: 'ready'; readonly source: Source; readonly examined: Examined };

/** What a file turned out to be when it was looked at. */
export type Looked = Taken | Ready | Extract<Fetched, { kind: 'describes' }>;

/**
 * Looks at one file: reads it to its end, byte for byte, decodes it wholly, and reads its recipe. Whoever gets one that
 * is ready sees to its temporary copy.
 * @throws SourceError when the file cannot be read
 */
export async function takeInFile(
  { path, keep }: { readonly path: string; readonly keep: KeepOriginals },
  deps: TakeInDeps,
  signal: AbortSignal,
): Promise<Looked> {
  const tempPath = deps.originals.newTempPath();
  const copyTo = keep === 'copy' ? tempPath : null;
  let looked: Looked | undefined;
  try {
    const fetched = await deps.intake.run({ kind: 'fetch', path, copyTo }, signal);
    if (fetched.kind === 'refused')
      return { kind: 'skipped', reason: fetched.reason, changing: fetched.changing };
    if (fetched.kind === 'describes') return fetched;
    const { sizeBytes, modifiedAt, inspected } = fetched;
    const sha256 = Buffer.from(fetched.sha256);
    const source: Source =
      keep === 'copy'
        ? { keep, received: { tempPath, sha256, sizeBytes } }
        : { keep, sha256, file: { path, sizeBytes, modifiedAt: Math.floor(modifiedAt) } };
    looked = await examine(source, { path, modifiedAt, inspected }, deps, signal);
    return looked;
  } finally {
    if (looked?.kind !== 'ready') await deps.originals.drop({ tempPath });
  }
}

/** The rest of the way, for bytes that are already in. Drops them when they are not to be kept. */
export async function takeInReceived(
  received: ReceivedFile,
  modifiedAt: number | null,
  deps: TakeInDeps,
): Promise<Taken | Ready> {
  let looked: Taken | Ready | undefined;
  try {
    const never = new AbortController().signal;
    looked = await examine(
      { keep: 'copy', received },
      { path: null, modifiedAt, inspected: null },
      deps,
      never,
    );
    return looked;
  } finally {
    if (looked?.kind !== 'ready') await deps.originals.drop(received);
  }
}

async function examine(
  source: Source,
  from: Pick<ExamineTask, 'modifiedAt' | 'inspected'> & { readonly path: string | null },
  deps: TakeInDeps,
  signal: AbortSignal,
): Promise<Taken | Ready> {
  const known = await knownAlready(source, deps);
  if (known) return known;
  const path = source.keep === 'copy' ? source.received.tempPath : source.file.path;
  const sha256 = hashOf(source).toString('hex');
  const { modifiedAt, inspected } = from;
  const task = { kind: 'examine', path, sha256, from: from.path, modifiedAt, inspected } as const;
  const examined = await deps.intake.run(task, signal);
  return examined.ok
    ? { kind: 'ready', source, examined: examined.value }
    : { kind: 'skipped', reason: examined.error, changing: false };
}

export const hashOf = (source: Source) => (source.keep === 'copy' ? source.received.sha256 : source.sha256);

/** The same bytes are in. Where their original is missing, it is found again now. */
async function knownAlready(source: Source, deps: TakeInDeps): Promise<Taken | null> {
  const { originals, references } = deps;
  const known = duplicateOf(hashOf(source), deps.imports);
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

export function duplicateOf(sha256: Buffer, imports: Pick<ImportRepository, 'findSame'>): Taken | null {
  const same = imports.findSame(sha256);
  if (!same) return null;
  return same.trashed
    ? { kind: 'skipped', reason: 'It is in the trash already.', changing: false }
    : { kind: 'duplicate', id: same.id, foundAgain: false };
}
