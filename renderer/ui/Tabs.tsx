import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

type TabsProps<Id extends string> = {
  /** Names the row of tabs for screen readers. */
  readonly label?: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly count?: number | undefined }[];
  readonly value: Id;
  readonly onChange: (value: Id) => void;
  /** The panel of the chosen tab. */
  readonly children?: ReactNode;
};

export function Tabs<Id extends string>({ label, tabs, value, onChange, children }: TabsProps<Id>) {
  return (
    <Base.Root value={value} onValueChange={onChange} className={styles.root}>
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.id} value={tab.id} className={styles.tab}>
            {tab.label}
            {tab.count ? <span className={styles.count}>{tab.count.toLocaleString()}</span> : null}
          </Base.Tab>
        ))}
        <Base.Indicator className={styles.indicator} />
      </Base.List>
      {children === undefined ? null : (
        <Base.Panel value={value} className={styles.panel}>
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  );
}
