import type { RouteInput } from '../../../shared/contract.ts';
import type { ListedModel } from '../../../shared/domain/model.ts';
import {
  checkValues,
  isCarriedApart,
  type ParameterProblem,
  type ParameterValues,
} from '../../../shared/domain/parameter.ts';
import { maxPromptLength } from '../../../shared/domain/recipe.ts';
import { expandTemplate, parseTemplate } from './expansion.ts';
import { type FormState, parentsInForce } from './form-state.ts';
import { layOutForm } from './parameter-form.ts';

/** One press of Generate makes at most this many prompts: beyond it a slip is likelier than a wish. */
export const mostExpansions = 500;

export type FormProblem =
  | { readonly kind: 'no-prompt' }
  | { readonly kind: 'prompt-length'; readonly length: number; readonly max: number }
  | { readonly kind: 'negative-length'; readonly length: number; readonly max: number }
  | { readonly kind: 'too-many'; readonly count: number; readonly max: number }
  | { readonly kind: 'no-file'; readonly key: string }
  | { readonly kind: 'value'; readonly of: ParameterProblem };

export type CheckedForm = {
  /** The first expansions, at most `mostExpansions`. */
  readonly prompts: readonly string[];
  readonly expansions: number;
  readonly problems: readonly FormProblem[];
};

/** The longest prompt the model takes, in UTF-16 code units. */
export function promptLimit(model: ListedModel, role: 'prompt' | 'negative'): number {
  const entry = model.parameters.find((candidate) => candidate.role === role);
  const own = entry?.kind === 'text' ? entry.maxLength : undefined;
  return Math.min(own ?? maxPromptLength, maxPromptLength);
}

export function checkForm(state: FormState, model: ListedModel): CheckedForm {
  const form = layOutForm(model.parameters);
  const template = parseTemplate(form.prompt ? state.prompt : '');
  const prompts = expandTemplate(template, mostExpansions);
  const problems: FormProblem[] = [];

  const max = promptLimit(model, 'prompt');
  const longest = Math.max(...prompts.map((prompt) => prompt.length));
  if (form.prompt && prompts.some((prompt) => prompt === '')) problems.push({ kind: 'no-prompt' });
  if (longest > max) problems.push({ kind: 'prompt-length', length: longest, max });
  const negativeMax = promptLimit(model, 'negative');
  if (form.negative && state.negative.length > negativeMax) {
    problems.push({ kind: 'negative-length', length: state.negative.length, max: negativeMax });
  }
  if (template.size > mostExpansions) {
    problems.push({ kind: 'too-many', count: template.size, max: mostExpansions });
  }
  for (const entry of form.files) {
    if (entry.required && !state.files.some((file) => file.key === entry.key)) {
      problems.push({ kind: 'no-file', key: entry.key });
    }
  }
  const wrong = checkValues(model.parameters, state.values);
  problems.push(...wrong.map((of) => ({ kind: 'value' as const, of })));
  return { prompts, expansions: template.size, problems };
}

/** One request for each prompt. Only what the model knows is sent. */
export function buildRequests(
  state: FormState,
  model: ListedModel,
  prompts: readonly string[],
): RouteInput<'jobs.enqueue'> {
  const form = layOutForm(model.parameters);
  const parameters = sentValues(model, state.values);
  const inputs = state.files.flatMap(({ key, sha256, mime }) =>
    key === null ? [] : [{ key, sha256, mime }],
  );
  const parents = parentsInForce(state).map(({ id, relation }) => ({ id, relation }));
  return prompts.map((prompt) => ({
    modelId: model.id,
    prompt,
    negative: form.negative ? state.negative.trim() : '',
    count: state.count,
    seed: form.seed && state.seedLocked ? state.seed : null,
    parameters,
    inputs,
    ...(parents.length > 0 ? { parents } : {}),
  }));
}

/** Values worth remembering for the next time: never a secret. */
export function rememberedValues(model: ListedModel, values: ParameterValues): ParameterValues {
  const secret = new Set(
    model.parameters.filter((entry) => entry.kind === 'text' && entry.secret).map((entry) => entry.key),
  );
  return Object.fromEntries(Object.entries(sentValues(model, values)).filter(([key]) => !secret.has(key)));
}

function sentValues(model: ListedModel, values: ParameterValues): ParameterValues {
  const keys = new Set(
    model.parameters
      .filter((entry) => entry.kind !== 'file' && !isCarriedApart(entry))
      .map((entry) => entry.key),
  );
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => keys.has(key) && value !== '' && value !== null),
  );
}
