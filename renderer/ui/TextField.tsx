import { useId, type ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Field, describedBy, fieldIds, type FieldProps } from './Field.tsx';
import styles from './field.module.css';

type TextFieldProps = FieldProps & Omit<ComponentProps<'input'>, 'id'>;

export function TextField({ label, hideLabel, hint, error, className, ...rest }: TextFieldProps) {
  const ids = fieldIds(useId());
  const field = { label, hideLabel, hint, error };
  return (
    <Field {...field} ids={ids}>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={ids.control}
        className={classNames(styles.control, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(field, ids)}
      />
    </Field>
  );
}
