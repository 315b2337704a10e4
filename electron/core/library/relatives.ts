import type { Database } from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import type { Kinship, Lineage, ParentLink, Relation, Relative } from '../../../shared/domain/lineage.ts';

const siblingsShown = 200;
/** Links read for every relative that is wanted: families in which everything is linked with everything end there. */
const linksPerRelative = 4;

/** One step away from a creation: to a parent of it, or to a child. */
type Step = { readonly of: number; readonly to: number; readonly relation: Relation };

/** Reads where creations come from and what came of them. */
export function createRelatives(db: Database) {
  const parents = db.prepare<[number, number], ParentLink>(
    'SELECT parent_id AS id, relation FROM lineage WHERE job_id = +? ORDER BY parent_id LIMIT +?',
  );
  const childJobs = db.prepare<[number, number], { readonly jobId: number; readonly relation: Relation }>(
    'SELECT job_id AS jobId, relation FROM lineage WHERE parent_id = +? ORDER BY job_id LIMIT +?',
  );
  // What was erased is known by what came of it.
  const outputs = db
    .prepare<[{ from: number; to: number; limit: number }], number>(
      `SELECT id FROM creation WHERE id >= @from AND id < @to
       UNION SELECT parent_id FROM lineage WHERE parent_id >= @from AND parent_id < @to
       ORDER BY 1 LIMIT +@limit`,
    )
    .pluck();
  const stateOf = db
    .prepare<[number], Relative['state']>(
      `SELECT CASE WHEN trashed_at IS NULL THEN 'here' ELSE 'trashed' END FROM creation WHERE id = ?`,
    )
    .pluck();
  const siblings = db
    .prepare<[{ id: number; from: number; to: number }], number>(
      `SELECT id FROM creation WHERE id >= @from AND id < @to AND id <> @id ORDER BY id LIMIT ${siblingsShown}`,
    )
    .pluck();
  const orphans = db
    .prepare<{ ids: string }, number>(
      `SELECT count(DISTINCT c.id) FROM json_each(@ids) JOIN lineage l ON l.parent_id = value
       JOIN creation c ON c.id >= l.job_id AND c.id < l.job_id + ${idsPerMillisecond}
       WHERE c.trashed_at IS NULL AND c.id NOT IN (SELECT value FROM json_each(@ids))`,
    )
    .pluck();

  const jobOf = (id: number) => id - (id % idsPerMillisecond);

  function above(id: number, limit: number): readonly Step[] {
    return parents
      .all(jobOf(id), limit)
      .map((parent) => ({ of: id, to: parent.id, relation: parent.relation }));
  }

  function below(id: number, limit: number): readonly Step[] {
    const steps: Step[] = [];
    for (const { jobId, relation } of childJobs.all(id, limit)) {
      const made = outputs.all({ from: jobId, to: jobId + idsPerMillisecond, limit: limit - steps.length });
      steps.push(...made.map((to) => ({ of: id, to, relation })));
      if (steps.length >= limit) break;
    }
    return steps;
  }

  /** Outwards from `id`, nearest first; ends where there are no more, or after `limit`. */
  function walk(id: number, limit: number, next: (id: number, limit: number) => readonly Step[]) {
    // A set is walked in the order of arrival, and what is added meanwhile is walked too.
    const seen = new Set([id]);
    const steps: Step[] = [];
    let isCut = false;
    let left = limit * linksPerRelative + 2;
    for (const at of seen) {
      const found = next(at, Math.min(limit + 2, left));
      left -= found.length;
      if (left <= 0) isCut = true;
      for (const step of found) {
        if (!seen.has(step.to) && seen.size > limit) {
          isCut = true;
          continue;
        }
        seen.add(step.to);
        steps.push(step);
      }
    }
    seen.delete(id);
    return { ids: [...seen], steps, isCut };
  }

  return {
    /** At most `limit` ancestors and as many descendants, the nearest of them. */
    of(id: number, limit: number): Lineage {
      const up = walk(id, limit, above);
      const down = walk(id, limit, below);
      const links: Kinship[] = [
        ...up.steps.map(({ of: child, to: parent, relation }) => ({ parent, child, relation })),
        ...down.steps.map(({ of: parent, to: child, relation }) => ({ parent, child, relation })),
      ];
      const jobId = jobOf(id);
      return {
        relatives: [...new Set([...up.ids, ...down.ids])].map((relativeId) => ({
          id: relativeId,
          state: stateOf.get(relativeId) ?? 'erased',
        })),
        links,
        siblings: siblings.all({ id, from: jobId, to: jobId + idsPerMillisecond }),
        more: { ancestors: up.isCut, descendants: down.isCut },
      };
    },

    /** How many creations outside the trash were made from these and are not among them. */
    childrenLeft: (ids: readonly number[]): number => orphans.get({ ids: JSON.stringify(ids) }) ?? 0,
  };
}
