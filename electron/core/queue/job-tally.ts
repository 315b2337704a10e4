import type { Database } from 'better-sqlite3';
import { isFinal, jobState, type JobState } from '../../../shared/domain/job.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';

type Counted = { readonly state: JobState; readonly micros: MicroUsd | null };

/**
 * How many jobs are in each state, and what those waiting or running are expected to cost. Read from the library
 * once, then kept by what changes: counting a million rows at every change would be felt.
 */
export function createJobTally(db: Database) {
  // Each is answered by one of the partial indexes alone, but for the few jobs under way.
  const listed = db.prepare<[], { state: string; n: number }>(`
    SELECT state, count(*) AS n FROM job
      WHERE cleared = 0 AND state IN ('done','failed','cancelled','interrupted') GROUP BY state`);
  const unfinished = db.prepare<[], { n: number; micros: number }>(
    'SELECT count(*) AS n, coalesce(sum(estimate_micros), 0) AS micros FROM job WHERE finished_at IS NULL',
  );
  const underWay = db.prepare<[], { state: string; n: number }>(
    'SELECT state, count(*) AS n FROM job WHERE started_at IS NOT NULL AND finished_at IS NULL GROUP BY state',
  );
  let known: { readonly counts: Map<JobState, number>; micros: MicroUsd } | null = null;

  function load() {
    if (known) return known;
    const active = underWay.all();
    const { n, micros } = unfinished.get() ?? { n: 0, micros: 0 };
    const queued = active.reduce((left, row) => left - row.n, n);
    const rows = [...listed.all(), ...active, { state: 'queued', n: queued }];
    known = { counts: new Map(rows.map((row) => [jobState.parse(row.state), row.n])), micros };
    return known;
  }

  function count(entry: Counted, by: 1 | -1): void {
    if (!known) return;
    known.counts.set(entry.state, (known.counts.get(entry.state) ?? 0) + by);
    if (!isFinal(entry.state)) known.micros += by * (entry.micros ?? 0);
  }

  return {
    counts: (): ReadonlyMap<JobState, number> => load().counts,
    pendingMicros: (): MicroUsd => load().micros,
    added: (entry: Counted) => count(entry, 1),
    moved(from: Counted, to: Counted): void {
      count(from, -1);
      count(to, 1);
    },
    /** After changes that were not told one by one, or that did not come to pass. */
    forget(): void {
      known = null;
    },
  };
}
