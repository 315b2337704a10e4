import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { JsonValue } from '../../../shared/domain/json.ts';
import { type ChoiceParameter, optionLabel, ratioOf } from './parameter-form.ts';
import styles from './ShapeTiles.module.css';
import { dispatch } from './store.ts';

const frameEdge = 20;

/** Shapes of the output as little frames. */
export function ShapeTiles({
  entry,
  value,
}: {
  readonly entry: ChoiceParameter;
  readonly value: JsonValue | undefined;
}) {
  const labelId = useId();
  return (
    <div className={styles.field}>
      <span id={labelId} className={styles.label}>
        {entry.title}
      </span>
      <RadioGroup
        aria-labelledby={labelId}
        className={styles.tiles}
        value={typeof value === 'string' || typeof value === 'number' ? String(value) : null}
        onValueChange={(next) =>
          dispatch({
            type: 'value',
            key: entry.key,
            value: entry.options.find((option) => String(option) === next),
          })
        }
      >
        {entry.options.map((option) => (
          <Radio.Root
            key={option}
            value={String(option)}
            className={styles.tile}
            aria-label={optionLabel(option)}
          >
            <Frame ratio={ratioOf(option)} />
            {optionLabel(option)}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}

function Frame({ ratio }: { readonly ratio: number | undefined }) {
  const shown = ratio ?? 1;
  const width = shown >= 1 ? frameEdge : Math.max(6, frameEdge * shown);
  const height = shown >= 1 ? Math.max(6, frameEdge / shown) : frameEdge;
  return (
    <span className={styles.space} aria-hidden="true">
      <span className={styles.frame} data-open={ratio === undefined} style={{ width, height }} />
    </span>
  );
}
