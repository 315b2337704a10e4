import { z } from 'zod';
import { jsonValue } from './json.ts';

/**
 * One input of a model: the part of JSON Schema that models really use, in the order the form shows it.
 * Forms, validation and price estimates are all made from this; nothing knows a model by name.
 */

/** What an input means across models, so that a recipe carries over and prices can be told. */
export const parameterRole = z.enum([
  'prompt',
  'negative',
  'seed',
  'count',
  'size',
  'width',
  'height',
  'aspect',
  'resolution',
  'seconds',
  'image',
  'images',
  'mask',
  'last-image',
  /** How many times larger an enlarged picture gets. */
  'scale',
]);
export type ParameterRole = z.infer<typeof parameterRole>;

const common = {
  key: z.string().min(1),
  title: z.string(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  role: parameterRole.optional(),
  /** Folded away under "More" until asked for. */
  advanced: z.boolean().optional(),
};

const redrawnPart = z.enum(['white', 'black', 'transparent']);
export type RedrawnPart = z.infer<typeof redrawnPart>;

export const parameter = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('text'),
    multiline: z.boolean().optional(),
    maxLength: z.number().int().optional(),
    /** Masked in the form and never written to a recipe (`format: password`). */
    secret: z.boolean().optional(),
    default: z.string().optional(),
  }),
  z.object({
    ...common,
    kind: z.literal('number'),
    integer: z.boolean().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    step: z.number().positive().optional(),
    default: z.number().optional(),
  }),
  z.object({
    ...common,
    kind: z.literal('choice'),
    options: z.array(z.union([z.string(), z.number()])).min(1),
    default: z.union([z.string(), z.number()]).optional(),
  }),
  z.object({ ...common, kind: z.literal('boolean'), default: z.boolean().optional() }),
  z.object({
    ...common,
    kind: z.literal('file'),
    accept: z.enum(['image', 'video', 'audio', 'any']),
    /** More than one file: the provider receives a list. */
    multiple: z.boolean().optional(),
    max: z.number().int().optional(),
    /** What a mask shows where the picture is to be drawn anew; white, where nothing is said. */
    redraws: redrawnPart.optional(),
  }),
  /** Lists and objects without a form of their own are edited as JSON. */
  z.object({ ...common, kind: z.literal('json'), default: jsonValue.optional() }),
]);
export type Parameter = z.infer<typeof parameter>;

/** Values by parameter key. File inputs are not here: they travel as hashes (`Recipe.inputs`). */
export const parameterValues = z.record(z.string(), jsonValue);
export type ParameterValues = z.infer<typeof parameterValues>;

export function findByRole(parameters: readonly Parameter[], role: ParameterRole): Parameter | undefined {
  return parameters.find((entry) => entry.role === role);
}

/** The default of every parameter that has one. */
export function defaultValues(parameters: readonly Parameter[]): ParameterValues {
  const values: Record<string, ParameterValues[string]> = {};
  for (const entry of parameters) {
    if (entry.kind !== 'file' && entry.default !== undefined) values[entry.key] = entry.default;
  }
  return values;
}

export type ParameterProblem = {
  readonly key: string;
  readonly problem:
    | { readonly kind: 'required' }
    | { readonly kind: 'type'; readonly expected: string }
    | { readonly kind: 'range'; readonly min: number | undefined; readonly max: number | undefined }
    | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
    | { readonly kind: 'length'; readonly max: number };
};

/**
 * Checks values against a model's parameters. Prompt, negative prompt, seed, count and files travel outside
 * `values` and are checked where they are known. Keys the model does not have are left to `pickKnown`.
 */
export function checkValues(
  parameters: readonly Parameter[],
  values: ParameterValues,
): readonly ParameterProblem[] {
  return parameters.flatMap((entry) => {
    if (entry.kind === 'file' || isCarriedApart(entry)) return [];
    const value = values[entry.key];
    if (value === undefined || value === null || value === '') {
      return entry.required && entry.default === undefined
        ? [{ key: entry.key, problem: { kind: 'required' as const } }]
        : [];
    }
    const problem = checkValue(entry, value);
    return problem ? [{ key: entry.key, problem }] : [];
  });
}

/** Inputs that every request carries by name, whatever the model calls them. */
export function isCarriedApart(entry: Parameter): boolean {
  return (
    entry.role === 'prompt' || entry.role === 'negative' || entry.role === 'seed' || entry.role === 'count'
  );
}

function checkValue(
  entry: Exclude<Parameter, { kind: 'file' }>,
  value: ParameterValues[string],
): ParameterProblem['problem'] | undefined {
  switch (entry.kind) {
    case 'text':
      if (typeof value !== 'string') return { kind: 'type', expected: 'text' };
      return entry.maxLength !== undefined && value.length > entry.maxLength
        ? { kind: 'length', max: entry.maxLength }
        : undefined;
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return { kind: 'type', expected: 'a number' };
      if (entry.integer && !Number.isInteger(value)) return { kind: 'type', expected: 'a whole number' };
      const below = entry.min !== undefined && value < entry.min;
      const above = entry.max !== undefined && value > entry.max;
      return below || above ? { kind: 'range', min: entry.min, max: entry.max } : undefined;
    }
    case 'choice':
      return entry.options.some((option) => option === value)
        ? undefined
        : { kind: 'choice', options: entry.options };
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { kind: 'type', expected: 'yes or no' };
    case 'json':
      return undefined;
  }
}

/** Values reduced to the keys the model really has, so that a recipe of another model can be reused. */
export function pickKnown(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  const known = new Map(parameters.map((entry) => [entry.key, entry]));
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => {
      const entry = known.get(key);
      return (
        entry !== undefined &&
        entry.kind !== 'file' &&
        !isCarriedApart(entry) &&
        value !== null &&
        checkValue(entry, value) === undefined
      );
    }),
  );
}
