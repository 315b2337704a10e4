import { VisuallyHidden } from '../ui/VisuallyHidden.tsx';
import { text } from './messages.ts';
import styles from './QueueBadge.module.css';

type QueueBadgeProps = {
  readonly active: number;
  readonly failed: number;
  /** Only a dot, where a number has no room. */
  readonly dot: boolean;
};

/** How many jobs wait or run, or, when none does, how many want a look. */
export function QueueBadge({ active, failed, dot }: QueueBadgeProps) {
  if (active === 0 && failed === 0) return null;
  const words = [
    ...(active > 0 ? [text.frame.running(active)] : []),
    ...(failed > 0 ? [text.frame.failed(failed)] : []),
  ].join(', ');
  return (
    <span className={styles.badges} data-dot={dot}>
      {failed > 0 ? <span className={styles.failed}>{dot ? null : failed}</span> : null}
      {active > 0 ? <span className={styles.active}>{dot ? null : active}</span> : null}
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
