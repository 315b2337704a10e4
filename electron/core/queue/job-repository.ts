import type { Database, Statement } from 'better-sqlite3';
import { idsPerMillisecond, type JobId, type JobTab, type JobView } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { Ledger } from '../billing/ledger.ts';
import type { LineageLinks } from '../library/lineage.ts';
import type { JobHistory } from './job-history.ts';
import { nextState, timesIn, type JobEvent } from './job-machine.ts';
import { createJobOrder } from './job-order.ts';
import {
  jobColumns,
  jobSource,
  microsOf,
  readJob,
  writeChange,
  writeNewJob,
  type Job,
  type JobChange,
  type JobRow,
  type NewJob,
} from './job-row.ts';
import { createJobTally } from './job-tally.ts';

/** Under way. */
const begun = 'j.started_at IS NOT NULL AND j.finished_at IS NULL';
const tabs: Record<JobTab, string> = {
  all: 'TRUE',
  active: 'j.finished_at IS NULL',
  done: "j.state = 'done'",
  failed: "j.state IN ('failed','interrupted','cancelled')",
};

/**
 * The longest wait that anything here sets. A job that is due later than that was postponed under another clock,
 * and is due now.
 */
export const longestWaitMs = 3_600_000;

/**
 * All SQL over `job`, but for its order. A state changes only through `apply`, which asks the state machine and
 * writes the job's history and its charge in the same transaction.
 *
 * `+?`, here and elsewhere: whether a bare parameter that a column must equal is 0 or 1, or what a bare `LIMIT` is, may
 * change SQLite's plan, so it makes a new one at every run, which takes ten times as long as reading the row.
 * @param parts.now ms since the epoch, for the history
 */
export function createJobRepository(
  db: Database,
  parts: {
    readonly now: () => number;
    readonly history: JobHistory;
    readonly ledger: Ledger;
    readonly lineage: LineageLinks;
  },
) {
  const { now, history, ledger, lineage } = parts;
  const order = createJobOrder(db);
  const tally = createJobTally(db);
  const insert = db.prepare(`
    INSERT INTO job(id, batch_id, state, position, provider, model_key, media, prompt, negative, recipe, count,
      estimate, estimate_micros)
    VALUES (@id, @batchId, 'queued', @position, @provider, @modelKey, @media, @prompt, @negative, @recipe, @count,
      @estimate, @estimateMicros)`);
  // What came from a file has a row for its recipe, and never was a job of the queue.
  const byId = db.prepare<[number], JobRow>(
    `SELECT ${jobColumns} FROM ${jobSource} WHERE j.id = +? AND j.provider <> 'import'`,
  );
  const nextWaiting = db
    .prepare<[{ provider: string; now: number; longest: number; from: number; free: number }], number>(
      `SELECT id FROM job WHERE finished_at IS NULL AND state = 'queued' AND provider = +@provider AND id >= @from
       AND (due_at IS NULL OR due_at <= @now OR due_at > @now + @longest)
       AND (NOT +@free OR estimate_micros = 0)
       AND NOT EXISTS (SELECT 1 FROM open_enqueue WHERE job.id BETWEEN first_id AND last_id)
       ORDER BY position LIMIT 1`,
    )
    .pluck();
  const active = db.prepare<[], JobRow>(
    `SELECT ${jobColumns} FROM ${jobSource} WHERE ${begun} ORDER BY j.id`,
  );
  const nextDue = db.prepare<[number], number | null>('SELECT min(due_at) FROM job WHERE due_at > ?').pluck();
  // All that are unfinished, by an index alone, but for the few under way.
  const waitingOf = db
    .prepare<[{ provider: string }], number>(
      `SELECT (SELECT count(*) FROM job WHERE finished_at IS NULL AND provider = +@provider)
         - (SELECT count(*) FROM job j WHERE ${begun} AND provider = +@provider)`,
    )
    .pluck();
  const clearAll = db
    .prepare<[], number>(
      `UPDATE job SET cleared = 1 WHERE cleared = 0 AND state IN ('done','failed','cancelled','interrupted') RETURNING id`,
    )
    .pluck();
  const clearOne = db
    .prepare<[number], number>(
      `UPDATE job SET cleared = 1 WHERE id = ? AND state IN ('done','failed','cancelled','interrupted') RETURNING id`,
    )
    .pluck();
  const unclear = db.prepare('UPDATE job SET cleared = 0 WHERE id = ?');
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM job').pluck();
  const ownerOf = db
    .prepare<[string, string], number>('SELECT id FROM job WHERE provider = ? AND remote_id = ?')
    .pluck();
  const creationsOf = db
    .prepare<[number, number], number>('SELECT id FROM creation WHERE id >= ? AND id < ? ORDER BY id')
    .pluck();
  /** By the columns they write: there are few ways for a job to change. */
  const updates = new Map<string, Statement>();
  const hurry = db.prepare(
    `UPDATE job SET due_at = @now WHERE due_at > @now AND json_extract(failure, '$.code') IN ('network','server_down')`,
  );
  const openRange = db.prepare('INSERT INTO open_enqueue(first_id, last_id) VALUES (?, ?)');
  const closeRanges = db.prepare('DELETE FROM open_enqueue');
  const openRanges = db.prepare<[], [number, number]>('SELECT first_id, last_id FROM open_enqueue').raw();
  const dropRange = db.prepare('DELETE FROM job WHERE id BETWEEN ? AND ?');

  function get(id: JobId): Job | null {
    const row = byId.get(id);
    return row ? readJob(row) : null;
  }

  function view(job: Job): JobView {
    const { modelKey: _key, remoteId: _remote, submitKey: _submit, ...rest } = job;
    return { ...rest, creationIds: creationsOf.all(job.id, job.id + idsPerMillisecond) };
  }

  function update(before: Job, after: Job): void {
    const { set, values } = writeChange(before, after);
    if (set === '') return;
    const known = updates.get(set) ?? db.prepare(`UPDATE job SET ${set} WHERE id = @id`);
    updates.set(set, known);
    known.run(values);
  }

  /** What the event means for the money, in the transaction of the event. */
  function account(before: Job, after: Job, event: JobEvent): void {
    if (event.kind === 'claim' && after.estimate.kind !== 'free' && after.submitKey !== null) {
      ledger.open({
        submitKey: after.submitKey,
        jobId: after.id,
        provider: after.provider,
        at: after.startedAt ?? now(),
        estimatedMicros: microsOf(after.estimate),
      });
    } else if (before.submitKey !== null && before.state !== 'queued') {
      if (event.kind === 'stored') ledger.close(before.submitKey, 'yes', after.costMicros);
      if (event.kind === 'requeue') ledger.close(before.submitKey, 'no', null);
      if (event.kind === 'failed' || event.kind === 'cancel') {
        ledger.close(before.submitKey, after.failure?.charged ?? 'unknown', after.costMicros);
      }
    }
  }

  const transition = db.transaction(
    (id: JobId, event: JobEvent, change: JobChange, also: (() => void) | undefined) => {
      const before = get(id);
      const state = before && nextState(before.state, event);
      if (!before || !state) return null;
      const at = now();
      const after = { ...before, ...change, state, ...timesIn(state, before, at) };
      update(before, after);
      if (event.kind === 'retry') unclear.run(id);
      history.add(id, at, event.kind, {
        failure: change.failure ?? undefined,
        remoteId: event.kind === 'accepted' ? (after.remoteId ?? undefined) : undefined,
      });
      account(before, after, event);
      also?.();
      return { before, after };
    },
  );

  return {
    get,
    view,
    history: history.of,

    newestId(): number {
      return newest.get() ?? 0;
    },

    /**
     * Writes new jobs, `slice` of them a transaction, at places that are dealt out fairly. Until the last slice none
     * of them is seen by `nextWaiting`, and after a crash `dropUnfinished` removes them.
     * @returns one function a slice; the caller lets others have a turn between them
     */
    insertInSlices(jobs: readonly NewJob[], slice: number): readonly (() => void)[] {
      const [first, last] = [jobs[0], jobs.at(-1)];
      if (!first || !last) return [];
      const dealers = new Map<ProviderId, ReturnType<typeof order.deal>>();
      const insertOne = (job: NewJob) => {
        const dealer = dealers.get(job.provider) ?? order.deal(job.provider, job.id);
        dealers.set(job.provider, dealer);
        insert.run(writeNewJob(job, dealer.next()));
        lineage.add(job.id, job.parents ?? []);
        tally.added({ state: 'queued', micros: microsOf(job.estimate) });
      };
      const count = Math.ceil(jobs.length / slice);
      return Array.from({ length: count }, (_, index) => () => {
        db.transaction(() => {
          if (count > 1 && index === 0) openRange.run(first.id, last.id);
          for (const job of jobs.slice(index * slice, (index + 1) * slice)) insertOne(job);
          if (count > 1 && index === count - 1) closeRanges.run();
        })();
      });
    },

    /** Takes back jobs whose writing was broken off: nobody was told that they exist. */
    dropUnfinished(): void {
      const ranges = openRanges.all();
      // Emptying what is empty would wait for the disk all the same, at every start.
      if (ranges.length > 0) {
        db.transaction(() => {
          for (const [first, last] of ranges) dropRange.run(first, last);
          closeRanges.run();
        })();
      }
      tally.forget();
    },

    /**
     * Moves a job to its next state and changes what goes with it, in one durable transaction; `also` runs
     * inside it. Null, and nothing changed, when the event means nothing in the job's present state.
     */
    apply(id: JobId, event: JobEvent, change: JobChange = {}, also?: () => void): Job | null {
      const moved = transition(id, event, change, also);
      if (!moved) return null;
      // A job that was cleared from the list comes back to it.
      if (event.kind === 'retry') tally.forget();
      const micros = microsOf(moved.after.estimate);
      tally.moved({ state: moved.before.state, micros }, { state: moved.after.state, micros });
      return moved.after;
    },

    /** The job stays with the provider, which cannot be asked now. */
    postpone(id: JobId, change: Required<Pick<JobChange, 'dueAt' | 'failure'>>): Job | null {
      return db.transaction(() => {
        const job = get(id);
        if (!job) return null;
        const after = { ...job, ...change };
        update(job, after);
        history.add(id, now(), 'waiting', { failure: change.failure ?? undefined });
        return after;
      })();
    },

    /** Several changes as one transaction, for lists of jobs. The tally is read anew when it fails. */
    together<T>(change: () => T): T {
      try {
        return db.transaction(change)();
      } catch (error) {
        tally.forget();
        throw error;
      }
    },

    /**
     * The waiting job of a provider whose turn it is, if any is due.
     * @param options.from none older than this
     * @param options.freeOnly only what certainly costs nothing
     */
    nextWaiting(
      provider: ProviderId,
      at: number,
      options: { readonly from: JobId; readonly freeOnly: boolean },
    ): JobId | null {
      const { from, freeOnly } = options;
      return (
        nextWaiting.get({ provider, now: at, longest: longestWaitMs, from, free: freeOnly ? 1 : 0 }) ?? null
      );
    },

    waitingOf(provider: ProviderId): number {
      return waitingOf.get({ provider }) ?? 0;
    },

    active(): readonly Job[] {
      return active.all().map(readJob);
    },

    /** When the next postponed job becomes due, ms since the epoch. */
    nextDue(at: number): number | null {
      return nextDue.get(at) ?? null;
    },

    /** What waits for a connection is due now. */
    hurryDisconnected(at: number): void {
      hurry.run({ now: at });
    },

    /** The job that has this number at the provider; null: none. */
    ownerOf(provider: ProviderId, remoteId: string): JobId | null {
      return ownerOf.get(provider, remoteId) ?? null;
    },

    list(tab: JobTab, limit: number, after: JobId | null): readonly JobView[] {
      const by = tab === 'active' ? "(j.state = 'queued'), j.position" : 'j.id DESC';
      const page = after === null || tab === 'active' ? '' : 'AND j.id < @after';
      const offset =
        after !== null && tab === 'active'
          ? 'AND j.position > (SELECT position FROM job WHERE id = @after)'
          : '';
      return db
        .prepare<[{ limit: number; after: number | null }], JobRow>(
          `SELECT ${jobColumns} FROM ${jobSource} WHERE j.cleared = 0 AND ${tabs[tab]} ${page} ${offset} ORDER BY ${by} LIMIT @limit`,
        )
        .all({ limit, after })
        .map((row) => view(readJob(row)));
    },

    move: order.move,
    moveFirst: order.moveFirst,

    clear(ids: readonly JobId[] | null): readonly JobId[] {
      const cleared = db.transaction(() =>
        ids === null ? clearAll.all() : ids.flatMap((id) => clearOne.all(id)),
      )();
      tally.forget();
      return cleared;
    },

    counts: tally.counts,
    pendingMicros: tally.pendingMicros,
  };
}
export type JobRepository = ReturnType<typeof createJobRepository>;
