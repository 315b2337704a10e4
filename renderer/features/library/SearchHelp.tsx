import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { Popover } from '../../ui/Popover.tsx';
import headerStyles from './LibraryHeader.module.css';
import { withTerm } from './search-chips.ts';
import styles from './SearchHelp.module.css';
import { setQuery } from './store.ts';

type Props = { readonly value: string; readonly onAdded: () => void };

/** What can be typed into the search field; a click types it. */
export function SearchHelp({ value, onAdded }: Props) {
  const words = text.library.searchHelp;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={words.title}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={headerStyles.clear} aria-label={words.title}>
          <CircleHelp size={14} aria-hidden="true" />
        </button>
      }
    >
      <p className={styles.lead}>{words.lead}</p>
      <ul className={styles.list}>
        {words.examples.map(([term, meaning]) => (
          <li key={term}>
            <button
              type="button"
              className={styles.example}
              onClick={() => {
                setQuery({ text: withTerm(value, term) });
                setOpen(false);
                onAdded();
              }}
            >
              <code>{term}</code>
              <span>{meaning}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
