import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';
import styles from './CreationGrid.module.css';
import { type JustifiedLayout, placeRow, rowTop } from './justified-layout.ts';
import { hasFlag } from './library-index.ts';
import { bindTile, clearTile, createTile, paintTile, type Tile } from './tile.ts';

type Row = { readonly element: HTMLDivElement; readonly tiles: Tile[] };

export type RowsContent = {
  readonly index: LibraryIndex;
  readonly layout: JustifiedLayout;
  /** Px left free on both sides of a row. */
  readonly side: number;
  readonly isSelected: (id: number) => boolean;
};

type RowsHooks = {
  /** The tile is there and says which creation it is; its picture and its name are still to come. */
  readonly bound: (tile: Tile) => void;
  /** The tile has left the page. */
  readonly freed: (tile: Tile) => void;
};

/** Rows that stay in the page outside of what is wanted, ready to be moved. */
const spareRows = 2;

/**
 * The rows that are in the page: a handful of elements that are carried to wherever the view is. None is taken out and
 * put in while scrolling: attaching elements is what costs most.
 */
export class GridRows {
  readonly #layer: HTMLElement;
  readonly #hooks: RowsHooks;
  readonly #rows = new Map<number, Row>();
  readonly #tiles = new Map<number, Tile>();
  readonly #bareRows: Row[] = [];
  readonly #pool: Tile[] = [];
  /** Tiles that were taken down for another layout, by creation, to be put up again with their pictures. */
  #parked = new Map<number, Tile>();
  #base = 0;

  constructor(layer: HTMLElement, hooks: RowsHooks) {
    this.#layer = layer;
    this.#hooks = hooks;
  }

  /** Tiles in the page, by creation. */
  get tiles(): ReadonlyMap<number, Tile> {
    return this.#tiles;
  }

  /** Takes everything down. The next `show` puts up again what it can use. */
  park(): void {
    for (const row of this.#rows.values()) {
      row.element.replaceChildren();
      row.element.remove();
      row.tiles.length = 0;
      this.#bareRows.push(row);
    }
    this.#rows.clear();
    for (const [id, tile] of this.#tiles) this.#parked.set(id, tile);
    this.#tiles.clear();
  }

  /**
   * Puts these rows, both included, in the page.
   * @param base content px where the layer lies; rows hang on it
   */
  show(content: RowsContent, first: number, last: number, base: number): void {
    if (base !== this.#base) {
      this.#base = base;
      for (const [number, row] of this.#rows) this.#place(row, content.layout, number);
    }
    const unused = [...this.#rows.keys()].filter((number) => number < first || number > last);
    for (let number = first; number <= last; number += 1) {
      if (this.#rows.has(number)) continue;
      const row = this.#take(unused.pop());
      this.#rows.set(number, row);
      this.#place(row, content.layout, number);
      this.#fill(row, content, number);
    }
    for (const number of unused.slice(spareRows)) this.#retire(number);
    for (const tile of this.#parked.values()) this.#free(tile);
    this.#parked.clear();
  }

  /** Puts the rows in the order in which they are read, which carrying them about has mixed up. */
  order(): void {
    const numbers = [...this.#rows.keys()].toSorted((a, b) => a - b);
    const elements = numbers.flatMap((number) => this.#rows.get(number)?.element ?? []);
    const inOrder = elements.every((element, place) => this.#layer.children[place] === element);
    if (!inOrder) this.#layer.append(...elements);
  }

  #take(unused: number | undefined): Row {
    const row = unused === undefined ? undefined : this.#rows.get(unused);
    if (unused !== undefined && row) {
      this.#rows.delete(unused);
      return row;
    }
    const next = this.#bareRows.pop() ?? createRow();
    this.#layer.append(next.element);
    return next;
  }

  #place({ element }: Row, layout: JustifiedLayout, number: number): void {
    element.style.transform = `translateY(${rowTop(layout, number) - this.#base}px)`;
  }

  #fill(row: Row, { index, layout, side, isSelected }: RowsContent, number: number): void {
    row.element.setAttribute('aria-rowindex', String(number + 1));
    const placed = placeRow(layout, number);
    const count = placed.lefts.length;
    for (const tile of row.tiles) if (this.#tiles.get(tile.id) === tile) this.#tiles.delete(tile.id);
    for (let column = 0; column < count; column += 1) {
      const item = placed.first + column;
      const id = index.ids[item] ?? 0;
      const tile = this.#tileFor(row, column, id);
      bindTile(tile, id, item);
      paintTile(tile, {
        top: placed.top,
        left: placed.lefts[column] ?? 0,
        side,
        width: placed.widths[column] ?? 0,
        height: placed.height,
        column,
        color: index.colors[item] ?? 0,
        video: hasFlag(index, item, creationFlag.video),
        selected: isSelected(id),
        flags: index.flags[item] ?? 0,
      });
      this.#tiles.set(id, tile);
      this.#hooks.bound(tile);
    }
    for (const tile of row.tiles.splice(count)) this.#free(tile);
  }

  #tileFor(row: Row, column: number, id: number): Tile {
    const parked = this.#parked.get(id);
    const present = row.tiles[column];
    if (present && !parked) return present;
    this.#parked.delete(id);
    const tile = parked ?? this.#pool.pop() ?? createTile();
    if (present) present.element.before(tile.element);
    else row.element.append(tile.element);
    row.tiles.splice(column, 0, tile);
    return tile;
  }

  #retire(number: number): void {
    const row = this.#rows.get(number);
    if (!row) return;
    this.#rows.delete(number);
    row.element.remove();
    for (const tile of row.tiles.splice(0)) this.#free(tile);
    this.#bareRows.push(row);
  }

  #free(tile: Tile): void {
    if (this.#tiles.get(tile.id) === tile) this.#tiles.delete(tile.id);
    tile.element.remove();
    clearTile(tile);
    this.#hooks.freed(tile);
    this.#pool.push(tile);
  }
}

function createRow(): Row {
  const element = document.createElement('div');
  element.className = styles['row'] ?? '';
  element.setAttribute('role', 'row');
  return { element, tiles: [] };
}
