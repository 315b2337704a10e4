import { readFile } from 'node:fs/promises';
import type { Failure } from '../../shared/domain/failure.ts';
import { isFinal, type JobId, type JobView } from '../../shared/domain/job.ts';
import type { Price } from '../../shared/domain/model.ts';
import { findByRole } from '../../shared/domain/parameter.ts';
import type { GenerationRequest } from '../../shared/domain/recipe.ts';
import { failureText } from '../../shared/messages/en/failures.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Core } from '../core/create-core.ts';
import type { createEvents } from '../core/events.ts';
import { copyName, copyToFreeName } from '../core/library/library.ts';
import { providerName } from '../core/providers/provider-list.ts';
import { readBatch } from './batch.ts';
import type { CliOptions } from './options.ts';
import { createReport, type SavedFile } from './report.ts';
import { toRequest, type Wish } from './requests.ts';

type Events = Pick<ReturnType<typeof createEvents>, 'on'>;

/** @returns the exit code: 0 all made, 1 something failed, 2 the command was wrong */
export async function generate(
  core: Core,
  options: CliOptions,
  events: Events,
  signal: AbortSignal,
): Promise<number> {
  const wishes = await readWishes(core, options);
  const requests = wishes.ok ? toRequests(core, wishes.value) : wishes;
  const report = createReport({ json: options.json, total: requests.ok ? totalOf(requests.value) : 0 });
  if (!requests.ok) {
    report.fault(requests.error);
    return 2;
  }
  for (const line of destinations(core, requests.value)) report.say(line);
  const enqueued = await core.queue.enqueue(requests.value);
  if (!enqueued.ok) {
    report.fault(refusalText(enqueued.error));
    return 2;
  }
  return follow(core, enqueued.value, options, events, report, signal);
}

/** A refusal names what is wrong; only a retired model also has something to do about it. */
function refusalText(refused: Failure): string {
  const { what, todo } = failureText[refused.code](refused, 'The model');
  return refused.code === 'model_gone' ? [refused.detail ?? what, todo].join(' ') : (refused.detail ?? what);
}

function follow(
  core: Core,
  ids: readonly JobId[],
  options: CliOptions,
  events: Events,
  report: ReturnType<typeof createReport>,
  signal: AbortSignal,
): Promise<number> {
  const open = new Set(ids);
  const jobs = new Map<JobId, JobView>();
  // The core's own timers keep no process alive; a job that waits to be tried again must.
  const alive = setInterval(() => undefined, 60_000);
  return new Promise<number>((resolve, reject) => {
    let failed = false;
    let reporting: Promise<void> = Promise.resolve();
    const end = async (job: JobView) => {
      if (job.state === 'done') report.done(job, await saveFiles(core, job, options.out));
      else {
        failed = true;
        report.failed(job);
      }
      if (open.size === 0) resolve(failed ? 1 : 0);
    };
    events.on('job.changed', ({ job }) => {
      if (!open.has(job.id)) return;
      jobs.set(job.id, job);
      // A job that waits to be tried again says why, once.
      if (job.state === 'queued' && job.failure)
        report.say(failureText[job.failure.code](job.failure, providerName(job.provider)).what);
      if (!isFinal(job.state)) return;
      open.delete(job.id);
      reporting = reporting.then(() => end(job)).catch(reject);
    });
    events.on('job.progress', ({ id, fraction }) => {
      const job = jobs.get(id);
      if (job && open.has(id)) report.progress(job, fraction);
    });
    const callOff = () => void core.queue.cancel([...open]).catch(reject);
    signal.addEventListener('abort', callOff, { once: true });
    // A command does not wait for the next month.
    events.on('queue.changed', ({ heldByCap }) => {
      const waits = [...open].every((id) => core.queue.get(id)?.state === 'queued');
      if (!heldByCap || !waits || open.size === 0) return;
      report.say(`The monthly cap of $${(heldByCap.capMicros / 1e6).toFixed(2)} holds the rest back.`);
      callOff();
    });
    core.queue.start(ids[0]);
  }).finally(() => clearInterval(alive));
}

async function saveFiles(core: Core, job: JobView, folder: string | null): Promise<readonly SavedFile[]> {
  const files: SavedFile[] = [];
  for (const id of job.creationIds) {
    const creation = core.creations.get(id);
    const ref = core.creations.originalOf(id);
    if (!creation || !ref) continue;
    const kept = core.originals.pathOf(ref);
    const path = folder === null ? kept : await copyToFreeName(kept, folder, copyName(creation), ref.format);
    files.push({ path, width: creation.width, height: creation.height, seed: creation.recipe.seed });
  }
  return files;
}

async function readWishes(core: Core, options: CliOptions): Promise<Result<readonly Wish[], string>> {
  const model = options.model ?? (options.video ? 'sketch/clip' : 'sketch/picture');
  const inputs = await readImages(core, options.images, model);
  if (!inputs.ok) return inputs;
  const common = { ...options, model, inputs: inputs.value };
  if (options.batch === null) return ok([{ ...common, prompt: options.prompt ?? '' }]);
  const text = await readFile(options.batch, 'utf8').catch(() => null);
  if (text === null) return err(`${options.batch} cannot be read.`);
  const lines = readBatch(text, options.batch);
  if (!lines.ok) return lines;
  return ok(
    lines.value.map(({ prompt, model: own, negative, count, seed, size, ...params }) => ({
      prompt,
      model: own ?? model,
      negative: negative ?? options.negative,
      count: count ?? options.count,
      seed: seed ?? options.seed,
      size: size ?? options.size,
      params: { ...options.params, ...params },
      inputs: inputs.value,
    })),
  );
}

async function readImages(
  core: Core,
  paths: readonly string[],
  modelId: string,
): Promise<Result<GenerationRequest['inputs'], string>> {
  const entry = core.models.find(modelId)?.parameters.find((candidate) => candidate.kind === 'file');
  if (paths.length > 0 && !entry) return err(`${modelId} takes no picture.`);
  const inputs: GenerationRequest['inputs'] = [];
  for (const path of paths) {
    const added = await core.inputs.addFile(path).catch(() => null);
    if (!added) return err(`${path} cannot be read.`);
    if (!added.ok) return err(`${path}: ${added.error.detail ?? 'not a picture'}`);
    if (entry) inputs.push({ key: entry.key, sha256: added.value.sha256, mime: added.value.mime });
  }
  return ok(inputs);
}

function toRequests(core: Core, wishes: readonly Wish[]): Result<readonly GenerationRequest[], string> {
  const requests: GenerationRequest[] = [];
  for (const [index, wish] of wishes.entries()) {
    const where = wishes.length > 1 ? `Line ${index + 1}: ` : '';
    const model = core.models.find(wish.model);
    if (!model) return err(`${where}There is no model ${wish.model}. --list-models shows what there is.`);
    const request = toRequest(wish, model);
    if (!request.ok) return err(where + request.error);
    requests.push(request.value);
  }
  return ok(requests);
}

function totalOf(requests: readonly GenerationRequest[]): number {
  return requests.reduce((total, request) => total + request.count, 0);
}

/** Says where prompts go, whenever they leave this computer. */
function destinations(core: Core, requests: readonly GenerationRequest[]): readonly string[] {
  const providers = new Set(requests.flatMap((request) => core.models.find(request.modelId)?.provider ?? []));
  providers.delete('sketch');
  return [...providers].map((id) => `Prompts are sent to ${providerName(id)}.`);
}

/** A table of models for people, or JSON lines for programs. */
export function listModels(core: Core, json: boolean): void {
  for (const model of core.models.list()) {
    if (json) {
      process.stdout.write(`${JSON.stringify(model)}\n`);
      continue;
    }
    if (model.retired || model.hidden) continue;
    const price = priceText(model.price);
    const needs = findByRole(model.parameters, 'image')?.required ? ', needs a picture' : '';
    process.stdout.write(
      `${model.id.padEnd(52)} ${model.media.padEnd(6)} ${price}${needs}${model.ai ? '' : ', procedural, not AI'}\n`,
    );
  }
}

function priceText(price: Price | null): string {
  if (price === null) return 'price unknown';
  if (price.unit === 'free') return 'free';
  return `${price.approximate ? 'about ' : ''}$${price.usd} per ${price.unit.replace('-', ' ')}`;
}
