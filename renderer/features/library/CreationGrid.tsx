import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useCallback,
} from 'react';
import type { LibraryIndex, LibraryQuery } from '../../../shared/domain/creation.ts';
import { dragCreations } from '../../app/creation-drag.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import type { MenuItem } from '../../ui/menu-item.ts';
import styles from './CreationGrid.module.css';
import { hydrate, useCreations } from './creations.ts';
import { asGridKey, moveFocus } from './grid-navigation.ts';
import { PosterQueue } from './poster-worker/poster-queue.ts';
import { makePoster } from './poster-worker/make-poster.ts';
import { useThumbnailFailures } from './thumbnail-failures.ts';
import type { Tile } from './tile.ts';
import { TileControls } from './TileControls.tsx';
import { tileWords } from './tile-words.ts';
import { useDragSelect } from './use-drag-select.ts';
import { useDropOrder } from './use-drop-order.ts';
import { VirtualGrid } from './virtual-grid.ts';

type CreationGridProps = {
  readonly index: LibraryIndex;
  /** What `index` answers. */
  readonly answered: LibraryQuery;
  readonly selected: ReadonlySet<number>;
  /** Wanted row height in CSS px. */
  readonly rowHeight: number;
  readonly label: string;
  /** Newest first, with a timeline beside it; else the grid shows a scrollbar of its own. */
  readonly dated: boolean;
  readonly onOpen: (id: number) => void;
  readonly onToggle: (id: number) => void;
  /** @param from where the keyboard was */
  readonly onExtend: (id: number, from?: number) => void;
  readonly onFavourite: (id: number) => void;
  readonly onSelectAll: () => void;
  /** What a right click on a tile offers. */
  readonly menuFor: (id: number) => readonly MenuItem[];
  /** The grid's core once it stands, null when it has gone: scrolling and the focus are asked of it. */
  readonly onGrid: (grid: VirtualGrid | null) => void;
};

/** All creations of a query as justified rows. React renders one element; `VirtualGrid` does the rest. */
export function CreationGrid(props: CreationGridProps) {
  const { index, answered, selected, rowHeight, label } = props;
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const [grid, setGrid] = useState<VirtualGrid | null>(null);
  const [hovered, setHovered] = useState<Tile | null>(null);
  const [hoveredId, setHoveredId] = useState(0);
  const [menu, setMenu] = useState<readonly MenuItem[]>([]);

  const band = useDragSelect(grid);
  const dropMark = useDropOrder(grid);

  const standUp = useCallback((scroller: HTMLDivElement) => {
    const posters = new PosterQueue({
      make: makePoster,
      isWanted: (id) => core.isShown(id),
      made: (id) => core.reloadThumbnail(id),
    });
    const core = new VirtualGrid(scroller, {
      words: (id, item) =>
        tileWords(
          latest.current.index,
          id,
          item,
          useCreations.getState().byId.get(id),
          useThumbnailFailures.getState().reasons.get(id),
        ),
      rested: (ids) => void hydrate(ids),
      needsPoster: (id) => posters.add(id),
    });
    core.setRowHeight(latest.current.rowHeight);
    core.setIndex(latest.current.index);
    core.setSelected(latest.current.selected);
    setGrid(core);
    latest.current.onGrid(core);
    return () => {
      posters.dispose();
      core.dispose();
      setGrid(null);
      latest.current.onGrid(null);
    };
  }, []);

  useEffect(() => grid?.setRowHeight(rowHeight), [grid, rowHeight]);
  const shown = useRef(answered);
  useEffect(() => {
    grid?.setIndex(index, shown.current === answered);
    shown.current = answered;
  }, [grid, index, answered]);
  useEffect(() => grid?.setSelected(selected), [grid, selected]);
  useEffect(() => (grid ? useCreations.subscribe(() => grid.refreshWords()) : undefined), [grid]);
  useEffect(() => (grid ? useThumbnailFailures.subscribe(() => grid.refreshWords()) : undefined), [grid]);
  useEffect(() => grid?.onMoved(() => setHovered(null)), [grid]);

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.pointerType !== 'mouse') return;
    const tile = grid?.tileAt(event.target) ?? null;
    setHovered(tile);
    setHoveredId(tile?.id ?? 0);
  };

  const onDragStart = (event: DragEvent<HTMLDivElement>) => {
    const tile = grid?.tileAt(event.target);
    if (!tile) return event.preventDefault();
    const ids = selected.has(tile.id) ? [...selected] : [tile.id];
    dragCreations(event, ids, tile.image);
  };

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const tile = grid?.tileAt(event.target);
    if (!grid || !tile) return;
    const { id, item } = tile;
    const choosing = latest.current.selected.size > 0 || event.ctrlKey || event.metaKey;
    if (event.shiftKey) props.onExtend(id);
    else if (choosing) props.onToggle(id);
    else props.onOpen(id);
    grid.focusItem(item);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!grid || event.target !== event.currentTarget || event.altKey) return;
    const focused = index.ids[grid.focusedItem];
    const key = asGridKey(event.key);
    if (key && !event.ctrlKey && !event.metaKey) {
      const from = grid.focusedItem === -1 ? grid.topItem : grid.focusedItem;
      // The first arrow only shows where the keyboard is.
      const arrives = grid.focusedItem === -1 && key.startsWith('Arrow');
      const to = arrives ? from : moveFocus(grid.layout, from, key, grid.viewportHeight);
      const start = index.ids[from];
      const end = index.ids[to];
      if (event.shiftKey && end !== undefined) props.onExtend(end, start);
      grid.focusItem(to);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      props.onSelectAll();
    } else if (focused !== undefined && event.key === 'Enter') {
      props.onOpen(focused);
    } else if (focused !== undefined && event.key === ' ') {
      if (event.shiftKey) props.onExtend(focused);
      else props.onToggle(focused);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={styles.frame}>
      <ContextMenu
        items={menu}
        onOpenChange={(open, target) => {
          if (!open || !grid) return;
          // The menu key names the grid as its target: the tile with the focus is meant.
          const id = grid.tileAt(target)?.id ?? index.ids[grid.focusedItem];
          setMenu(id === undefined ? [] : props.menuFor(id));
        }}
      >
        <div
          ref={standUp}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-multiselectable="true"
          className={styles.scroller}
          data-dated={props.dated || undefined}
          data-choosing={selected.size > 0 || undefined}
          onClick={onClick}
          onKeyDown={onKeyDown}
          onDragStart={onDragStart}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setHovered(null)}
          onFocus={(event) => {
            // Arrived by Tab: there must be something to see. Not when the page just opened here.
            if (grid?.focusedItem === -1 && event.relatedTarget) grid.focusItem(grid.topItem);
          }}
        >
          {/* Through a portal, so that React puts nothing of its own among the tiles. */}
          {hovered && hovered.id === hoveredId ? (
            <TileControls
              key={hoveredId}
              tile={hovered}
              selected={selected.has(hoveredId)}
              index={index}
              onToggle={props.onToggle}
              onExtend={props.onExtend}
              onFavourite={props.onFavourite}
            />
          ) : null}
        </div>
      </ContextMenu>
      <div ref={band} className={styles.band} aria-hidden="true" hidden />
      <div ref={dropMark} className={styles.dropMark} aria-hidden="true" hidden />
    </div>
  );
}
