import type { ReactNode } from 'react';
import styles from './PaneHeading.module.css';

type PaneHeadingProps = {
  readonly title: string;
  /** At the end of the line, such as a button that copies what stands below. */
  readonly action?: ReactNode;
};

/** Names a part of a pane. */
export function PaneHeading({ title, action }: PaneHeadingProps) {
  return (
    <div className={styles.row}>
      <h2 className={styles.heading}>{title}</h2>
      {action}
    </div>
  );
}
