import { NumberField as Base } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';
import { ui } from '../../shared/messages/en/ui.ts';
import { classNames } from './class-names.ts';
import { Field, describedBy, fieldIds, type FieldProps } from './Field.tsx';
import fieldStyles from './field.module.css';
import styles from './NumberField.module.css';

type NumberFieldProps = FieldProps & {
  /** Null: empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
};

export function NumberField({
  value,
  onChange,
  min,
  max,
  step = 1,
  placeholder,
  disabled,
  ...field
}: NumberFieldProps) {
  const ids = fieldIds(useId());
  return (
    <Field {...field} ids={ids}>
      <Base.Root
        id={ids.control}
        value={value}
        onValueChange={onChange}
        min={min}
        max={max}
        step={step}
        smallStep={step}
        largeStep={step * 10}
        disabled={disabled}
        format={{ useGrouping: false, maximumFractionDigits: 6 }}
      >
        <Base.Group className={classNames(fieldStyles.control, styles.group)}>
          <Base.Input
            className={styles.input}
            placeholder={placeholder}
            aria-invalid={field.error ? true : undefined}
            aria-describedby={describedBy(field, ids)}
          />
          <Base.Decrement className={styles.step} aria-label={ui.decrease(field.label)}>
            <Minus size={12} aria-hidden="true" />
          </Base.Decrement>
          <Base.Increment className={styles.step} aria-label={ui.increase(field.label)}>
            <Plus size={12} aria-hidden="true" />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </Field>
  );
}
