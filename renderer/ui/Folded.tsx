import { type ReactNode, useEffect, useRef, useState } from 'react';
import { text } from '../app/messages.ts';
import { classNames } from './class-names.ts';
import styles from './Folded.module.css';

/** Shows the beginning of what is long, and a button for the rest. What is short stands as it is. */
export function Folded({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = content.current;
    if (!box || open) return;
    const observer = new ResizeObserver(() => setLong(box.scrollHeight > box.clientHeight + 1));
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    return () => observer.disconnect();
  }, [open]);
  return (
    <div>
      <div
        ref={content}
        className={classNames(styles.content, open && styles.open, !open && long && styles.cut)}
        // What the keyboard reaches is seen.
        onFocus={(event) => event.target.matches(':focus-visible') && setOpen(true)}
      >
        {children}
      </div>
      {long ? (
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? text.ui.showLess : text.ui.showAll}
        </button>
      ) : null}
    </div>
  );
}
