import styles from './Kbd.module.css';
import { keyLabels } from './key-labels.ts';

/** @param keys a chord as the shortcut registry writes it: `Mod+Shift+K` */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.chord}>
      {keyLabels(keys).map((label) => (
        <kbd key={label} className={styles.key}>
          {label}
        </kbd>
      ))}
    </span>
  );
}
