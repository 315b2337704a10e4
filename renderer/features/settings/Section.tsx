import type { ReactNode } from 'react';
import styles from './Section.module.css';

type SectionProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  /** At the end of the title line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** One page of the settings. */
export function Section({ title, lead, actions, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {actions}
      </header>
      {lead ? <p className={styles.lead}>{lead}</p> : null}
      {children}
    </section>
  );
}

export function Card({ children }: { readonly children: ReactNode }) {
  return <div className={styles.card}>{children}</div>;
}

type SettingRowProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
};

/** A line of a card: what it is at the left, its control at the right. */
export function SettingRow({ label, hint, children }: SettingRowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p>{label}</p>
        {hint ? <p className={styles.hint}>{hint}</p> : null}
      </div>
      {children}
    </div>
  );
}
