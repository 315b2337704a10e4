import { ArrowLeft, Search, Trash2, X } from 'lucide-react';
import type { RefObject } from 'react';
import type { LibraryFacets, LibraryQuery } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { confirmErase } from './confirm-erase.ts';
import { FilterBar } from './FilterBar.tsx';
import styles from './LibraryHeader.module.css';
import { hasFilters, setQuery } from './store.ts';

type Props = {
  readonly query: LibraryQuery;
  readonly facets: LibraryFacets | null;
  /** Ids of what is shown; null before the first answer. */
  readonly ids: Float64Array | null;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly rowHeight: number;
  /** While the slider moves. */
  readonly onRowHeight: (px: number) => void;
  /** When it is let go. */
  readonly onRowHeightChosen: (px: number) => void;
  /** Enter or arrow down in the search field: on to the grid. */
  readonly onLeaveSearch: () => void;
};

export function LibraryHeader({
  query,
  facets,
  ids,
  searchField,
  rowHeight,
  onRowHeight,
  onRowHeightChosen,
  onLeaveSearch,
}: Props) {
  const words = text.library;
  return (
    <header className={styles.header}>
      <div className={styles.first}>
        {query.trashed ? (
          <IconButton
            label={words.closeTrash}
            icon={<ArrowLeft size={16} />}
            tooltipSide="bottom"
            onClick={() => setQuery({ trashed: false })}
          />
        ) : null}
        <h1 className={styles.title}>{query.trashed ? words.trashTitle : words.title}</h1>
        <span className={styles.count} role="status">
          {ids ? words.count(ids.length) : ''}
        </span>
        <span className={styles.space} />
        <div className={styles.search}>
          <Search size={15} aria-hidden="true" />
          <input
            ref={searchField}
            type="search"
            aria-label={words.search}
            placeholder={words.searchPlaceholder}
            value={query.text}
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setQuery({ text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === 'ArrowDown') {
                event.preventDefault();
                onLeaveSearch();
              } else if (event.key === 'Escape' && query.text !== '') {
                event.preventDefault();
                setQuery({ text: '' });
              }
            }}
          />
          {query.text === '' ? null : (
            <button
              type="button"
              className={styles.clear}
              aria-label={words.clearSearch}
              onClick={() => {
                setQuery({ text: '' });
                searchField.current?.focus();
              }}
            >
              <X size={14} aria-hidden="true" />
            </button>
          )}
        </div>
        <div className={styles.size}>
          <Slider
            label={words.size}
            hideLabel
            value={rowHeight}
            min={96}
            max={480}
            step={4}
            onChange={onRowHeight}
            onCommit={onRowHeightChosen}
            format={(px) => `${px} px`}
          />
        </div>
        {query.trashed ? (
          <Button
            variant="danger"
            disabled={!ids || ids.length === 0 || hasFilters(query)}
            onClick={() => void confirmErase([...(ids ?? [])], words.confirmErase.confirmAll)}
          >
            {words.emptyTrash}
          </Button>
        ) : (
          <IconButton
            label={words.openTrash}
            icon={<Trash2 size={16} />}
            tooltipSide="bottom"
            onClick={() => setQuery({ trashed: true })}
          />
        )}
      </div>
      {facets?.total === 0 && !query.trashed && !hasFilters(query) ? null : (
        <FilterBar query={query} facets={facets} />
      )}
    </header>
  );
}
