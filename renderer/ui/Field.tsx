import type { ReactNode } from 'react';
import styles from './field.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export type FieldProps = {
  readonly label: string;
  /** The label is still read out. */
  readonly hideLabel?: boolean | undefined;
  readonly hint?: ReactNode;
  /** What is wrong and how to mend it; replaces the hint. */
  readonly error?: string | undefined;
};

/** Ids by which a control refers to its label and to the line below it. */
type FieldIds = { readonly control: string; readonly message: string };

export function fieldIds(id: string): FieldIds {
  return { control: `${id}-control`, message: `${id}-message` };
}

/** The id of the line below, when there is one. */
export function describedBy({ hint, error }: FieldProps, ids: FieldIds): string | undefined {
  return hint || error ? ids.message : undefined;
}

type FrameProps = FieldProps & { readonly ids: FieldIds; readonly children: ReactNode };

export function Field({ label, hideLabel, hint, error, ids, children }: FrameProps) {
  const labelElement = (
    <label className={styles.label} htmlFor={ids.control}>
      {label}
    </label>
  );
  return (
    <div className={styles.field}>
      {hideLabel ? <VisuallyHidden>{labelElement}</VisuallyHidden> : labelElement}
      {children}
      {error || hint ? (
        <p id={ids.message} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}
