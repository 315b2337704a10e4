import styles from './StatusBadge.module.css';

type StatusBadgeProps = { readonly tone: 'good' | 'warning' | 'plain'; readonly children: string };

export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
