import type { Database } from 'better-sqlite3';
import type { JobId } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';

/**
 * Who is next: always the waiting job of the provider with the lowest `position`, which is also the order the
 * person sees and changes by hand. Fairness is dealt out once, when jobs are added: positions fall into rounds of
 * `round` numbers, and a new batch puts one job into the round that is being served and one into each after it,
 * behind whatever is there. So batches take turns, a single job never waits for a batch of thousands to end, and
 * what was moved by hand (a place between two jobs, or before all) stays exactly where it was put.
 */
const round = 2 ** 24;

/** All SQL over the order of waiting jobs. */
export function createJobOrder(db: Database) {
  const where = `WHERE finished_at IS NULL AND state = 'queued'`;
  const front = db
    .prepare<[string], number | null>(`SELECT min(position) FROM job ${where} AND provider = +?`)
    .pluck();
  const lastBelow = db
    .prepare<[number, number], number | null>(
      `SELECT max(position) FROM job ${where} AND position >= ? AND position < ?`,
    )
    .pluck();
  const first = db.prepare<[], number | null>(`SELECT min(position) FROM job ${where}`).pluck();
  const last = db.prepare<[], number | null>(`SELECT max(position) FROM job ${where}`).pluck();
  const positionOf = db.prepare<[number], number>(`SELECT position FROM job ${where} AND id = ?`).pluck();
  const previous = db
    .prepare<[number, number], number | null>(
      `SELECT max(position) FROM job ${where} AND position < ? AND id <> ?`,
    )
    .pluck();
  const set = db.prepare(`UPDATE job SET position = ? WHERE id = ? AND state = 'queued'`);
  const inOrder = db.prepare<[], number>(`SELECT id FROM job ${where} ORDER BY position`).pluck();

  /** The end of the line: the next round after the last job's. */
  function end(fallback: number): number {
    const lowest = last.get();
    return lowest === null || lowest === undefined ? fallback : roundOf(lowest) + round;
  }

  function placeBefore(id: JobId, before: JobId | null): number | null {
    const upper = before === null ? undefined : positionOf.get(before);
    if (upper === undefined) return end(id);
    const lower = previous.get(upper, id) ?? upper - 2 * round;
    const middle = Math.floor((lower + upper) / 2);
    return middle > lower && middle < upper ? middle : null;
  }

  return {
    /**
     * Deals out the places of a new batch, inside the caller's transaction: call `next` once a job and insert the
     * job before the next call.
     */
    deal(provider: ProviderId, firstId: JobId): { readonly next: () => number } {
      let place = roundOf(front.get(provider) ?? firstId);
      const beyond = last.get() ?? 0;
      return {
        next() {
          const taken = place > beyond ? null : lastBelow.get(place, place + round);
          const free = taken === null || taken === undefined ? place : taken + 1;
          place += round;
          return free;
        },
      };
    },

    /** Puts a waiting job right before another; null: at the end. Makes room when there is none between the two. */
    move(id: JobId, before: JobId | null): void {
      db.transaction(() => {
        const place = placeBefore(id, before);
        if (place !== null) {
          set.run(place, id);
          return;
        }
        for (const [index, waiting] of inOrder.all().entries()) set.run((index + 1) * round, waiting);
        const again = placeBefore(id, before);
        if (again !== null) set.run(again, id);
      })();
    },

    moveFirst(id: JobId): void {
      db.transaction(() => set.run(roundOf(first.get() ?? id) - round, id))();
    },
  };
}

function roundOf(position: number): number {
  return Math.floor(position / round) * round;
}
