import type { Database } from 'better-sqlite3';
import { failure, type Failure } from '../../../shared/domain/failure.ts';
import {
  idsPerMillisecond,
  jobState,
  type JobId,
  type JobState,
  type JobTab,
  type JobView,
} from '../../../shared/domain/job.ts';
import { mediaKind } from '../../../shared/domain/media.ts';
import { estimate, type Estimate } from '../../../shared/domain/money.ts';
import { providerId, type ProviderId } from '../../../shared/domain/provider.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { readRecipe, writeRecipe } from '../library/recipe-column.ts';
import { nextState, type JobEvent } from './job-machine.ts';

/** What only the queue needs to know of a job. */
export type Job = Omit<JobView, 'creationIds'> & {
  readonly modelKey: number;
  readonly remoteId: string | null;
  /** Ours: names this attempt at the provider, where it keeps such a name. */
  readonly submitKey: string | null;
};

export type NewJob = {
  readonly id: JobId;
  readonly batchId: JobId;
  readonly provider: ProviderId;
  readonly modelKey: number;
  readonly media: 'image' | 'video';
  readonly recipe: Recipe;
  readonly count: number;
  readonly estimate: Estimate;
};

/** Columns that an event may change besides the state. */
export type JobChange = {
  readonly remoteId?: string | null;
  readonly dueAt?: number | null;
  readonly failure?: Failure | null;
  readonly note?: string | null;
  readonly costMicros?: number | null;
  readonly startedAt?: number | null;
  readonly finishedAt?: number | null;
  readonly submitKey?: string | null;
  readonly attempt?: number;
  readonly recipe?: Recipe;
};

const columns = `j.id, j.batch_id AS batchId, j.state, j.position, j.provider, j.model_key AS modelKey,
  m.id AS modelId, m.name AS modelName, j.media, j.prompt, j.negative, j.recipe, j.count, j.estimate, j.attempt,
  j.submit_key AS submitKey, j.remote_id AS remoteId, j.due_at AS dueAt, j.failure, j.note,
  j.cost_micros AS costMicros, j.started_at AS startedAt, j.finished_at AS finishedAt`;
const source = 'job j JOIN model m ON m.key = j.model_key';

const tabs: Record<JobTab, string> = {
  all: 'TRUE',
  active: "j.state IN ('queued','submitting','running','fetching')",
  done: "j.state = 'done'",
  failed: "j.state IN ('failed','interrupted','cancelled')",
};

type JobRow = Record<string, unknown>;

/** All SQL over `job`. A state changes only through `apply`, which asks the state machine. */
export function createJobRepository(db: Database) {
  const insert = db.prepare(`
    INSERT INTO job(id, batch_id, state, position, provider, model_key, media, prompt, negative, recipe, count, estimate)
    VALUES (@id, @batchId, 'queued', @id, @provider, @modelKey, @media, @prompt, @negative, @recipe, @count, @estimate)`);
  const byId = db.prepare<[number], JobRow>(`SELECT ${columns} FROM ${source} WHERE j.id = ?`);
  const nextWaiting = db
    .prepare<[string, number, number], number>(
      `SELECT id FROM job WHERE state = 'queued' AND provider = ? AND coalesce(due_at, 0) <= ? AND id >= ?
       ORDER BY position LIMIT 1`,
    )
    .pluck();
  const waitingProviders = db
    .prepare<[], string>(`SELECT DISTINCT provider FROM job WHERE state = 'queued'`)
    .pluck();
  const active = db.prepare<[], JobRow>(
    `SELECT ${columns} FROM ${source} WHERE j.state IN ('submitting','running','fetching') ORDER BY j.id`,
  );
  const nextDue = db
    .prepare<[number], number | null>(
      `SELECT min(due_at) FROM job WHERE due_at > ? AND state IN ('queued','submitting','running','fetching')`,
    )
    .pluck();
  const positionOf = db
    .prepare<[number], number>(`SELECT position FROM job WHERE id = ? AND state = 'queued'`)
    .pluck();
  const positionBefore = db
    .prepare<[number, number], number | null>(
      `SELECT max(position) FROM job WHERE state = 'queued' AND position < ? AND id <> ?`,
    )
    .pluck();
  const lastPosition = db
    .prepare<[], number | null>(`SELECT max(position) FROM job WHERE state = 'queued'`)
    .pluck();
  const firstPosition = db
    .prepare<[], number | null>(`SELECT min(position) FROM job WHERE state = 'queued'`)
    .pluck();
  const setPosition = db.prepare(`UPDATE job SET position = ? WHERE id = ? AND state = 'queued'`);
  const waitingInOrder = db
    .prepare<[], number>(`SELECT id FROM job WHERE state = 'queued' ORDER BY position`)
    .pluck();
  const counts = db.prepare<[], { state: string; n: number }>(
    'SELECT state, count(*) AS n FROM job WHERE cleared = 0 GROUP BY state',
  );
  const pendingCost = db
    .prepare<[], number>(
      `SELECT coalesce(sum(json_extract(estimate, '$.micros')), 0) FROM job
       WHERE state IN ('queued','submitting','running','fetching')`,
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
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM job').pluck();
  const creationsOf = db
    .prepare<[number, number], number>('SELECT id FROM creation WHERE id >= ? AND id < ? ORDER BY id')
    .pluck();
  const update = db.prepare(`
    UPDATE job SET state = @state, remote_id = @remoteId, due_at = @dueAt, failure = @failure, note = @note,
      cost_micros = @costMicros, started_at = @startedAt, finished_at = @finishedAt, submit_key = @submitKey,
      attempt = @attempt, recipe = @recipe, cleared = CASE WHEN @state = 'queued' THEN 0 ELSE cleared END
    WHERE id = @id`);

  function get(id: JobId): Job | null {
    const row = byId.get(id);
    return row ? toJob(row) : null;
  }

  function view(job: Job): JobView {
    const { modelKey: _key, remoteId: _remote, submitKey: _submit, ...rest } = job;
    return { ...rest, creationIds: creationsOf.all(job.id, job.id + idsPerMillisecond) };
  }

  return {
    get,
    view,

    newestId(): number {
      return newest.get() ?? 0;
    },

    insertAll(jobs: readonly NewJob[]): void {
      db.transaction(() => {
        for (const job of jobs) {
          insert.run({
            ...job,
            prompt: job.recipe.prompt,
            negative: job.recipe.negative,
            recipe: writeRecipe(job.recipe),
            estimate: JSON.stringify(job.estimate),
          });
        }
      })();
    },

    /**
     * Moves a job to its next state and changes what goes with it, in one durable transaction; `also` runs
     * inside it. Null, and nothing changed, when the event means nothing in the job's present state.
     */
    apply(id: JobId, event: JobEvent, change: JobChange = {}, also?: () => void): Job | null {
      return db.transaction(() => {
        const job = get(id);
        const state = job && nextState(job.state, event);
        if (!job || !state) return null;
        write({ ...job, ...change, state });
        also?.();
        return { ...job, ...change, state };
      })();
    },

    /** Changes columns of a job that stays in its state. */
    amend(id: JobId, change: JobChange): Job | null {
      return db.transaction(() => {
        const job = get(id);
        if (!job) return null;
        write({ ...job, ...change });
        return { ...job, ...change };
      })();
    },

    /** The waiting job of a provider whose turn it is, if any is due; none older than `from`. */
    nextWaiting(provider: ProviderId, now: number, from: JobId): JobId | null {
      return nextWaiting.get(provider, now, from) ?? null;
    },

    waitingProviders(): readonly ProviderId[] {
      return waitingProviders.all().flatMap((name) => {
        const known = providerId.safeParse(name);
        return known.success ? [known.data] : [];
      });
    },

    active(): readonly Job[] {
      return active.all().map(toJob);
    },

    /** When the next postponed job becomes due, ms since the epoch. */
    nextDue(now: number): number | null {
      return nextDue.get(now) ?? null;
    },

    list(tab: JobTab, limit: number, after: JobId | null): readonly JobView[] {
      const order = tab === 'active' ? "(j.state = 'queued'), j.position" : 'j.id DESC';
      const page = after === null || tab === 'active' ? '' : 'AND j.id < @after';
      const offset =
        after !== null && tab === 'active'
          ? 'AND j.position > (SELECT position FROM job WHERE id = @after)'
          : '';
      return db
        .prepare<[{ limit: number; after: number | null }], JobRow>(
          `SELECT ${columns} FROM ${source} WHERE j.cleared = 0 AND ${tabs[tab]} ${page} ${offset} ORDER BY ${order} LIMIT @limit`,
        )
        .all({ limit, after })
        .map((row) => view(toJob(row)));
    },

    /** Puts a waiting job right before another, or at the end. Makes room when neighbours have none between them. */
    move(id: JobId, before: JobId | null): void {
      db.transaction(() => {
        const place = placeBefore(id, before);
        if (place !== null) {
          setPosition.run(place, id);
          return;
        }
        for (const [index, waiting] of waitingInOrder.all().entries())
          setPosition.run((index + 1) * idsPerMillisecond, waiting);
        const again = placeBefore(id, before);
        if (again !== null) setPosition.run(again, id);
      })();
    },

    moveFirst(id: JobId): void {
      db.transaction(() => setPosition.run((firstPosition.get() ?? id) - idsPerMillisecond, id))();
    },

    clear(ids: readonly JobId[] | null): readonly JobId[] {
      return db.transaction(() => (ids === null ? clearAll.all() : ids.flatMap((id) => clearOne.all(id))))();
    },

    counts(): ReadonlyMap<JobState, number> {
      return new Map(counts.all().map((row) => [jobState.parse(row.state), row.n]));
    },

    pendingMicros(): number {
      return pendingCost.get() ?? 0;
    },
  };

  function placeBefore(id: JobId, before: JobId | null): number | null {
    if (before === null) return (lastPosition.get() ?? id) + idsPerMillisecond;
    const upper = positionOf.get(before);
    if (upper === undefined) return (lastPosition.get() ?? id) + idsPerMillisecond;
    const lower = positionBefore.get(upper, id) ?? upper - 2 * idsPerMillisecond;
    const middle = Math.floor((lower + upper) / 2);
    return middle > lower && middle < upper ? middle : null;
  }

  function write(job: Job): void {
    update.run({
      id: job.id,
      state: job.state,
      remoteId: job.remoteId,
      dueAt: job.dueAt,
      failure: job.failure ? JSON.stringify(job.failure) : null,
      note: job.note,
      costMicros: job.costMicros,
      startedAt: job.startedAt,
      finishedAt: job.finishedAt,
      submitKey: job.submitKey,
      attempt: job.attempt,
      recipe: writeRecipe(job.recipe),
    });
  }
}
export type JobRepository = ReturnType<typeof createJobRepository>;

/** Rows are ours, but JSON columns and enumerations are parsed all the same: an old or damaged row fails here. */
function toJob(row: JobRow): Job {
  const text = (key: string) => (typeof row[key] === 'string' ? row[key] : null);
  const number = (key: string) => (row[key] === null ? null : Number(row[key]));
  return {
    id: Number(row['id']),
    batchId: Number(row['batchId']),
    state: jobState.parse(row['state']),
    media: mediaKind.parse(row['media']),
    provider: providerId.parse(row['provider']),
    modelKey: Number(row['modelKey']),
    modelId: String(row['modelId']),
    modelName: String(row['modelName']),
    recipe: readRecipe({
      recipe: row['recipe'],
      provider: row['provider'],
      modelId: row['modelId'],
      prompt: row['prompt'],
      negative: row['negative'],
    }),
    count: Number(row['count']),
    estimate: estimate.parse(JSON.parse(text('estimate') ?? 'null')),
    costMicros: number('costMicros'),
    failure: failure.nullable().parse(JSON.parse(text('failure') ?? 'null')),
    note: text('note'),
    attempt: Number(row['attempt']),
    position: Number(row['position']),
    dueAt: number('dueAt'),
    startedAt: number('startedAt'),
    finishedAt: number('finishedAt'),
    remoteId: text('remoteId'),
    submitKey: text('submitKey'),
  };
}
