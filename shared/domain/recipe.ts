import { z } from 'zod';
import { maxParents, parentLink, parentTraces } from './lineage.ts';
import { sha256Hex } from './media.ts';
import { parameterValues } from './parameter.ts';
import { creationOrigin } from './provider.ts';

/** The longest prompt that is accepted, in UTF-16 code units. Models set lower limits of their own. */
export const maxPromptLength = 32_000;

/** A file given to the model, kept in the library by its hash. `key` is the parameter it fills. */
export const recipeInput = z.object({ key: z.string(), sha256: sha256Hex, mime: z.string() });
export type RecipeInput = z.infer<typeof recipeInput>;

/** Everything needed to make a creation again. Holds no key, no account and no path. */
export const recipe = z.object({
  v: z.literal(1),
  app: z.string(),
  provider: creationOrigin,
  model: z.string(),
  modelVersion: z.string().optional(),
  prompt: z.string(),
  negative: z.string(),
  seed: z.number().int().nullable(),
  parameters: parameterValues,
  inputs: z.array(recipeInput),
  /** What it was made from, the nearest first; left out when it was made from nothing. */
  parents: parentTraces.optional(),
  ai: z.boolean(),
});
export type Recipe = z.infer<typeof recipe>;

/** What Create asks for: one request becomes one or more jobs. */
export const generationRequest = z.object({
  modelId: z.string().min(1),
  prompt: z.string().max(maxPromptLength),
  negative: z.string().max(maxPromptLength).default(''),
  count: z.number().int().min(1).max(100).default(1),
  /** Null: the provider or the studio picks one and the recipe keeps it where it is known. */
  seed: z.number().int().min(0).max(4_294_967_295).nullable().default(null),
  parameters: parameterValues.default({}),
  inputs: z.array(recipeInput).default([]),
  /** Creations it is made from, besides those among its inputs. */
  parents: z.array(parentLink).max(maxParents).optional(),
});
export type GenerationRequest = z.infer<typeof generationRequest>;
