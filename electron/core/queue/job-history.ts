import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { failure, type Failure } from '../../../shared/domain/failure.ts';
import {
  createdAtOf,
  idsPerMillisecond,
  jobEventKind,
  type JobEventKind,
  type JobHistoryEntry,
  type JobId,
} from '../../../shared/domain/job.ts';

/** A job that is tried again for ever must not fill the library. */
const maxEventsPerJob = 100;
/** The recipe, the cost and the outcome of a job stay for good; how it went there is told for this long. */
const keptMs = 90 * 24 * 3_600_000;

const detail = z.object({ failure: failure.optional(), remoteId: z.string().optional() });

/** All SQL over `job_event`. Being queued is not a row: the job's id says when that was. */
export function createJobHistory(db: Database) {
  const add = db.prepare(`
    INSERT INTO job_event(job_id, seq, at, kind, detail)
    VALUES (@jobId, (SELECT coalesce(max(seq), 0) + 1 FROM job_event WHERE job_id = +@jobId), @at, @kind, @detail)`);
  const trim = db.prepare(
    'DELETE FROM job_event WHERE job_id = +@jobId AND seq <= (SELECT max(seq) FROM job_event WHERE job_id = +@jobId) - @kept',
  );
  const ofJob = db.prepare<[number], { at: number; kind: string; detail: string | null }>(
    'SELECT at, kind, detail FROM job_event WHERE job_id = +? ORDER BY seq',
  );
  const prune = db.prepare('DELETE FROM job_event WHERE job_id < ?');

  return {
    /** Inside the transaction of the change it tells of. */
    add(
      jobId: JobId,
      at: number,
      kind: JobEventKind,
      more: { readonly failure?: Failure | undefined; readonly remoteId?: string | undefined },
    ): void {
      const empty = more.failure === undefined && more.remoteId === undefined;
      add.run({ jobId, at, kind, detail: empty ? null : JSON.stringify(more) });
      // Only what is tried again and again gets here.
      if (kind === 'requeue' || kind === 'waiting') trim.run({ jobId, kept: maxEventsPerJob });
    },

    of(jobId: JobId): readonly JobHistoryEntry[] {
      const begun = { at: createdAtOf(jobId), kind: 'queued', failure: null, remoteId: null } as const;
      const rows = ofJob.all(jobId).map((row): JobHistoryEntry => {
        const told = detail.parse(JSON.parse(row.detail ?? '{}'));
        return {
          at: row.at,
          kind: jobEventKind.parse(row.kind),
          failure: told.failure ?? null,
          remoteId: told.remoteId ?? null,
        };
      });
      return [begun, ...rows];
    },

    /** Forgets the history of jobs made more than three months before `now`. */
    prune(now: number): void {
      prune.run((now - keptMs) * idsPerMillisecond);
    },
  };
}
export type JobHistory = ReturnType<typeof createJobHistory>;
