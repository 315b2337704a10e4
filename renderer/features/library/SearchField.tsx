import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { text } from '../../app/messages.ts';
import styles from './LibraryHeader.module.css';
import { SearchHelp } from './SearchHelp.tsx';
import { setQuery } from './store.ts';

type Props = {
  readonly value: string;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Enter or arrow down: on to the grid. */
  readonly onLeave: () => void;
};

/** Words and operators over all prompts, answered while they are typed. */
export function SearchField({ value, field, onLeave }: Props) {
  const words = text.library;
  return (
    <div className={styles.search}>
      <Search size={15} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label={words.search}
        placeholder={words.searchPlaceholder}
        value={value}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setQuery({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            onLeave();
          } else if (event.key === 'Escape' && value !== '') {
            event.preventDefault();
            setQuery({ text: '' });
          }
        }}
      />
      {value === '' ? null : (
        <button
          type="button"
          className={styles.clear}
          aria-label={words.clearSearch}
          onClick={() => {
            setQuery({ text: '' });
            field.current?.focus();
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
      <SearchHelp value={value} onAdded={() => field.current?.focus()} />
    </div>
  );
}
