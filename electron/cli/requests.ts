import type { ModelEntry } from '../../shared/domain/model.ts';
import { findByRole, type Parameter, type ParameterValues } from '../../shared/domain/parameter.ts';
import { generationRequest, type GenerationRequest } from '../../shared/domain/recipe.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/** What one line of a command or batch asks for, before the model is known. */
export type Wish = {
  readonly prompt: string;
  readonly model: string;
  readonly negative: string;
  readonly count: number;
  readonly seed: number | null;
  readonly size: string | null;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly inputs: GenerationRequest['inputs'];
};

/** Turns words of a command line into a request the model understands; a sentence when that cannot be done. */
export function toRequest(wish: Wish, model: ModelEntry): Result<GenerationRequest, string> {
  const values: Record<string, ParameterValues[string]> = {};
  for (const [key, text] of Object.entries(wish.params)) {
    const entry = model.parameters.find((candidate) => candidate.key === key);
    if (!entry || entry.kind === 'file') {
      const known = model.parameters
        .filter((candidate) => candidate.kind !== 'file')
        .map((candidate) => candidate.key);
      return err(`${model.name} has no parameter ${key}. It has: ${known.join(', ')}.`);
    }
    values[key] = typeof text === 'string' ? fromText(entry, text) : text;
  }
  if (wish.size !== null) {
    const size = sizeValues(model, wish.size);
    if (!size.ok) return size;
    Object.assign(values, size.value);
  }
  const request = generationRequest.safeParse({
    modelId: model.id,
    prompt: wish.prompt,
    negative: wish.negative,
    count: wish.count,
    seed: wish.seed,
    parameters: values,
    inputs: wish.inputs,
  });
  if (request.success) return ok(request.data);
  const [issue] = request.error.issues;
  return err(`${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'not understood'}.`);
}

function fromText(entry: Parameter, text: string): ParameterValues[string] {
  switch (entry.kind) {
    case 'number':
      return text.trim() === '' ? Number.NaN : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'choice':
      return entry.options.find((option) => String(option) === text) ?? text;
    case 'json':
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    case 'text':
    case 'file':
      return text;
  }
}

function sizeValues(model: ModelEntry, size: string): Result<ParameterValues, string> {
  const parts = /^(\d+)[x×](\d+)$/i.exec(size.trim());
  if (!parts) return err(`--size takes WIDTHxHEIGHT such as 1024x1024, not "${size}".`);
  const [width, height] = [Number(parts[1]), Number(parts[2])];
  const whole = findByRole(model.parameters, 'size');
  if (whole) {
    const wanted = `${width}x${height}`;
    if (whole.kind === 'choice' && !whole.options.includes(wanted)) {
      return err(`${model.name} offers these sizes: ${whole.options.join(', ')}.`);
    }
    return ok({ [whole.key]: wanted });
  }
  const wide = findByRole(model.parameters, 'width');
  const high = findByRole(model.parameters, 'height');
  if (wide && high) return ok({ [wide.key]: width, [high.key]: height });
  const aspect = findByRole(model.parameters, 'aspect');
  if (aspect?.kind === 'choice') {
    const match = aspect.options.find((option) => sameRatio(String(option), width / height));
    if (match !== undefined) return ok({ [aspect.key]: match });
    return err(`${model.name} offers these shapes: ${aspect.options.join(', ')}.`);
  }
  return err(`${model.name} has no size to choose.`);
}

function sameRatio(option: string, ratio: number): boolean {
  const parts = /^(\d+):(\d+)$/.exec(option);
  return parts !== null && Math.abs(Number(parts[1]) / Number(parts[2]) / ratio - 1) < 0.02;
}
