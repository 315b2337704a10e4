import { Switch as Base } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';
import styles from './Switch.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

type SwitchProps = {
  readonly label: string;
  readonly hideLabel?: boolean | undefined;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
};

export function Switch({ label, hideLabel = false, hint, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  const words = <span id={`${id}-label`}>{label}</span>;
  return (
    <div className={styles.row}>
      <label className={styles.words} htmlFor={id}>
        {hideLabel ? <VisuallyHidden>{words}</VisuallyHidden> : words}
        {hint ? (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        ) : null}
      </label>
      <Base.Root
        id={id}
        className={styles.track}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </div>
  );
}
