import { mediaUrl } from '../../../shared/contract.ts';
import type { LibraryIndex } from '../../../shared/domain/creation.ts';
import type { Point } from './band.ts';
import styles from './CreationGrid.module.css';
import { GridRows, type RowsContent } from './grid-rows.ts';
import { GridScroll } from './grid-scroll.ts';
import {
  type JustifiedLayout,
  layoutRows,
  rowAt,
  rowHeightOf,
  rowOfItem,
  rowTop,
} from './justified-layout.ts';
import { emptyIndex, firstAtMost, indexOfId, sameIds, successorOf } from './library-index.ts';
import { ThumbnailLoader } from './thumbnail-loader.ts';
import {
  loadThumbnail,
  markFocused,
  markSelected,
  nameTile,
  paintMarks,
  showThumbnail,
  type ThumbnailOutcome,
  tileElementId,
  type Tile,
  type TileWords,
} from './tile.ts';

/**
 * The grid's imperative core. React would rebuild hundreds of elements at every step of a fast scroll; here the
 * same few tiles are moved around, and only those near the middle of the view load pictures.
 */

type GridCallbacks = {
  readonly words: (id: number, item: number) => TileWords;
  /** The scroll has come to rest on these. */
  readonly rested: (ids: readonly number[]) => void;
  /** A video has no thumbnail yet. */
  readonly needsPoster: (id: number) => void;
};

/** Where the view is, in terms that survive another width, another size and new creations. */
export type GridPosition = { readonly id: number; readonly offset: number };

const gap = 4;
const padding = { side: 20, top: 4, bottom: 96 };
/** Px kept ready beyond the view's edges; more ahead of a fast scroll. */
const overscan = { least: 160, most: 360, seconds: 0.035 };
const restMs = 60;
/** Layer offsets stay below this, where compositing is exact. */
const baseStep = 1_000_000;

export class VirtualGrid {
  readonly #scroller: HTMLElement;
  readonly #scroll: GridScroll;
  readonly #spacer = presentation('spacer');
  readonly #layer = presentation('layer');
  readonly #callbacks: GridCallbacks;
  readonly #loader = new ThumbnailLoader();
  readonly #observer: ResizeObserver;
  readonly #listening = new AbortController();
  readonly #rows = new GridRows(this.#layer, {
    bound: (tile) => this.#onBound(tile),
    freed: (tile) => this.#loader.forget(tile),
  });
  /** Pictures that are decoded, to be shown with the next frame: written at once, each would cost a layout of its own. */
  readonly #arrived = new Map<Tile, ThumbnailOutcome>();
  readonly #posterVersions = new Map<number, number>();
  readonly #movedListeners = new Set<() => void>();
  #index: LibraryIndex = emptyIndex;
  #layout: JustifiedLayout = layoutRows(emptyIndex, { width: 1, rowHeight: 1, gap });
  #rowHeight = 220;
  #frame = 0;
  #travelled = false;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #selected: ReadonlySet<number> = new Set();
  #focusedId: number | null = null;
  /** What carries the mark now. */
  #focusedTile: Tile | undefined;
  #markedId: number | null = null;

  constructor(scroller: HTMLElement, callbacks: GridCallbacks) {
    this.#scroller = scroller;
    this.#callbacks = callbacks;
    scroller.replaceChildren(this.#spacer, this.#layer);
    this.#scroll = new GridScroll(scroller, () => this.#onTravel(), this.#listening.signal);
    this.#observer = new ResizeObserver(() => {
      // It also tells the size in which everything has just been laid out.
      if (this.#roomWidth() !== this.#layout.options.width || scroller.clientHeight !== this.viewportHeight)
        this.#relayout();
    });
    this.#observer.observe(scroller);
  }

  dispose(): void {
    this.#listening.abort();
    this.#observer.disconnect();
    clearTimeout(this.#restTimer);
    cancelAnimationFrame(this.#frame);
    this.#scroller.replaceChildren();
  }

  /** Told after each frame in which the view scrolled, was resized or got other creations. */
  onMoved(listener: () => void): () => void {
    this.#movedListeners.add(listener);
    return () => this.#movedListeners.delete(listener);
  }

  get element(): HTMLElement {
    return this.#scroller;
  }

  /** What is at a place of the window, in content px from the first tile's corner. */
  contentPoint(clientX: number, clientY: number): Point {
    const box = this.#scroller.getBoundingClientRect();
    return {
      x: clientX - box.left - padding.side,
      y: clientY - box.top - padding.top + this.#scroll.offset,
    };
  }

  /** The other way round: px from the view's corner. */
  viewPoint({ x, y }: Point): Point {
    return { x: x + padding.side, y: y + padding.top - this.#scroll.offset };
  }

  get layout(): JustifiedLayout {
    return this.#layout;
  }

  get focusedItem(): number {
    return this.#focusedId === null ? -1 : indexOfId(this.#index.ids, this.#focusedId);
  }

  get viewportHeight(): number {
    return this.#scroll.viewportHeight;
  }

  /** How far down the view is, 0–1. */
  get fraction(): number {
    return this.#scroll.maxOffset > 0 ? this.#scroll.offset / this.#scroll.maxOffset : 0;
  }

  get atTop(): boolean {
    return this.#scroll.offset < gap + padding.top;
  }

  /** First item of the first row in view. */
  get topItem(): number {
    return this.#layout.rowStarts[rowAt(this.#layout, this.#scroll.offset - padding.top)] ?? 0;
  }

  /**
   * Keeps what is being looked at in its place, unless the view is at the very top. A tile with the focus that is moved
   * to another place is followed there.
   * @param sameQuery what is gone from it was taken out: the mark goes on to what comes in its place
   */
  setIndex(index: LibraryIndex, sameQuery = false): void {
    if (sameQuery && this.#focusedId !== null)
      this.#focusedId = successorOf(this.#index.ids, this.#focusedId, index.ids) ?? this.#focusedId;
    const sameCreations = sameIds(index.ids, this.#index.ids);
    const position = this.position();
    const focused = this.#focusedId !== null && this.isShown(this.#focusedId) ? this.focusedItem : -1;
    const sameCount = index.ids.length === this.#index.ids.length;
    this.#index = index;
    if (sameCreations) this.#repaintFlags();
    else this.#relayout(position);
    if (focused !== -1 && sameCount && focused !== this.focusedItem) this.reveal(this.focusedItem);
  }

  setRowHeight(px: number): void {
    if (px === this.#rowHeight) return;
    this.#rowHeight = px;
    this.#relayout();
  }

  setSelected(ids: ReadonlySet<number>): void {
    this.#selected = ids;
    this.markSelected((tile) => ids.has(tile.id));
  }

  /** Shows tiles as selected that may become so. Tiles that come into view later know nothing of it. */
  markSelected(isSelected: (tile: Tile) => boolean): void {
    for (const tile of this.#rows.tiles.values()) markSelected(tile, isSelected(tile));
  }

  /** Takes the keyboard when nothing else has it, as after a page that had it is gone. */
  takeIdleFocus(): void {
    if (document.activeElement === document.body) this.#scroller.focus({ preventScroll: true });
  }

  /** Moves the keyboard's mark, and with it what a screen reader reads; scrolls only as far as needed. */
  focusItem(item: number): void {
    const id = this.#index.ids[item];
    if (id === undefined) return;
    this.#focusedId = id;
    this.reveal(item);
    this.#markFocused();
  }

  reveal(item: number): void {
    const row = rowOfItem(this.#layout, item);
    const top = rowTop(this.#layout, row) + padding.top;
    const bottom = top + rowHeightOf(this.#layout, row);
    const view = this.viewportHeight;
    if (top < this.#scroll.offset) this.#scroll.moveTo(top - padding.top);
    else if (bottom > this.#scroll.offset + view) this.#scroll.moveTo(bottom + gap - view);
  }

  /** Puts an item's row at the top of the view. */
  jumpTo(item: number): void {
    this.#scroll.moveTo(rowTop(this.#layout, rowOfItem(this.#layout, item)));
  }

  jumpToFraction(fraction: number): void {
    this.#scroll.moveTo(fraction * this.#scroll.maxOffset);
  }

  scrollBy(px: number): void {
    this.#scroll.moveTo(this.#scroll.offset + px);
  }

  position(): GridPosition | null {
    if (this.atTop) return null;
    const item = this.topItem;
    const id = this.#index.ids[item];
    if (id === undefined) return null;
    return { id, offset: rowTop(this.#layout, rowOfItem(this.#layout, item)) - this.#scroll.offset };
  }

  restore(position: GridPosition): void {
    const { ids } = this.#index;
    const exact = indexOfId(ids, position.id);
    const item = exact === -1 ? Math.min(firstAtMost(ids, position.id), ids.length - 1) : exact;
    this.#scroll.moveTo(rowTop(this.#layout, rowOfItem(this.#layout, Math.max(0, item))) - position.offset);
  }

  /** A video has got its poster: asks for the thumbnail again, past any cache. */
  reloadThumbnail(id: number): void {
    this.#posterVersions.set(id, (this.#posterVersions.get(id) ?? 0) + 1);
    const tile = this.#rows.tiles.get(id);
    if (tile) this.#want(tile);
  }

  /** Names of creations have arrived. */
  refreshWords(): void {
    for (const tile of this.#rows.tiles.values()) nameTile(tile, this.#callbacks.words(tile.id, tile.item));
  }

  tileAt(target: EventTarget | null): Tile | undefined {
    const element = target instanceof Element ? target.closest('[role=gridcell]') : null;
    if (!element) return undefined;
    for (const tile of this.#rows.tiles.values()) if (tile.element === element) return tile;
    return undefined;
  }

  isShown(id: number): boolean {
    return this.#rows.tiles.has(id);
  }

  #relayout(position: GridPosition | null = this.position()): void {
    const width = this.#roomWidth();
    if (width <= 0) return;
    this.#layout = layoutRows(this.#index, { width, rowHeight: this.#rowHeight, gap });
    const spacerPx = this.#scroll.setContentHeight(this.#layout.height + padding.top + padding.bottom);
    this.#spacer.style.height = `${spacerPx}px`;
    this.#scroller.setAttribute('aria-rowcount', String(this.#layout.rowCount));
    this.#rows.park();
    if (position) this.restore(position);
    else this.#scroll.moveTo(this.#scroll.offset);
    this.#render();
    this.#settleSoon();
  }

  #roomWidth(): number {
    return this.#scroller.clientWidth - 2 * padding.side;
  }

  #onTravel(): void {
    this.#loader.setPace(this.#scroll.pace);
    this.#travelled = true;
    this.#nextFrame();
    this.#settleSoon();
  }

  /** Everything is written here, once a frame, where nothing is read any more. */
  #nextFrame(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      for (const [tile, outcome] of this.#arrived) showThumbnail(tile, outcome);
      this.#arrived.clear();
      if (this.#travelled) this.#render();
    });
  }

  #settleSoon(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#scroll.rest();
      this.#loader.setPace('still');
      this.#rows.order();
      this.refreshWords();
      this.#callbacks.rested([...this.#rows.tiles.keys()]);
    }, restMs);
  }

  #render(): void {
    this.#travelled = false;
    const { velocity, offset, scrollTop } = this.#scroll;
    const ahead = Math.min(overscan.most, overscan.least + Math.abs(velocity) * overscan.seconds);
    const above = velocity < 0 ? ahead : overscan.least;
    const below = velocity > 0 ? ahead : overscan.least;
    const top = offset - padding.top;
    const first = rowAt(this.#layout, top - above);
    const last = this.#layout.rowCount === 0 ? -1 : rowAt(this.#layout, top + this.viewportHeight + below);
    // The layer hangs where the scroller is; rows hang on it relative to a base that follows in big steps.
    const base = Math.floor(offset / baseStep) * baseStep;
    this.#layer.style.transform = `translateY(${base - offset + scrollTop + padding.top}px)`;
    this.#rows.show(this.#content, first, last, base);
    this.#markFocused();
    for (const listener of this.#movedListeners) listener();
  }

  get #content(): RowsContent {
    return {
      index: this.#index,
      layout: this.#layout,
      side: padding.side,
      isSelected: (id) => this.#selected.has(id),
    };
  }

  #onBound(tile: Tile): void {
    // What has come for another creation; a tile that was only laid out anew keeps its own.
    if (tile.source === null) this.#arrived.delete(tile);
    if (this.#scroll.readable) nameTile(tile, this.#callbacks.words(tile.id, tile.item));
    this.#want(tile);
  }

  #want(tile: Tile): void {
    const { id } = tile;
    const size = Math.max(tile.width, tile.height) * devicePixelRatio > 300 ? 512 : 256;
    const version = this.#posterVersions.get(id);
    const source = mediaUrl.thumbnail(id, size) + (version === undefined ? '' : `?v=${version}`);
    if (tile.source === source) return;
    this.#loader.want(tile, {
      distance: () => Math.abs(tile.top + padding.top - this.#scroll.offset - this.viewportHeight / 2),
      load: async () => {
        const outcome = await loadThumbnail(tile, source);
        if (outcome === null) return;
        this.#arrived.set(tile, outcome);
        this.#nextFrame();
        const lacksPoster = outcome === 'failed' && tile.element.dataset['video'] !== undefined;
        if (lacksPoster && version === undefined) this.#callbacks.needsPoster(id);
      },
    });
  }

  #repaintFlags(): void {
    for (const tile of this.#rows.tiles.values()) {
      paintMarks(tile, this.#index.flags[tile.item] ?? 0);
    }
    this.refreshWords();
  }

  #markFocused(): void {
    const id = this.#focusedId;
    const tile = id === null ? undefined : this.#rows.tiles.get(id);
    if (tile === this.#focusedTile && (!tile || tile.id === this.#markedId)) return;
    if (this.#focusedTile && this.#focusedTile !== tile) markFocused(this.#focusedTile, false);
    if (tile) markFocused(tile, true);
    this.#focusedTile = tile;
    this.#markedId = id;
    if (id !== null && this.#rows.tiles.has(id)) {
      this.#scroller.setAttribute('aria-activedescendant', tileElementId(id));
    } else this.#scroller.removeAttribute('aria-activedescendant');
  }
}

function presentation(name: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = styles[name] ?? '';
  element.setAttribute('role', 'presentation');
  return element;
}
