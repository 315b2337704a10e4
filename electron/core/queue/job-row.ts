import { failure, type Failure } from '../../../shared/domain/failure.ts';
import { jobState, type JobId, type JobView } from '../../../shared/domain/job.ts';
import type { ParentLink } from '../../../shared/domain/lineage.ts';
import { mediaKind } from '../../../shared/domain/media.ts';
import { estimate, type Estimate, type MicroUsd } from '../../../shared/domain/money.ts';
import { providerId, type ProviderId } from '../../../shared/domain/provider.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { readRecipe, writeRecipe } from '../library/recipe-column.ts';

/** What only the queue needs to know of a job. */
export type Job = Omit<JobView, 'creationIds'> & {
  readonly modelKey: number;
  readonly remoteId: string | null;
  /** Ours: names this attempt at the provider, where it keeps such a name, and in the ledger of charges. */
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
  /** Creations it is made from. */
  readonly parents?: readonly ParentLink[];
};

/** Columns that an event may change besides the state and its times. */
export type JobChange = {
  readonly remoteId?: string | null;
  readonly dueAt?: number | null;
  readonly failure?: Failure | null;
  readonly note?: string | null;
  readonly costMicros?: MicroUsd | null;
  readonly submitKey?: string | null;
  readonly attempt?: number;
  readonly recipe?: Recipe;
};

export type JobRow = Record<string, unknown>;

export const jobColumns = `j.id, j.batch_id AS batchId, j.state, j.position, j.provider, j.model_key AS modelKey,
  m.id AS modelId, m.name AS modelName, j.media, j.prompt, j.negative, j.recipe, j.count, j.estimate, j.attempt,
  j.submit_key AS submitKey, j.remote_id AS remoteId, j.due_at AS dueAt, j.failure, j.note,
  j.cost_micros AS costMicros, j.started_at AS startedAt, j.finished_at AS finishedAt`;
export const jobSource = 'job j JOIN model m ON m.key = j.model_key';

/** Dollars of an estimate in millionths: 0 when free, null when unknown. */
export function microsOf(expected: Estimate): MicroUsd | null {
  if (expected.kind === 'free') return 0;
  return expected.kind === 'usd' ? expected.micros : null;
}

/** Rows are ours, but JSON columns and enumerations are parsed all the same: an old or damaged row fails here. */
export function readJob(row: JobRow): Job {
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

/** What changes while a job lives, and its columns. */
const changing = [
  ['state', 'state'],
  ['remoteId', 'remote_id'],
  ['dueAt', 'due_at'],
  ['failure', 'failure'],
  ['note', 'note'],
  ['costMicros', 'cost_micros'],
  ['startedAt', 'started_at'],
  ['finishedAt', 'finished_at'],
  ['submitKey', 'submit_key'],
  ['attempt', 'attempt'],
  ['recipe', 'recipe'],
] as const satisfies readonly (readonly [keyof Job, string])[];
type Changing = (typeof changing)[number][0];

/**
 * What an update of a job must write: only columns that differ, because each index of a column that is written costs
 * a page of the log.
 * @returns the assignments, and their values by name; no assignments when nothing differs
 */
export function writeChange(before: Job, after: Job): { readonly set: string; readonly values: JobRow } {
  const written = changing.filter(([key]) => before[key] !== after[key]);
  return {
    set: written.map(([key, column]) => `${column} = @${key}`).join(', '),
    values: Object.fromEntries([
      ['id', after.id],
      ...written.map(([key]) => [key, columnOf(after, key)] as const),
    ]),
  };
}

function columnOf(job: Job, key: Changing): unknown {
  if (key === 'recipe') return writeRecipe(job.recipe);
  if (key === 'failure') return job.failure ? JSON.stringify(job.failure) : null;
  return job[key];
}

export function writeNewJob(job: NewJob, position: number): JobRow {
  return {
    id: job.id,
    batchId: job.batchId,
    provider: job.provider,
    modelKey: job.modelKey,
    media: job.media,
    count: job.count,
    position,
    prompt: job.recipe.prompt,
    negative: job.recipe.negative,
    recipe: writeRecipe(job.recipe),
    estimate: JSON.stringify(job.estimate),
    estimateMicros: microsOf(job.estimate),
  };
}
