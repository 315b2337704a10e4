import type { Database } from 'better-sqlite3';
import { idsPerMillisecond, type JobId } from '../../../shared/domain/job.ts';
import type { ParentLink, ParentTrace, Relation } from '../../../shared/domain/lineage.ts';
import { hasFile } from '../db/file-index.ts';

/** Ancestors looked through before a link is refused as one that might close a circle. */
const longestWalk = 10_000;

type Child = { readonly jobId: JobId; readonly relation: Relation };

const jobOf = (id: number) => id - (id % idsPerMillisecond);

/**
 * What jobs were made from. A job of the queue is newer than its parents, so its links need no check; those that
 * recipes claim by the bytes of a file come from strangers, and one that would close a circle is left out.
 */
export function createLineage(db: Database) {
  const link = db.prepare('INSERT OR IGNORE INTO lineage(job_id, parent_id, relation) VALUES (?, ?, ?)');
  const ofJob = db.prepare<[number], ParentLink>(
    'SELECT parent_id AS id, relation FROM lineage WHERE job_id = +? ORDER BY parent_id',
  );
  const unlink = db.prepare('DELETE FROM lineage WHERE job_id = ? AND parent_id = ?');
  const childrenOf = db.prepare<[number], Child>(
    'SELECT job_id AS jobId, relation FROM lineage WHERE parent_id = ?',
  );
  const want = db.prepare(
    'INSERT OR IGNORE INTO lineage_wanted(sha256, job_id, relation, erased_id) VALUES (?, ?, ?, ?)',
  );
  const wantedBy = db.prepare<[Buffer], Child & { readonly erasedId: number | null }>(
    'SELECT job_id AS jobId, relation, erased_id AS erasedId FROM lineage_wanted WHERE sha256 = ?',
  );
  const unwant = db.prepare('DELETE FROM lineage_wanted WHERE sha256 = ?');
  const holder = db
    .prepare<{ sha256: Buffer }, number>(
      `SELECT id FROM creation WHERE ${hasFile('@sha256')}
       ORDER BY trashed_at IS NOT NULL, id LIMIT 1`,
    )
    .pluck();
  const bytesOf = db.prepare<[number], Buffer>('SELECT sha256 FROM creation WHERE id = ?').pluck();
  const jobExists = db.prepare<[number], number>('SELECT 1 FROM job WHERE id = ?').pluck();
  const isParent = db
    .prepare<[number, number], number>('SELECT 1 FROM lineage WHERE parent_id >= ? AND parent_id < ? LIMIT 1')
    .pluck();
  const ancestry = db
    .prepare<[number, number], number>(
      `WITH RECURSIVE up(job) AS (
         VALUES (?)
         UNION SELECT l.parent_id - l.parent_id % ${idsPerMillisecond} FROM up JOIN lineage l ON l.job_id = up.job
         LIMIT +?
       ) SELECT job FROM up`,
    )
    .pluck();

  function mayCloseCircle(jobId: JobId, parentId: number): boolean {
    const parentJob = jobOf(parentId);
    if (parentJob === jobId) return true;
    // Nothing came of it yet: nothing can lead back to it.
    if (isParent.get(jobId, jobId + idsPerMillisecond) === undefined) return false;
    const above = ancestry.all(parentJob, longestWalk);
    return above.length === longestWalk || above.includes(jobId);
  }

  function holderOf(sha256: string): number | null {
    return holder.get({ sha256: Buffer.from(sha256, 'hex') }) ?? null;
  }

  /** Links what came by its bytes, in the place of an erased parent with the same. */
  function linkFound({ jobId, relation }: Child, id: number, erasedId: number | null): void {
    if (mayCloseCircle(jobId, id)) return;
    if (erasedId !== null) unlink.run(jobId, erasedId);
    link.run(jobId, id, relation);
  }

  return {
    /** Inside the transaction that writes the job. */
    add(jobId: JobId, parents: readonly ParentLink[]): void {
      for (const { id, relation } of parents) link.run(jobId, id, relation);
    },

    /** Inside the transaction that writes an imported job: links what is there, and remembers the rest. */
    adopt(jobId: JobId, traces: readonly ParentTrace[]): void {
      for (const { sha256, relation } of traces) {
        const id = holderOf(sha256);
        if (id === null) want.run(Buffer.from(sha256, 'hex'), jobId, relation, null);
        else linkFound({ jobId, relation }, id, null);
      }
    },

    /** Inside the transaction that makes a creation: links what was waiting for these bytes. */
    arrived(id: number, sha256: Buffer): void {
      const waiting = wantedBy.all(sha256);
      if (waiting.length === 0) return;
      for (const child of waiting) linkFound(child, id, child.erasedId);
      unwant.run(sha256);
    },

    /**
     * Inside the transaction that erases a creation. Another one with the same bytes takes its place; else its children
     * are linked again should the file ever come back.
     */
    erased(id: number, sha256: Buffer): void {
      const children = childrenOf.all(id);
      if (children.length === 0) return;
      const twin = holder.get({ sha256 });
      for (const child of children) {
        if (twin === undefined) want.run(sha256, child.jobId, child.relation, id);
        else linkFound(child, twin, id);
      }
    },

    /** Parents of a job, erased ones too. */
    parentsOf: (jobId: JobId): readonly ParentLink[] => ofJob.all(jobId),

    /** A creation with these bytes, rather one that is not in the trash. */
    holderOf,

    /** The bytes of a creation, hex; null once it is erased. */
    bytesOf: (id: number): string | null => bytesOf.get(id)?.toString('hex') ?? null,

    /** Whether there is, or was, a creation of this number. */
    existed: (id: number): boolean => jobExists.get(jobOf(id)) !== undefined,
  };
}
export type LineageLinks = ReturnType<typeof createLineage>;
