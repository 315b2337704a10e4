import { text } from '../../app/messages.ts';
import { Chip } from '../../ui/Chip.tsx';
import { searchChips, withoutRange } from './search-chips.ts';
import styles from './SearchChips.module.css';
import { setQuery } from './store.ts';

/** What the search was understood to say, each part to be taken away, and what was not understood. */
export function SearchChips({ value }: { readonly value: string }) {
  const { chips, problems } = searchChips(value);
  return (
    <>
      {chips.length > 0 ? (
        <div className={styles.chips} role="group" aria-label={text.library.searchTerms}>
          {chips.map(({ label, start, end }) => (
            <Chip
              key={`${start}:${label}`}
              selected
              onRemove={() => setQuery({ text: withoutRange(value, start, end) })}
            >
              {label}
            </Chip>
          ))}
        </div>
      ) : null}
      <div role="status" className={styles.problems}>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    </>
  );
}
