import { maxPromptLength, type Recipe } from '../../../shared/domain/recipe.ts';
import type { EmbeddedRecipe } from '../../../shared/domain/exchange.ts';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import { appVersion } from '../version.ts';

/** What another program's file says of how it was made. All of it is text from a stranger. */
export type ForeignRecipe = {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number | null;
  /** What the program calls its model. */
  readonly model: string | null;
  readonly parameters: ParameterValues;
};

export type FoundRecipe =
  | { readonly from: 'studio'; readonly recipe: EmbeddedRecipe }
  | { readonly from: 'automatic1111' | 'comfyui' | 'xmp'; readonly recipe: ForeignRecipe };

/** The model of what came with no word of how it was made. */
export const unknownModel = 'imported/unknown';

/** Parameters of another program that are kept, as JSON; far more than any real one has. */
const maxParametersLength = 64 * 1024;
const maxNameLength = 100;

/**
 * The recipe and the model's name under which a file enters the library.
 * @param sha256 of the file, hex: one that differs from the original it was exported from is a child of that
 */
export function toRecipe(
  found: FoundRecipe | null,
  sha256: string,
): { readonly recipe: Recipe; readonly modelName: string } {
  if (found?.from === 'studio') {
    const { createdAt: _when, original, ...own } = found.recipe;
    const parents = [...(own.parents ?? [])];
    if (original !== null && original !== sha256) parents.unshift({ sha256: original, relation: 'import' });
    const recipe = {
      ...own,
      ...(parents.length > 0 ? { parents } : {}),
      ...cleanTexts(own),
      model: cleanName(own.model) || unknownModel,
    };
    return { recipe, modelName: recipe.model.split('/').at(-1) || recipe.model };
  }
  const name = cleanName(found?.recipe.model ?? '');
  return {
    recipe: {
      v: 1,
      app: appVersion,
      provider: 'import',
      model: slug(name) === '' ? unknownModel : `imported/${slug(name)}`,
      ...cleanTexts(found?.recipe ?? { prompt: '', negative: '' }),
      seed: seedOrNull(found?.recipe.seed ?? null),
      parameters: boundParameters(found?.recipe.parameters ?? {}),
      inputs: [],
      // Who imports a picture into a studio for AI pictures; nothing is labelled procedural without knowing it.
      ai: true,
    },
    modelName: name || 'Imported',
  };
}

function cleanTexts(texts: { readonly prompt: string; readonly negative: string }) {
  return { prompt: cleanText(texts.prompt), negative: cleanText(texts.negative) };
}

/** Well-formed, without control characters other than line ends and tabs, no longer than a prompt may be. */
function cleanText(text: string): string {
  const bounded = text.slice(0, maxPromptLength * 2).toWellFormed();
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  const printable = bounded.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return printable.trim().slice(0, maxPromptLength).toWellFormed();
}

function cleanName(text: string): string {
  return cleanText(text.slice(0, 1000)).replace(/\s+/g, ' ').slice(0, maxNameLength).toWellFormed();
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}

function seedOrNull(seed: number | null): number | null {
  return seed !== null && Number.isSafeInteger(seed) && seed >= 0 ? seed : null;
}

function boundParameters(parameters: ParameterValues): ParameterValues {
  return JSON.stringify(parameters).length <= maxParametersLength ? parameters : {};
}
