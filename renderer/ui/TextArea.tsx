import { useId, type ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Field, describedBy, fieldIds, type FieldProps } from './Field.tsx';
import fieldStyles from './field.module.css';
import styles from './TextArea.module.css';

type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, 'id'>;

/** Grows with its text (CSS `field-sizing`) up to 40 % of the window, then scrolls. `rows` is the least height. */
export function TextArea({ label, hideLabel, hint, error, className, rows = 3, ...rest }: TextAreaProps) {
  const ids = fieldIds(useId());
  const field = { label, hideLabel, hint, error };
  return (
    <Field {...field} ids={ids}>
      <textarea
        dir="auto"
        {...rest}
        id={ids.control}
        className={classNames(fieldStyles.control, styles.area, className)}
        style={{ minHeight: `${rows * 20 + 18}px` }}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(field, ids)}
      />
    </Field>
  );
}
