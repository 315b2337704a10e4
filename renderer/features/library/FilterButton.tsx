import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './FilterBar.module.css';

type FilterButtonProps = ComponentProps<'button'> & {
  /** What it filters by. */
  readonly name: string;
  /** What it is set to; shown in place of the name. */
  readonly chosen: string | null;
};

/** Opens one filter's choices. Lit while the filter is on. */
export function FilterButton({ name, chosen, ...rest }: FilterButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={styles.filter}
      data-on={chosen === null ? undefined : ''}
      aria-label={chosen === null ? name : `${name}: ${chosen}`}
    >
      <span className={styles.value}>{chosen ?? name}</span>
      <ChevronDown size={13} aria-hidden="true" />
    </button>
  );
}
