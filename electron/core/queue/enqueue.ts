import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { estimateCost } from '../../../shared/domain/estimate.ts';
import type { JobId } from '../../../shared/domain/job.ts';
import { isRetired, type ModelEntry } from '../../../shared/domain/model.ts';
import {
  checkValues,
  defaultValues,
  findByRole,
  pickKnown,
  type ParameterProblem,
} from '../../../shared/domain/parameter.ts';
import type { GenerationRequest, Recipe } from '../../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { NewJob } from './job-row.ts';
import { type Descent, planParents } from './parents.ts';
import { inSlices } from './slices.ts';

export type EnqueueDeps = {
  readonly findModel: (id: string) => ModelEntry | null;
  readonly keyOf: (model: ModelEntry) => number;
  readonly newId: () => JobId;
  readonly randomSeed: () => number;
  readonly now: () => number;
  readonly appVersion: string;
  readonly lineage: Descent;
};

/** Requests looked through in one go: about 1 ms. */
const slice = 50;

/**
 * Turns requests into jobs, all or none: a fault in one line of a batch enqueues nothing. A model that makes
 * several outputs in one call gets them in one job, others get a job per output with seeds counting up.
 */
export async function planJobs(
  requests: readonly GenerationRequest[],
  deps: EnqueueDeps,
): Promise<Result<readonly NewJob[], Failure>> {
  const planned: NewJob[] = [];
  const keys = new Map<string, number>();
  // Learning a model's key is a write, and a batch is mostly one model.
  const keyOf = (model: ModelEntry) => {
    const key = keys.get(model.id) ?? deps.keyOf(model);
    keys.set(model.id, key);
    return key;
  };
  let refused: Failure | null = null;
  let line = 0;
  await inSlices(requests, slice, (some) => {
    for (const request of some) {
      if (refused) return;
      line += 1;
      const jobs = planRequest(request, { ...deps, keyOf });
      if (jobs.ok) planned.push(...jobs.value);
      else refused = requests.length > 1 ? atLine(jobs.error, line, requests.length) : jobs.error;
    }
  });
  return refused ? err(refused) : ok(planned);
}

function atLine(failure: Failure, line: number, of: number): Failure {
  return { ...failure, detail: `Request ${line} of ${of}: ${failure.detail ?? ''}`.slice(0, 500) };
}

function planRequest(request: GenerationRequest, deps: EnqueueDeps): Result<readonly NewJob[], Failure> {
  const model = deps.findModel(request.modelId);
  if (!model) return err(fail('model_gone', 'no', { detail: `There is no model ${request.modelId}.` }));
  if (isRetired(model, deps.now())) {
    return err(
      fail('model_gone', 'no', {
        detail: `${model.name} was retired on ${model.retiresOn}.`,
        ...(model.successor ? { successor: model.successor } : {}),
      }),
    );
  }
  const problem = problemOf(request, model);
  if (problem) return err(problem);

  const inputs = request.inputs.filter((input) => model.parameters.some((entry) => entry.key === input.key));
  const parents = planParents(request.parents ?? [], inputs, deps.lineage);
  if (!parents.ok) return parents;
  const { links, traces } = parents.value;

  const perJob = outputsPerJob(model, request.count);
  const seeds = seedRange(model);
  const firstSeed = seeds === null ? null : (request.seed ?? deps.randomSeed() % seeds);
  const values = pickKnown(model.parameters, { ...defaultValues(model.parameters), ...request.parameters });
  const modelKey = deps.keyOf(model);
  const jobs: NewJob[] = [];
  for (let made = 0; made < request.count; made += perJob) {
    const id = deps.newId();
    const count = Math.min(perJob, request.count - made);
    const recipe: Recipe = {
      v: 1,
      app: deps.appVersion,
      provider: model.provider,
      model: model.id,
      ...(model.version ? { modelVersion: model.version } : {}),
      prompt: request.prompt,
      negative: findByRole(model.parameters, 'negative') ? request.negative : '',
      seed: firstSeed === null || seeds === null ? null : (firstSeed + made) % seeds,
      parameters: values,
      inputs,
      ...(traces.length > 0 ? { parents: [...traces] } : {}),
      ai: model.ai,
    };
    jobs.push({
      id,
      batchId: jobs[0]?.id ?? id,
      provider: model.provider,
      modelKey,
      media: model.media,
      recipe,
      count,
      estimate: estimateCost(model, values, count),
      parents: links,
    });
  }
  return ok(jobs);
}

/** How many outputs one call of the model makes: what its `count` parameter allows. */
function outputsPerJob(model: ModelEntry, wanted: number): number {
  const entry = findByRole(model.parameters, 'count');
  return entry?.kind === 'number' ? Math.max(1, Math.min(wanted, entry.max ?? 1)) : 1;
}

/** How many seeds the model knows: 0 up to one less than this. Null: it takes none. */
function seedRange(model: ModelEntry): number | null {
  const entry = findByRole(model.parameters, 'seed');
  if (!entry) return null;
  return (entry.kind === 'number' ? (entry.max ?? 4_294_967_295) : 4_294_967_295) + 1;
}

function problemOf(request: GenerationRequest, model: ModelEntry): Failure | undefined {
  const prompt = findByRole(model.parameters, 'prompt');
  const invalid = (detail: string, fields: readonly string[]) =>
    fail('invalid_input', 'no', { detail, fields });
  if (prompt?.required && request.prompt.trim() === '') return invalid('The prompt is empty.', [prompt.key]);
  if (prompt?.kind === 'text' && prompt.maxLength !== undefined && request.prompt.length > prompt.maxLength) {
    return invalid(
      `The prompt has ${request.prompt.length} characters; ${model.name} takes ${prompt.maxLength}.`,
      [prompt.key],
    );
  }
  const seeds = seedRange(model);
  if (seeds !== null && request.seed !== null && request.seed >= seeds) {
    return invalid(`${model.name} takes seeds from 0 to ${seeds - 1}.`, ['seed']);
  }
  const missing = model.parameters.find(
    (entry) =>
      entry.kind === 'file' && entry.required && !request.inputs.some((input) => input.key === entry.key),
  );
  if (missing) return invalid(`${model.name} needs a picture or clip: ${missing.title}.`, [missing.key]);
  const [first] = checkValues(model.parameters, request.parameters);
  return first ? invalid(describeProblem(first), [first.key]) : undefined;
}

function describeProblem({ key, problem }: ParameterProblem): string {
  switch (problem.kind) {
    case 'required':
      return `${key} is needed.`;
    case 'type':
      return `${key} must be ${problem.expected}.`;
    case 'range':
      return `${key} must be between ${problem.min ?? '−∞'} and ${problem.max ?? '∞'}.`;
    case 'choice':
      return `${key} must be one of: ${problem.options.join(', ')}.`;
    case 'length':
      return `${key} may have ${problem.max} characters.`;
  }
}
