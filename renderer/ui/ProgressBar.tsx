import { Progress } from '@base-ui/react/progress';
import styles from './ProgressBar.module.css';

type ProgressBarProps = {
  /** 0–1, or null where nobody can tell. */
  readonly value: number | null;
  readonly label: string;
};

export function ProgressBar({ value, label }: ProgressBarProps) {
  return (
    <Progress.Root value={value} max={1} aria-label={label} className={styles.root}>
      <Progress.Track className={styles.track}>
        <Progress.Indicator className={styles.indicator} />
      </Progress.Track>
    </Progress.Root>
  );
}
