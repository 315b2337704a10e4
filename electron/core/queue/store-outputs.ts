import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { NewCreation } from '../library/creation-repository.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { inspectFile, type Inspected } from '../media/inspect.ts';
import type { ReceivedFile } from '../media/originals.ts';
import { type MadeThumbnail, makeThumbnail, type Thumbnail } from '../media/thumbnails.ts';
import type { Outcome, Output } from '../providers/provider.ts';
import type { Job } from './job-row.ts';
import { receiveOutput, type ReceiveDeps } from './receive-output.ts';
import type { StagedFile, StagedFiles } from './staged-files.ts';
import type { OnStep } from './steps.ts';

/** One more than was asked for is kept; a flood is not, and would run into the next job's numbers. */
const maxOutputs = 200;
const placeholderColor = 0x2a2c31;

/** Outputs that are complete, checked and named on disk, ready to become rows. */
export type StoredOutputs = {
  readonly creations: readonly NewCreation[];
  readonly thumbnails: readonly MadeThumbnail[];
};

export type StoreDeps = ReceiveDeps & { readonly staged: StagedFiles; readonly step?: OnStep | undefined };

type Looked = { readonly inspected: Inspected; readonly file: ReceivedFile; readonly output: Output };
type Checked = { readonly inspected: Inspected; readonly thumbnail: Thumbnail | null };

/**
 * Brings every output of a finished job into the media folder. Files are named only when all of them are
 * complete and readable, so that a failure leaves nothing behind.
 */
export async function storeOutputs(
  job: Job,
  outcome: Outcome,
  deps: StoreDeps,
  signal: AbortSignal,
): Promise<Result<StoredOutputs, Failure>> {
  if (outcome.outputs.length > maxOutputs) {
    const detail = `It delivered ${outcome.outputs.length} files where ${job.count} were asked for.`;
    return err(fail('bad_output', chargedFor(job, outcome), { detail }));
  }
  const received: Looked[] = [];
  const giveUp = async (failure: Failure) => {
    for (const entry of received) await deps.originals.drop(entry.file);
    deps.staged.forget(job.id);
    return err(failure);
  };
  const spoilt = (detail: string) => giveUp(fail('bad_output', chargedFor(job, outcome), { detail }));
  for (const output of outcome.outputs) {
    const file = await receiveOutput(output, deps, signal, () => deps.step?.('receiving', job.id));
    if (!file.ok) return giveUp(job.estimate.kind === 'free' ? { ...file.error, charged: 'no' } : file.error);
    const inspected = await inspectFile(file.value.tempPath);
    if (!inspected.ok) {
      await deps.originals.drop(file.value);
      return spoilt(inspected.error);
    }
    received.push({ file: file.value, output, inspected: inspected.value });
  }
  if (received.length === 0) return spoilt('It reported success and delivered nothing.');
  deps.step?.('received', job.id);
  try {
    stage(job, received, deps);
    const thumbnails: (Thumbnail | null)[] = [];
    for (const { file, inspected } of received) {
      const decoded = await decode(file.tempPath, inspected);
      if (!decoded.ok) return await spoilt(decoded.error);
      thumbnails.push(decoded.value);
    }
    await nameFiles(job, received, deps);
    return ok(
      toStored(
        job,
        received.map((entry, index) => toOutput(entry, thumbnails[index] ?? null)),
      ),
    );
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return giveUp(fail('disk', chargedFor(job, outcome), { detail: messageOf(error) }));
  }
}

/** From here on a crash loses nothing: what is whole on disk is found by these rows and kept. */
function stage(job: Job, received: readonly Looked[], deps: StoreDeps): void {
  const files = received.map(({ file, inspected, output }) => ({
    sha256: file.sha256,
    format: inspected.format,
    seed: output.seed ?? null,
    temp: relative(deps.originals.folder, file.tempPath),
  }));
  deps.staged.stage([{ jobId: job.id, files }]);
  deps.step?.('staged', job.id);
}

async function nameFiles(job: Job, received: readonly Looked[], deps: StoreDeps): Promise<void> {
  for (const { file, inspected } of received) {
    await deps.originals.keep(file, inspected.format);
    deps.step?.('naming', job.id);
  }
  deps.step?.('named', job.id);
}

function toOutput({ inspected, file, output }: Looked, thumbnail: Thumbnail | null): StoredOutput {
  const { sha256, sizeBytes } = file;
  return { inspected, thumbnail, sha256, sizeBytes, seed: output.seed ?? null };
}

/**
 * Takes up outputs that had all got their names when a crash came: they are checked like new ones. Null when one of
 * them is not what its name says.
 */
export async function adoptStaged(
  job: Job,
  files: readonly Omit<StagedFile, 'temp'>[],
  deps: StoreDeps,
): Promise<StoredOutputs | null> {
  const adopted: StoredOutput[] = [];
  for (const file of files) {
    const path = deps.originals.pathOf(file);
    if (!(await deps.originals.verify(file))) return null;
    const inspected = await inspectFile(path);
    const decoded = inspected.ok ? await decode(path, inspected.value) : inspected;
    if (!inspected.ok || !decoded.ok) return null;
    const { size } = await stat(path);
    adopted.push({
      inspected: inspected.value,
      thumbnail: decoded.value,
      sha256: file.sha256,
      seed: file.seed,
      sizeBytes: size,
    });
  }
  return toStored(job, adopted);
}

type StoredOutput = Checked & {
  readonly sha256: Buffer;
  readonly sizeBytes: number;
  readonly seed: number | null;
};

function toStored(job: Job, outputs: readonly StoredOutput[]): StoredOutputs {
  return {
    creations: outputs.map(({ inspected, thumbnail, sha256, sizeBytes, seed }, index) => ({
      id: job.id + index,
      media: inspected.media,
      modelKey: job.modelKey,
      width: inspected.width,
      height: inspected.height,
      durationMs: inspected.durationMs,
      sizeBytes,
      seed,
      color: thumbnail?.color ?? placeholderColor,
      look: thumbnail?.look ?? null,
      format: inspected.format,
      sha256,
    })),
    thumbnails: outputs.flatMap(({ thumbnail }, index) =>
      thumbnail ? [{ id: job.id + index, thumbnail }] : [],
    ),
  };
}

/** Decodes pictures wholly: a cut-off file is found now, not when it is opened in a year. */
async function decode(path: string, { media }: Inspected): Promise<Result<Thumbnail | null, string>> {
  if (media === 'video') return ok(null);
  try {
    return ok(await makeThumbnail(path));
  } catch (error) {
    return err(`The picture is damaged: ${messageOf(error)}`);
  }
}

/** A provider that finished a paid job has charged for it, whatever it sent. */
function chargedFor(job: Job, outcome: Outcome): Failure['charged'] {
  if (outcome.costMicros !== null) return outcome.costMicros > 0 ? 'yes' : 'no';
  return job.estimate.kind === 'free' ? 'no' : 'yes';
}
