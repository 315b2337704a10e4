import { diffArrays } from 'diff';
import type { Creation } from './creation.ts';
import type { JsonValue } from './json.ts';
import type { RecipeInput } from './recipe.ts';

/** What was changed between two creations: their recipes, and the size that came of them. */

/** `removed` is only on the left, `added` only on the right. */
export type WordChange = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };
/** Undefined where one side does not have it. */
type ValueChange = {
  readonly key: string;
  readonly left: JsonValue | undefined;
  readonly right: JsonValue | undefined;
};
export type InputChange = {
  /** The parameter that these fill. */
  readonly key: string;
  readonly left: readonly RecipeInput[];
  readonly right: readonly RecipeInput[];
};

export type RecipeDiff = {
  /** Null: the same. */
  readonly prompt: readonly WordChange[] | null;
  readonly negative: readonly WordChange[] | null;
  /** `provider`, `model`, `modelVersion`, `seed`, `width`, `height`, `seconds`: those that differ. */
  readonly fields: readonly ValueChange[];
  readonly parameters: readonly ValueChange[];
  readonly inputs: readonly InputChange[];
  /** Nothing above differs. */
  readonly identical: boolean;
};

type Compared = Pick<Creation, 'recipe' | 'width' | 'height' | 'seconds'>;

/** The version of the studio that made it is not part of a recipe's meaning, and is not compared. */
export function diffRecipes(left: Compared, right: Compared): RecipeDiff {
  const [a, b] = [left.recipe, right.recipe];
  const diff = {
    prompt: a.prompt === b.prompt ? null : diffWords(a.prompt, b.prompt),
    negative: a.negative === b.negative ? null : diffWords(a.negative, b.negative),
    fields: changed(fieldsOf(left), fieldsOf(right)),
    parameters: changed(a.parameters, b.parameters),
    inputs: changedInputs(a.inputs, b.inputs),
  };
  const identical =
    diff.prompt === null &&
    diff.negative === null &&
    diff.fields.length + diff.parameters.length + diff.inputs.length === 0;
  return { ...diff, identical };
}

/** Beyond this many changed words both texts are shown whole: nobody reads such a patchwork, and it takes long. */
const maxChanges = 1000;
const words = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * Two texts word by word, those in languages without spaces too. Everything but what was `added` is the left text,
 * everything but what was `removed` the right one; the other way round the same changes come out.
 */
export function diffWords(left: string, right: string): readonly WordChange[] {
  // Several ways through are equally short: always search from the same side.
  const turned = left > right;
  const [from, to] = turned ? [right, left] : [left, right];
  const changes = diffArrays(wordsOf(from), wordsOf(to), { maxEditLength: maxChanges });
  if (!changes) return inOrder(left, right);
  const result: WordChange[] = [];
  let [removed, added] = ['', ''];
  for (const [place, { value, ...found }] of changes.entries()) {
    const text = value.join('');
    const isLast = place === changes.length - 1;
    if (found.removed) removed += text;
    else if (found.added) added += text;
    else if (text.trim() === '' && removed + added !== '' && !isLast) {
      // Words that changed one after another are read as one change.
      removed += text;
      added += text;
    } else {
      result.push(...(turned ? inOrder(added, removed) : inOrder(removed, added)), { kind: 'same', text });
      [removed, added] = ['', ''];
    }
  }
  return [...result, ...(turned ? inOrder(added, removed) : inOrder(removed, added))];
}

function inOrder(removed: string, added: string): readonly WordChange[] {
  const changes = [
    { kind: 'removed', text: removed },
    { kind: 'added', text: added },
  ] as const;
  return changes.filter(({ text }) => text !== '');
}

function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

function fieldsOf({ recipe, width, height, seconds }: Compared): Record<string, JsonValue> {
  const { provider, model, modelVersion = null, seed } = recipe;
  return { provider, model, modelVersion, seed, width, height, seconds };
}

type Values = Readonly<Record<string, JsonValue>>;

function changed(left: Values, right: Values): readonly ValueChange[] {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys]
    .toSorted()
    .map((key) => ({ key, left: own(left, key), right: own(right, key) }))
    .filter((change) => !isEqual(change.left, change.right));
}

function own(values: Values, key: string): JsonValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Objects are equal whatever the order of their keys. */
function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Inputs of one parameter are a list: their order may matter to the model. */
function changedInputs(left: readonly RecipeInput[], right: readonly RecipeInput[]): readonly InputChange[] {
  const keys = new Set([...left, ...right].map(({ key }) => key));
  const of = (inputs: readonly RecipeInput[], key: string) => inputs.filter((input) => input.key === key);
  const names = (inputs: readonly RecipeInput[]) => inputs.map(({ sha256 }) => sha256).join();
  return [...keys]
    .toSorted()
    .map((key) => ({ key, left: of(left, key), right: of(right, key) }))
    .filter((change) => names(change.left) !== names(change.right));
}
