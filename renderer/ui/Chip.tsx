import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { ui } from '../../shared/messages/en/ui.ts';
import styles from './Chip.module.css';
import { classNames } from './class-names.ts';

type ChipProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly children: string;
  readonly icon?: ReactNode;
  /** Announced as pressed or not. */
  readonly selected?: boolean;
  /** Adds a button that takes the chip away. */
  readonly onRemove?: (() => void) | undefined;
};

/** A small choice or filter; without `onClick` it is only a label. */
export function Chip({ children, icon, selected, onRemove, onClick, className, ...rest }: ChipProps) {
  return (
    <span
      className={classNames(styles.chip, selected && styles.selected, onClick && styles.active, className)}
    >
      {onClick ? (
        <button type="button" {...rest} className={styles.body} aria-pressed={selected} onClick={onClick}>
          {icon}
          <span className={styles.name}>{children}</span>
        </button>
      ) : (
        <span className={styles.body}>
          {icon}
          <span className={styles.name}>{children}</span>
        </span>
      )}
      {onRemove ? (
        <button type="button" className={styles.remove} aria-label={ui.remove(children)} onClick={onRemove}>
          <X size={12} aria-hidden="true" />
        </button>
      ) : null}
    </span>
  );
}
