import type { ReactNode } from 'react';
import styles from './LibraryShelves.module.css';

type Props = { readonly name: string; readonly children?: ReactNode };

/** What a part of the column is called, and a button beside it. */
export function ShelfHeading({ name, children }: Props) {
  return (
    <div className={styles.heading}>
      <h2>{name}</h2>
      {children}
    </div>
  );
}
