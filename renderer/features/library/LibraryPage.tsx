import { ArrowUp, FolderOpen, Images, SearchX, Trash2, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { useShallow } from 'zustand/react/shallow';
import type { LibraryQuery } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ImportDropZone } from '../exchange/ImportDropZone.tsx';
import { ImportMenu } from '../exchange/ImportMenu.tsx';
import { ImportStatus } from '../exchange/ImportStatus.tsx';
import { toggleFavourite } from './marking.ts';
import { CreationGrid } from './CreationGrid.tsx';
import { LibraryHeader } from './LibraryHeader.tsx';
import { countNewer, indexOfId, isNewestFirst } from './library-index.ts';
import styles from './LibraryPage.module.css';
import { monthsOf } from './months.ts';
import { MarkActions } from './MarkActions.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { LibraryShelves } from './LibraryShelves.tsx';
import { followShelves, isOpen, useShelves } from './shelves-store.ts';
import { SimilarBar } from './SimilarBar.tsx';
import { clearFilters, followLibrary, hasFilters, refresh, select, setQuery, useLibrary } from './store.ts';
import { tileMenu } from './tile-menu.ts';
import { TimelineScrubber } from './TimelineScrubber.tsx';
import { openCompare } from '../viewer/compare/open-compare.ts';
import { targetsOf, useLibraryActions } from './use-library-actions.ts';
import { useOrderActions } from './use-order-actions.ts';
import type { VirtualGrid } from './virtual-grid.ts';

const openCreation = (id: number): void => navigate(`/library/${id}`);

/** My Creations, and the trash. */
export function LibraryPage() {
  // Not the whole state: the position in it changes with every frame of a scroll.
  const { query, index, failed, facets, selection, answered, similarTo } = useLibrary(
    useShallow((state) => ({
      query: state.query,
      index: state.index,
      failed: state.failed,
      facets: state.facets,
      selection: state.selection,
      answered: state.answered,
      similarTo: state.similarTo,
    })),
  );
  const rememberedHeight = useSettings((settings) => settings.gridRowHeight);
  const [draggedHeight, setDraggedHeight] = useState<number | null>(null);
  const [grid, setGrid] = useState<VirtualGrid | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const rowHeight = draggedHeight ?? rememberedHeight;
  const ids = index?.ids ?? null;
  const dated = useMemo(() => ids === null || isNewestFirst(ids), [ids]);
  const months = useMemo(() => (ids && dated ? monthsOf(ids) : []), [ids, dated]);
  const newcomers = useNewcomers(grid);
  const selectedIds = useMemo(() => [...selection.ids], [selection]);

  const shelvesOpen = useShelves(isOpen);
  const targets = () => targetsOf(grid, selectedIds);

  useEffect(followLibrary, []);
  useEffect(followShelves, []);
  useLibraryActions({ grid, selectedIds, searchField });
  useOrderActions(targets);
  useReturnToPlace(grid);

  const focusGrid = () => {
    const element = document.querySelector<HTMLElement>(`.${styles.content} [role=grid]`);
    element?.focus();
    if (grid && grid.focusedItem === -1) grid.focusItem(0);
  };

  return (
    <ImportDropZone enabled={!query.trashed} className={styles.page}>
      <MarkActions area="library" enabled={!query.trashed && (ids?.length ?? 0) > 0} targets={targets} />
      <LibraryHeader
        query={query}
        facets={facets}
        ids={ids}
        searchField={searchField}
        rowHeight={rowHeight}
        onRowHeight={setDraggedHeight}
        onRowHeightChosen={(gridRowHeight) => {
          void updateSettings({ gridRowHeight });
          setDraggedHeight(null);
        }}
        onLeaveSearch={focusGrid}
      />
      {query.trashed ? null : <ImportStatus />}
      {similarTo === null ? null : <SimilarBar to={similarTo} />}
      <div className={styles.content}>
        {shelvesOpen && !query.trashed ? <LibraryShelves query={query} /> : null}
        {failed && !index ? <Unreadable /> : null}
        {index && index.ids.length === 0 ? <Nothing query={answered} /> : null}
        {index && index.ids.length > 0 ? (
          <CreationGrid
            index={index}
            answered={answered}
            selected={selection.ids}
            rowHeight={rowHeight}
            dated={dated}
            label={(answered.trashed ? text.library.trashGridLabel : text.library.gridLabel)(
              index.ids.length,
            )}
            onOpen={openCreation}
            onToggle={select.toggle}
            onExtend={select.extendTo}
            onFavourite={(id) => void toggleFavourite([id])}
            onSelectAll={select.all}
            menuFor={(id) => tileMenu(selection.ids.has(id) ? selectedIds : [id], answered, openCreation)}
            onGrid={setGrid}
          />
        ) : null}
        {grid ? <TimelineScrubber grid={grid} months={months} /> : null}
        {grid && newcomers > 0 ? (
          <Button
            variant="primary"
            size="small"
            className={styles.newcomers}
            icon={<ArrowUp size={14} aria-hidden="true" />}
            aria-label={text.library.showNewcomers(newcomers)}
            onClick={() => grid.jumpTo(0)}
          >
            {text.library.newcomers(newcomers)}
          </Button>
        ) : null}
        {selectedIds.length > 0 ? (
          <SelectionBar
            ids={selectedIds}
            trashed={query.trashed}
            collectionId={query.collectionId}
            onCompare={openCompare}
          />
        ) : null}
      </div>
    </ImportDropZone>
  );
}

/** How many creations have arrived above the view since it left the top. */
function useNewcomers(grid: VirtualGrid | null): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!grid) return undefined;
    const stopFollowing = useLibrary.subscribe((state, before) => {
      const arrived = before.index && state.index ? countNewer(before.index, state.index) : 0;
      if (state.answered !== before.answered) setCount(0);
      else if (!grid.atTop && arrived > 0) setCount((known) => known + arrived);
    });
    const stopWatching = grid.onMoved(() => {
      if (grid.atTop) setCount(0);
    });
    return () => {
      stopFollowing();
      stopWatching();
    };
  }, [grid]);
  return count;
}

/** Coming back from the viewer: the same place, with the creation last seen in view and focused. */
function useReturnToPlace(grid: VirtualGrid | null): void {
  useEffect(() => {
    if (!grid) return undefined;
    const { position, lastViewed, index } = useLibrary.getState();
    if (position) grid.restore(position);
    const item = lastViewed === null || !index ? -1 : indexOfId(index.ids, lastViewed);
    if (item !== -1) grid.focusItem(item);
    grid.takeIdleFocus();
    return grid.onMoved(() => useLibrary.setState({ position: grid.position() }));
  }, [grid]);
}

function Unreadable() {
  const words = text.library.unreadable;
  return (
    <EmptyState
      icon={<TriangleAlert />}
      title={words.title}
      text={words.text}
      action={<Button onClick={() => void refresh()}>{words.action}</Button>}
    />
  );
}

function Nothing({ query }: { readonly query: LibraryQuery }) {
  const trashDays = useSettings((settings) => settings.trashDays);
  if (hasFilters(query)) {
    const words = text.library.noMatches;
    return (
      <EmptyState
        icon={<SearchX />}
        title={words.title}
        text={query.text.trim() === '' ? words.filtersText : words.text}
        action={<Button onClick={clearFilters}>{words.action}</Button>}
      />
    );
  }
  if (query.trashed) {
    const words = text.library.trashEmpty;
    return (
      <EmptyState
        icon={<Trash2 />}
        title={words.title}
        text={words.text(trashDays)}
        action={<Button onClick={() => setQuery({ trashed: false })}>{words.action}</Button>}
      />
    );
  }
  if (query.collectionId !== null) {
    const words = text.library.collectionEmpty;
    return (
      <EmptyState
        icon={<FolderOpen />}
        title={words.title}
        text={words.text}
        action={<Button onClick={() => setQuery({ collectionId: null })}>{words.action}</Button>}
      />
    );
  }
  const words = text.library.empty;
  return (
    <EmptyState
      icon={<Images />}
      title={words.title}
      text={words.text}
      action={
        <div className={styles.ways}>
          <Button variant="primary" onClick={() => navigate('/create')}>
            {words.action}
          </Button>
          <ImportMenu />
        </div>
      }
    />
  );
}
