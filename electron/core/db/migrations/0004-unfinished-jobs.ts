import type { Migration } from '../migrate.ts';

/**
 * Indexes of jobs that are not at their end are keyed by times that change when a job begins and when it ends, not by
 * its state: a step in between leaves them alone, and costs two pages of the log instead of four.
 */
export const unfinishedJobs: Migration = {
  version: 4,
  up(db) {
    const over = `state IN ('done','failed','cancelled','interrupted')`;
    db.exec(`
      UPDATE job SET finished_at = coalesce(started_at, id / 2048) WHERE finished_at IS NULL AND ${over};
      UPDATE job SET started_at = id / 2048 WHERE started_at IS NULL AND state IN ('submitting','running','fetching');
      UPDATE job SET started_at = NULL WHERE started_at IS NOT NULL AND state = 'queued';
      UPDATE job SET finished_at = NULL WHERE finished_at IS NOT NULL AND NOT ${over};
      DROP INDEX job_waiting;
      DROP INDEX job_order;
      DROP INDEX job_active;
      CREATE INDEX job_waiting ON job(provider, position) WHERE finished_at IS NULL;
      CREATE INDEX job_order ON job(position, estimate_micros) WHERE finished_at IS NULL;
      CREATE INDEX job_active ON job(id) WHERE started_at IS NOT NULL AND finished_at IS NULL;
    `);
  },
};
