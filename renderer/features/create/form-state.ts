import type { ListedModel } from '../../../shared/domain/model.ts';
import { defaultValues, type ParameterValues, pickKnown } from '../../../shared/domain/parameter.ts';
import type { JsonValue } from '../../../shared/domain/json.ts';
import type { ParentLink } from '../../../shared/domain/lineage.ts';
import type { Recipe, RecipeInput } from '../../../shared/domain/recipe.ts';
import { escapeTemplate } from './expansion.ts';
import { acceptsMime, type FileParameter, fileLimit, layOutForm } from './parameter-form.ts';

/** A reference file of the composer. `key` is null while the chosen model has no place for it. */
export type ReferenceFile = { readonly key: string | null; readonly sha256: string; readonly mime: string };

/** A creation that what is made will come from. With a hash: as long as that file is among the inputs. */
export type FormParent = ParentLink & { readonly sha256: string | null };

/** What the composer holds. The reducer is pure: the model it needs comes with the action. */
export type FormState = {
  readonly modelId: string | null;
  readonly prompt: string;
  readonly negative: string;
  readonly count: number;
  /** Kept when unlocked, so that locking brings it back. */
  readonly seed: number | null;
  readonly seedLocked: boolean;
  readonly values: ParameterValues;
  readonly files: readonly ReferenceFile[];
  readonly parents: readonly FormParent[];
};

export const emptyForm: FormState = {
  modelId: null,
  prompt: '',
  negative: '',
  count: 1,
  seed: null,
  seedLocked: false,
  values: {},
  files: [],
  parents: [],
};

type RecipePart = 'all' | 'prompt' | 'seed' | 'remix';

export type FormAction =
  | { readonly type: 'edit'; readonly change: Partial<Pick<FormState, 'prompt' | 'negative' | 'count'>> }
  | { readonly type: 'seed'; readonly seed: number | null; readonly locked: boolean }
  | { readonly type: 'value'; readonly key: string; readonly value: JsonValue | undefined }
  | { readonly type: 'model'; readonly model: ListedModel; readonly remembered: ParameterValues }
  | { readonly type: 'reset-values'; readonly model: ListedModel }
  | {
      readonly type: 'add-files';
      readonly model: ListedModel;
      readonly key: string | null;
      readonly files: readonly Pick<RecipeInput, 'sha256' | 'mime'>[];
    }
  | { readonly type: 'remove-file'; readonly index: number }
  | {
      readonly type: 'recipe';
      readonly recipe: Partial<Recipe>;
      readonly part: RecipePart;
      /** The recipe's model, when it is still there; otherwise the one that stays chosen. */
      readonly model: ListedModel | null;
      readonly parents: readonly FormParent[];
      /** How many to make, where that is part of what is asked for. */
      readonly count: number | null;
    }
  | {
      /** A picture to be worked on with a model that can. */
      readonly type: 'work';
      readonly model: ListedModel;
      readonly remembered: ParameterValues;
      readonly recipe: Pick<Recipe, 'prompt' | 'negative'>;
      readonly file: Pick<RecipeInput, 'key' | 'sha256' | 'mime'>;
      readonly parent: ParentLink;
    }
  | { readonly type: 'forget-parent'; readonly id: number };

export function reduceForm(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'edit':
      return { ...state, ...action.change, parents: parentsAfterEdit(state, action.change.prompt) };
    case 'seed':
      return { ...state, seed: action.seed, seedLocked: action.locked };
    case 'value':
      return { ...state, values: withValue(state.values, action.key, action.value) };
    case 'model':
      return chooseModel(state, action.model, action.remembered);
    case 'reset-values':
      return { ...state, values: defaultValues(action.model.parameters) };
    case 'add-files':
      return { ...state, files: addFiles(state.files, action) };
    case 'remove-file':
      return { ...state, files: state.files.filter((_, index) => index !== action.index) };
    case 'recipe':
      return applyRecipe(state, action);
    case 'work':
      return applyWork(state, action);
    case 'forget-parent':
      return { ...state, parents: state.parents.filter(({ id }) => id !== action.id) };
  }
}

/** Parents that hold: those of a picture only while it is among the inputs. */
export function parentsInForce({ parents, files }: FormState): readonly FormParent[] {
  return parents.filter(
    ({ sha256 }) => sha256 === null || files.some((file) => file.sha256 === sha256 && file.key !== null),
  );
}

/** Whoever empties the prompt begins something new. */
function parentsAfterEdit({ parents }: FormState, prompt: string | undefined): readonly FormParent[] {
  return prompt === '' ? parents.filter(({ sha256 }) => sha256 !== null) : parents;
}

/** A free place for one more file of this type: the wanted parameter, or the first that takes it. */
function placeFor(
  parameters: readonly FileParameter[],
  files: readonly ReferenceFile[],
  mime: string,
  wanted: string | null,
): string | null {
  const free = parameters.filter(
    (entry) =>
      acceptsMime(entry, mime) && files.filter((file) => file.key === entry.key).length < fileLimit(entry),
  );
  const chosen = wanted === null ? undefined : free.find((entry) => entry.key === wanted);
  // A mask or a last frame means something else than "a picture": only when asked for by name.
  return (
    chosen?.key ?? free.find((entry) => entry.role !== 'mask' && entry.role !== 'last-image')?.key ?? null
  );
}

function withValue(values: ParameterValues, key: string, value: JsonValue | undefined): ParameterValues {
  if (value !== undefined) return { ...values, [key]: value };
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== key));
}

function chooseModel(state: FormState, model: ListedModel, remembered: ParameterValues): FormState {
  const { parameters } = model;
  const values = { ...defaultValues(parameters), ...pickKnown(parameters, remembered) };
  return { ...state, modelId: model.id, values, files: reassign(model, state.files) };
}

function reassign(model: ListedModel, files: readonly ReferenceFile[]): readonly ReferenceFile[] {
  const places = layOutForm(model.parameters).files;
  return files.reduce<readonly ReferenceFile[]>(
    (placed, file) => [...placed, { ...file, key: placeFor(places, placed, file.mime, file.key) }],
    [],
  );
}

function addFiles(
  present: readonly ReferenceFile[],
  { model, key, files }: Extract<FormAction, { type: 'add-files' }>,
): readonly ReferenceFile[] {
  const places = layOutForm(model.parameters).files;
  const single = places.find((entry) => entry.key === key && fileLimit(entry) === 1);
  // A new picture for a place that takes one replaces the old one.
  const kept = single && files.length > 0 ? present.filter((file) => file.key !== single.key) : present;
  return files.reduce<readonly ReferenceFile[]>((all, { sha256, mime }) => {
    const place = placeFor(places, all, mime, key);
    const isThere = all.some((file) => file.sha256 === sha256 && file.key === place);
    return isThere ? all : [...all, { sha256, mime, key: place }];
  }, kept);
}

function applyRecipe(
  state: FormState,
  { recipe, part, model, parents, count }: Extract<FormAction, { type: 'recipe' }>,
): FormState {
  const prompt = recipe.prompt === undefined ? state.prompt : escapeTemplate(recipe.prompt);
  const seed = recipe.seed ?? null;
  if (part === 'prompt') {
    return { ...state, prompt, negative: recipe.negative ?? '', parents: parentsAfterEdit(state, '') };
  }
  if (part === 'seed') return seed === null ? state : { ...state, seed, seedLocked: true };
  const filled: FormState = {
    ...state,
    prompt,
    negative: recipe.negative ?? '',
    files: (recipe.inputs ?? []).map(({ key, sha256, mime }) => ({ key, sha256, mime })),
    seed: part === 'all' && seed !== null ? seed : state.seed,
    seedLocked: part === 'all' && seed !== null,
    count: count ?? state.count,
    parents,
  };
  return model ? chooseModel(filled, model, recipe.parameters ?? {}) : filled;
}

function applyWork(
  state: FormState,
  { model, remembered, recipe, file, parent }: Extract<FormAction, { type: 'work' }>,
): FormState {
  const emptied: FormState = {
    ...state,
    prompt: escapeTemplate(recipe.prompt),
    negative: recipe.negative,
    count: 1,
    seedLocked: false,
    files: [],
    parents: [{ ...parent, sha256: file.sha256 }],
  };
  const chosen = chooseModel(emptied, model, remembered);
  return { ...chosen, files: addFiles([], { type: 'add-files', model, key: file.key, files: [file] }) };
}
