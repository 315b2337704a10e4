import type { ColorLabel } from '../../../shared/domain/creation.ts';
import styles from './LabelDot.module.css';

type Props = {
  readonly label: ColorLabel;
  /** Ringed: it is the one that is set. */
  readonly on?: boolean;
};

/** The colour of a label; its name stands beside it or is read out. */
export function LabelDot({ label, on = false }: Props) {
  return <span className={styles.dot} data-label={label} data-on={on || undefined} />;
}
