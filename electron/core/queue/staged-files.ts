import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { JobId } from '../../../shared/domain/job.ts';
import type { CreationRepository, OriginalRef } from '../library/creation-repository.ts';
import type { Originals } from '../media/originals.ts';

export type StagedFile = OriginalRef & {
  readonly seed: number | null;
  /** Where it lies in the media folder until it gets its own name, if it is to be found again after a crash. */
  readonly temp?: string;
};

type Row = {
  readonly jobId: number;
  readonly total: number;
  readonly sha256: Buffer;
  readonly format: string;
  readonly seed: number | null;
  readonly temp: string | null;
};

/**
 * All SQL over `staged_file`: which names a job's outputs are about to get. After a crash this tells a complete set,
 * from which the job is finished, from leftovers, which are removed.
 */
export function createStagedFiles(db: Database) {
  const add = db.prepare(
    'INSERT INTO staged_file(job_id, place, total, sha256, format, seed, temp) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const forget = db.prepare('DELETE FROM staged_file WHERE job_id = ?');
  const columns = 'job_id AS jobId, total, sha256, format, seed, temp';
  const ofJob = db.prepare<[number], Row>(
    `SELECT ${columns} FROM staged_file WHERE job_id = +? ORDER BY place`,
  );
  const fetching = db.prepare<[], Row>(
    `SELECT ${columns} FROM staged_file WHERE job_id IN (SELECT id FROM job WHERE state = 'fetching')`,
  );
  const leftover = db.prepare<[], Row>(
    `SELECT ${columns} FROM staged_file WHERE job_id NOT IN (SELECT id FROM job WHERE state = 'fetching')`,
  );

  return {
    /** Before any of them gets its name. */
    stage(jobs: readonly { readonly jobId: JobId; readonly files: readonly StagedFile[] }[]): void {
      db.transaction(() => {
        for (const { jobId, files } of jobs) {
          forget.run(jobId);
          for (const [place, file] of files.entries()) {
            add.run(jobId, place, files.length, file.sha256, file.format, file.seed, file.temp ?? null);
          }
        }
      })();
    },

    /** Inside the transaction that makes the creations. */
    forget(jobId: JobId): void {
      forget.run(jobId);
    },

    /** The files of a job when all of them have their names; else null. */
    complete(jobId: JobId, originals: Originals): readonly Omit<StagedFile, 'temp'>[] | null {
      const rows = ofJob.all(jobId);
      const whole = rows.length > 0 && rows.length === rows[0]?.total && rows.every(originals.isPresent);
      return whole ? rows : null;
    },

    /** Removes what a job has staged, but for files that a creation names. */
    async discard(jobId: JobId, originals: Originals, creations: CreationRepository): Promise<void> {
      await removeUnnamed(ofJob.all(jobId), originals, creations);
      forget.run(jobId);
    },

    /** At the start, before incoming files are cleared: gives files their names that a crash kept from them. */
    async rescue(originals: Originals): Promise<void> {
      for (const { sha256, format, temp } of fetching.all()) {
        if (temp === null) continue;
        const tempPath = join(originals.folder, temp);
        if (originals.isPresent({ sha256, format }) || !existsSync(tempPath)) continue;
        const { size } = await stat(tempPath);
        await originals.keep({ tempPath, sha256, sizeBytes: size }, format);
      }
    },

    /** At the start: removes what jobs that are no longer being stored have left. Answers how many files. */
    async sweep(originals: Originals, creations: CreationRepository): Promise<number> {
      const rows = leftover.all();
      const removed = await removeUnnamed(rows, originals, creations);
      for (const { jobId } of rows) forget.run(jobId);
      return removed;
    },
  };
}
export type StagedFiles = ReturnType<typeof createStagedFiles>;

async function removeUnnamed(
  rows: readonly OriginalRef[],
  originals: Originals,
  creations: CreationRepository,
): Promise<number> {
  const unnamed = rows.filter((ref) => !creations.isNamed(ref.sha256));
  for (const ref of unnamed) await originals.remove(ref);
  return unnamed.length;
}
