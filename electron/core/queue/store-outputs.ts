import type { Database } from 'better-sqlite3';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { CreationRepository, NewCreation } from '../library/creation-repository.ts';
import { inspectFile, type Inspected } from '../media/inspect.ts';
import { TooLargeError, type Originals, type ReceivedFile } from '../media/originals.ts';
import { makeThumbnail, type Thumbnail } from '../media/thumbnails.ts';
import type { Outcome, Output } from '../providers/provider.ts';
import type { Job } from './job-repository.ts';

/** A ten-minute 4K clip stays below; an endless stream does not fill the disk. */
const maxOutputBytes = 4 * 1024 ** 3;
const placeholderColor = 0x2a2c31;

/** Outputs that are complete, checked and named on disk, ready to become rows. */
export type StoredOutputs = {
  readonly creations: readonly NewCreation[];
  readonly thumbnails: readonly { readonly id: number; readonly thumbnail: Thumbnail }[];
};

export type StoreDeps = {
  readonly originals: Originals;
  readonly staged: StagedFiles;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

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
  const received: {
    file: ReceivedFile;
    inspected: Inspected;
    thumbnail: Thumbnail | null;
    output: Output;
  }[] = [];
  const giveUp = async (failure: Failure) => {
    for (const entry of received) await deps.originals.drop(entry.file);
    return err(failure);
  };
  for (const output of outcome.outputs) {
    const file = await receive(output, deps, signal);
    if (!file.ok) return giveUp(file.error);
    const checked = await check(file.value);
    if (!checked.ok) {
      await deps.originals.drop(file.value);
      return giveUp(fail('bad_output', chargedFor(job, outcome), { detail: checked.error }));
    }
    received.push({ file: file.value, output, ...checked.value });
  }
  if (received.length === 0) {
    return err(
      fail('bad_output', chargedFor(job, outcome), { detail: 'It reported success and delivered nothing.' }),
    );
  }
  try {
    for (const { file, inspected } of received) {
      deps.staged.add(job.id, file.sha256, inspected.format);
      await deps.originals.keep(file, inspected.format);
    }
  } catch (error) {
    return giveUp(diskFailure(error, job, outcome));
  }
  return ok({
    creations: received.map(({ file, inspected, thumbnail, output }, index) => ({
      id: job.id + index,
      media: inspected.media,
      modelKey: job.modelKey,
      width: inspected.width,
      height: inspected.height,
      durationMs: inspected.durationMs,
      sizeBytes: file.sizeBytes,
      seed: output.seed ?? null,
      color: thumbnail?.color ?? placeholderColor,
      format: inspected.format,
      sha256: file.sha256,
    })),
    thumbnails: received.flatMap(({ thumbnail }, index) =>
      thumbnail ? [{ id: job.id + index, thumbnail }] : [],
    ),
  });
}

/** Delivery servers drop connections now and then; the file was paid for, so it is asked for again. */
async function receive(
  output: Output,
  deps: StoreDeps,
  signal: AbortSignal,
): Promise<Result<ReceivedFile, Failure>> {
  for (const waitMs of [500, 2000]) {
    const file = await receiveOnce(output, deps, signal);
    if (file.ok || file.error.code !== 'network') return file;
    await deps.sleep(waitMs, signal).catch(() => undefined);
  }
  return receiveOnce(output, deps, signal);
}

async function receiveOnce(
  output: Output,
  deps: StoreDeps,
  signal: AbortSignal,
): Promise<Result<ReceivedFile, Failure>> {
  const source = output.source;
  try {
    if (source.kind === 'bytes') return ok(await deps.originals.receive([source.bytes], maxOutputBytes));
    const response = await deps.fetch(source.url, {
      signal,
      headers: source.headers ?? {},
      redirect: 'follow',
    });
    if (!response.ok || !response.body) {
      return err(
        fail('network', 'yes', { detail: `The file could not be fetched (status ${response.status}).` }),
      );
    }
    return ok(await deps.originals.receive(response.body, maxOutputBytes));
  } catch (error) {
    if (signal.aborted) return err(fail('cancelled', 'yes'));
    if (error instanceof TooLargeError) return err(fail('bad_output', 'yes', { detail: error.message }));
    if (isDiskError(error))
      return err(fail('disk', source.kind === 'bytes' ? 'unknown' : 'yes', { detail: messageOf(error) }));
    return err(fail('network', 'yes', { detail: 'The file broke off while it was being fetched.' }));
  }
}

/** Looks at the bytes, and decodes pictures wholly: a cut-off file is found now, not when it is opened in a year. */
async function check(
  file: ReceivedFile,
): Promise<Result<{ inspected: Inspected; thumbnail: Thumbnail | null }, string>> {
  const inspected = await inspectFile(file.tempPath);
  if (!inspected.ok) return inspected;
  if (inspected.value.media === 'video') return ok({ inspected: inspected.value, thumbnail: null });
  try {
    return ok({ inspected: inspected.value, thumbnail: await makeThumbnail(file.tempPath) });
  } catch (error) {
    return err(`The picture is damaged: ${messageOf(error)}`);
  }
}

/** A provider that finished a paid job has charged for it, whatever it sent. */
function chargedFor(job: Job, outcome: Outcome): Failure['charged'] {
  if (outcome.costMicros !== null) return outcome.costMicros > 0 ? 'yes' : 'no';
  return job.estimate.kind === 'free' ? 'no' : 'yes';
}

function diskFailure(error: unknown, job: Job, outcome: Outcome): Failure {
  return fail('disk', chargedFor(job, outcome), { detail: messageOf(error) });
}

export function isDiskError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENOENT|SQLITE_(?:FULL|IOERR|READONLY).*)$/.test(
    code,
  );
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** Files that have their name but no creation yet. What a crash leaves here is removed at the next start. */
export function createStagedFiles(db: Database) {
  const add = db.prepare('INSERT OR IGNORE INTO staged_file(job_id, sha256, format) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM staged_file WHERE job_id = ?');
  const all = db.prepare<[], { sha256: Buffer; format: string }>(
    'SELECT DISTINCT sha256, format FROM staged_file',
  );
  return {
    add(jobId: number, sha256: Buffer, format: string): void {
      add.run(jobId, sha256, format);
    },
    /** Inside the transaction that makes the creations. */
    forget(jobId: number): void {
      forget.run(jobId);
    },
    async sweep(originals: Originals, creations: CreationRepository): Promise<number> {
      const left = all.all().filter((ref) => !creations.isNamed(ref.sha256));
      for (const ref of left) await originals.remove(ref);
      db.exec('DELETE FROM staged_file');
      return left.length;
    },
  };
}
export type StagedFiles = ReturnType<typeof createStagedFiles>;
