import { z } from 'zod';
import { creationOrigin } from '../../../shared/domain/provider.ts';
import { recipe, type Recipe } from '../../../shared/domain/recipe.ts';

/** The part of a recipe that has no column of its own. */
const stored = recipe.omit({ provider: true, model: true, prompt: true, negative: true });

export function writeRecipe(value: Recipe): string {
  return JSON.stringify(stored.parse(value));
}

const columns = z.object({
  recipe: z.string(),
  provider: creationOrigin,
  modelId: z.string(),
  prompt: z.string(),
  negative: z.string(),
});

/** A recipe as it was written: job columns plus the JSON column. Throws when the row is damaged. */
export function readRecipe(
  row: z.input<typeof columns> | Record<keyof z.input<typeof columns>, unknown>,
): Recipe {
  const { recipe: json, provider, modelId, prompt, negative } = columns.parse(row);
  return { ...stored.parse(JSON.parse(json)), provider, model: modelId, prompt, negative };
}
