import { ArrowLeft, Copy, PanelLeft, Trash2 } from 'lucide-react';
import type { RefObject } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { LibraryFacets, LibraryQuery } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { useSettings } from '../../app/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { ImportMenu } from '../exchange/ImportMenu.tsx';
import { confirmErase } from './confirm-erase.ts';
import { FilterBar } from './FilterBar.tsx';
import styles from './LibraryHeader.module.css';
import { SearchChips } from './SearchChips.tsx';
import { SearchField } from './SearchField.tsx';
import { isOpen, toggleShelves, useShelves } from './shelves-store.ts';
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
  const shelvesOpen = useShelves(isOpen);
  const isEmpty = (query.trashed ? facets?.trashed : facets?.total) === 0;
  const trashDays = useSettings((settings) => settings.trashDays);
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
        {query.trashed ? null : (
          <IconButton
            label={shelvesOpen ? words.shelves.hide : words.shelves.show}
            icon={<PanelLeft size={16} />}
            pressed={shelvesOpen}
            tooltipSide="bottom"
            onClick={toggleShelves}
          />
        )}
        <h1 className={styles.title}>{query.trashed ? words.trashTitle : words.title}</h1>
        <span className={styles.count} role="status">
          {ids ? (query.trashed ? words.trashCount(ids.length, trashDays) : words.count(ids.length)) : ''}
        </span>
        <span className={styles.space} />
        <SearchField value={query.text} field={searchField} onLeave={onLeaveSearch} />
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
            disabled={!ids || ids.length === 0 || hasFilters(query)}
            onClick={() => void confirmErase([...(ids ?? [])], words.confirmErase.confirmAll)}
          >
            {words.emptyTrash}
          </Button>
        ) : (
          <>
            <ImportMenu />
            <IconButton
              label={words.duplicates.open}
              icon={<Copy size={16} />}
              tooltipSide="bottom"
              onClick={() => navigate('/library/duplicates')}
            />
            <IconButton
              label={words.openTrash}
              icon={<Trash2 size={16} />}
              tooltipSide="bottom"
              onClick={() => setQuery({ trashed: true })}
            />
          </>
        )}
      </div>
      {isEmpty && !hasFilters(query) ? null : <FilterBar query={query} facets={facets} />}
      <SearchChips value={query.text} />
    </header>
  );
}
