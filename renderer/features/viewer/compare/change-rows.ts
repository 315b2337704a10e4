import type { Creation } from '../../../../shared/domain/creation.ts';
import type { JsonValue } from '../../../../shared/domain/json.ts';
import type { RecipeDiff } from '../../../../shared/domain/recipe-diff.ts';
import { text } from '../../../app/messages.ts';
import { parameterName, parameterValue } from '../parameter-rows.ts';

export type ChangeRow = {
  readonly key: string;
  readonly name: string;
  /** Null: it has none. */
  readonly left: string | null;
  readonly right: string | null;
};

const words = text.viewer.fields;

/** Values that differ, as a person reads them: what made it first, then its parameters, then what came of it. */
export function changeRows(diff: RecipeDiff, left: Creation, right: Creation): readonly ChangeRow[] {
  const differs = new Set(diff.fields.map(({ key }) => key));
  const field = (keys: readonly string[], name: string, of: (creation: Creation) => string | null) =>
    keys.some((key) => differs.has(key))
      ? [{ key: `field.${keys.join('.')}`, name, left: of(left), right: of(right) }]
      : [];
  return [
    ...field(['model'], words.model, ({ modelName }) => modelName),
    ...field(['provider'], words.provider, ({ provider }) => text.library.providers[provider]),
    ...field(['modelVersion'], words.version, ({ recipe }) => recipe.modelVersion?.slice(0, 12) ?? null),
    ...field(['seed'], words.seed, ({ recipe }) => (recipe.seed === null ? null : String(recipe.seed))),
    ...diff.parameters.map((change) => ({
      key: `parameter.${change.key}`,
      name: parameterName(change.key),
      left: written(change.key, change.left),
      right: written(change.key, change.right),
    })),
    ...field(['width', 'height'], words.pictureSize, ({ width, height }) =>
      text.viewer.pixels(width, height),
    ),
    ...field(['seconds'], words.length, ({ seconds }) =>
      seconds === null ? null : text.viewer.seconds(seconds.toFixed(1)),
    ),
  ];
}

function written(key: string, value: JsonValue | undefined): string | null {
  return value === undefined || value === null || value === '' ? null : parameterValue(key, value);
}
