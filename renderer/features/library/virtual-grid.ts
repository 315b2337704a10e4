import { mediaUrl } from '../../../shared/contract.ts';
import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';
import styles from './CreationGrid.module.css';
import { GridScroll } from './grid-scroll.ts';
import {
  type JustifiedLayout,
  layoutRows,
  placeRow,
  rowAt,
  rowHeightOf,
  rowOfItem,
  rowTop,
} from './justified-layout.ts';
import { emptyIndex, firstAtMost, hasFlag, indexOfId, sameIds } from './library-index.ts';
import { ThumbnailLoader } from './thumbnail-loader.ts';
import {
  bindTile,
  clearTile,
  createTile,
  markTile,
  nameTile,
  paintMarks,
  paintTile,
  showThumbnail,
} from './tile.ts';
import { tileElementId, type Tile, type TileWords } from './tile.ts';

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

type Row = { readonly element: HTMLDivElement; tiles: Tile[] };

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
  readonly #rows = new Map<number, Row>();
  readonly #tiles = new Map<number, Tile>();
  readonly #pool: Tile[] = [];
  readonly #posterVersions = new Map<number, number>();
  readonly #movedListeners = new Set<() => void>();
  #index: LibraryIndex = emptyIndex;
  #layout: JustifiedLayout = layoutRows(emptyIndex, { width: 1, rowHeight: 1, gap });
  #rowHeight = 220;
  #base = 0;
  #frame = 0;
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
    this.#observer = new ResizeObserver(() => this.#relayout());
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

  /** Keeps what is being looked at in its place, unless the view is at the very top. */
  setIndex(index: LibraryIndex): void {
    const sameCreations = sameIds(index.ids, this.#index.ids);
    const position = this.position();
    this.#index = index;
    if (sameCreations) this.#repaintFlags();
    else this.#relayout(position);
  }

  setRowHeight(px: number): void {
    if (px === this.#rowHeight) return;
    this.#rowHeight = px;
    this.#relayout();
  }

  setSelected(ids: ReadonlySet<number>): void {
    this.#selected = ids;
    for (const tile of this.#tiles.values()) markTile(tile, 'selected', ids.has(tile.id));
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
    const tile = this.#tiles.get(id);
    if (tile) this.#want(tile);
  }

  /** Names of creations have arrived. */
  refreshWords(): void {
    for (const tile of this.#tiles.values()) nameTile(tile, this.#callbacks.words(tile.id, tile.item));
  }

  tileAt(target: EventTarget | null): Tile | undefined {
    const element = target instanceof Element ? target.closest('[role=gridcell]') : null;
    if (!element) return undefined;
    for (const tile of this.#tiles.values()) if (tile.element === element) return tile;
    return undefined;
  }

  isShown(id: number): boolean {
    return this.#tiles.has(id);
  }

  #relayout(position: GridPosition | null = this.position()): void {
    const width = this.#scroller.clientWidth - 2 * padding.side;
    if (width <= 0) return;
    this.#layout = layoutRows(this.#index, { width, rowHeight: this.#rowHeight, gap });
    const spacerPx = this.#scroll.setContentHeight(this.#layout.height + padding.top + padding.bottom);
    this.#spacer.style.height = `${spacerPx}px`;
    this.#scroller.setAttribute('aria-rowcount', String(this.#layout.rowCount));
    const parked = this.#takeDownRows();
    if (position) this.restore(position);
    else this.#scroll.moveTo(this.#scroll.offset);
    this.#render(parked);
    for (const tile of parked.values()) this.#recycle(tile);
    this.#settleSoon();
  }

  #onTravel(): void {
    this.#loader.setPaused(this.#scroll.blurred);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
    });
    this.#settleSoon();
  }

  #settleSoon(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#scroll.rest();
      this.#loader.setPaused(false);
      this.refreshWords();
      this.#callbacks.rested([...this.#tiles.keys()]);
    }, restMs);
  }

  #render(parked?: Map<number, Tile>): void {
    const { velocity } = this.#scroll;
    const ahead = Math.min(overscan.most, overscan.least + Math.abs(velocity) * overscan.seconds);
    const above = velocity < 0 ? ahead : overscan.least;
    const below = velocity > 0 ? ahead : overscan.least;
    const view = this.viewportHeight;
    const top = this.#scroll.offset - padding.top;
    const first = rowAt(this.#layout, top - above);
    const last = this.#layout.rowCount === 0 ? -1 : rowAt(this.#layout, top + view + below);

    this.#placeLayer();
    for (const [number, row] of this.#rows) {
      if (number >= first && number <= last) continue;
      this.#rows.delete(number);
      row.element.remove();
      for (const tile of row.tiles) this.#recycle(tile);
    }
    for (let row = first; row <= last; row += 1) {
      if (!this.#rows.has(row)) this.#buildRow(row, parked);
    }
    this.#markFocused();
    for (const listener of this.#movedListeners) listener();
  }

  /** The layer hangs where the scroller is; tiles hang on it relative to a base that follows in big steps. */
  #placeLayer(): void {
    const base = Math.floor(this.#scroll.offset / baseStep) * baseStep;
    if (base !== this.#base) {
      this.#base = base;
      for (const [number, row] of this.#rows) this.#placeRowElement(row.element, number);
    }
    this.#layer.style.transform = `translateY(${base - this.#scroll.offset + this.#scroll.scrollTop + padding.top}px)`;
  }

  #placeRowElement(element: HTMLElement, row: number): void {
    element.style.transform = `translateY(${rowTop(this.#layout, row) - this.#base}px)`;
  }

  #buildRow(number: number, parked?: Map<number, Tile>): void {
    const element = document.createElement('div');
    element.className = styles['row'] ?? '';
    element.setAttribute('role', 'row');
    element.setAttribute('aria-rowindex', String(number + 1));
    this.#placeRowElement(element, number);
    const placed = placeRow(this.#layout, number);
    const tiles = placed.lefts.map((left, column) => {
      const item = placed.first + column;
      const id = this.#index.ids[item] ?? 0;
      const tile = parked?.get(id) ?? this.#pool.pop() ?? createTile();
      parked?.delete(id);
      bindTile(tile, id, item);
      paintTile(tile, {
        left: left + padding.side,
        width: placed.widths[column] ?? 0,
        height: placed.height,
        color: this.#index.colors[item] ?? 0,
        video: hasFlag(this.#index, item, creationFlag.video),
        flags: this.#index.flags[item] ?? 0,
      });
      markTile(tile, 'selected', this.#selected.has(id));
      tile.element.setAttribute('aria-colindex', String(column + 1));
      if (this.#scroll.readable) nameTile(tile, this.#callbacks.words(id, item));
      this.#tiles.set(id, tile);
      this.#want(tile);
      return tile;
    });
    element.append(...tiles.map((tile) => tile.element));
    this.#layer.append(element);
    this.#rows.set(number, { element, tiles });
  }

  #want(tile: Tile): void {
    const { id } = tile;
    const { offsetWidth, offsetHeight } = sizeOf(tile);
    const size = Math.max(offsetWidth, offsetHeight) * devicePixelRatio > 300 ? 512 : 256;
    const version = this.#posterVersions.get(id);
    const source = mediaUrl.thumbnail(id, size) + (version === undefined ? '' : `?v=${version}`);
    if (tile.source === source) return;
    this.#loader.want(tile, {
      distance: () => this.#distanceToMiddle(tile),
      load: async () => {
        const outcome = await showThumbnail(tile, source);
        const lacksPoster = outcome === 'failed' && tile.element.dataset['video'] !== undefined;
        if (lacksPoster && version === undefined) this.#callbacks.needsPoster(id);
      },
    });
  }

  #repaintFlags(): void {
    for (const tile of this.#tiles.values()) {
      paintMarks(tile, this.#index.flags[tile.item] ?? 0);
    }
    this.refreshWords();
  }

  #distanceToMiddle(tile: Tile): number {
    const top = rowTop(this.#layout, rowOfItem(this.#layout, tile.item)) + padding.top;
    return Math.abs(top - this.#scroll.offset - this.viewportHeight / 2);
  }

  #takeDownRows(): Map<number, Tile> {
    const parked = new Map(this.#tiles);
    for (const row of this.#rows.values()) row.element.remove();
    this.#rows.clear();
    this.#tiles.clear();
    return parked;
  }

  #recycle(tile: Tile): void {
    this.#loader.forget(tile);
    if (this.#tiles.get(tile.id) === tile) this.#tiles.delete(tile.id);
    clearTile(tile);
    this.#pool.push(tile);
  }

  #markFocused(): void {
    const id = this.#focusedId;
    const tile = id === null ? undefined : this.#tiles.get(id);
    if (tile === this.#focusedTile && (!tile || tile.id === this.#markedId)) return;
    if (this.#focusedTile && this.#focusedTile !== tile) markTile(this.#focusedTile, 'focused', false);
    if (tile) markTile(tile, 'focused', true);
    this.#focusedTile = tile;
    this.#markedId = id;
    if (id !== null && this.#tiles.has(id)) {
      this.#scroller.setAttribute('aria-activedescendant', tileElementId(id));
    } else this.#scroller.removeAttribute('aria-activedescendant');
  }
}

/** From the style, not the layout: reading the layout here would force one per tile. */
function sizeOf(tile: Tile): { readonly offsetWidth: number; readonly offsetHeight: number } {
  const { width, height } = tile.element.style;
  return { offsetWidth: Number.parseFloat(width), offsetHeight: Number.parseFloat(height) };
}

function presentation(name: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = styles[name] ?? '';
  element.setAttribute('role', 'presentation');
  return element;
}
