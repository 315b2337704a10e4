import { labelOf, pickFlagOf } from '../../../shared/domain/creation.ts';
import styles from './CreationGrid.module.css';
import { markSigns } from './mark-flags.ts';

/** One picture of the grid: two elements, reused for whatever comes into view. */
export type Tile = {
  readonly element: HTMLDivElement;
  readonly image: HTMLImageElement;
  /** The creation shown; 0 while the tile waits in the pool. */
  id: number;
  item: number;
  /** Its corner, in content px from the first tile's. */
  left: number;
  top: number;
  /** CSS px. */
  width: number;
  height: number;
  /** Address of the thumbnail shown or on its way. */
  source: string | null;
  /** Ends the wait for a picture that is not wanted any more. */
  release: (() => void) | undefined;
  /**
   * The attributes as last written. Every write makes the page look for styles anew, and asking the element what it
   * has costs as much, so what is so already is known here.
   */
  readonly written: Map<string, string>;
};

type TileFace = {
  readonly left: number;
  readonly top: number;
  /** Px from the content's left edge to the row's. */
  readonly side: number;
  readonly width: number;
  readonly height: number;
  /** Counted from 0. */
  readonly column: number;
  /** 0xRRGGBB */
  readonly color: number;
  readonly video: boolean;
  readonly selected: boolean;
  /** As in the library's index. */
  readonly flags: number;
};

export type TileWords = {
  readonly label: string;
  readonly badge: string;
  readonly missing: boolean;
  /** Why there is no picture to see; null while there is one, or nothing is known. */
  readonly broken: string | null;
  /** The person has written something on it. */
  readonly noted: boolean;
};

export type ThumbnailOutcome = 'shown' | 'failed';

const idPrefix = 'creation-tile-';
const nothing: TileWords = { label: '', badge: '', missing: false, broken: null, noted: false };

export function createTile(): Tile {
  const element = document.createElement('div');
  element.className = styles['tile'] ?? '';
  element.setAttribute('role', 'gridcell');
  element.draggable = true;
  const image = document.createElement('img');
  image.alt = '';
  image.draggable = false;
  image.className = styles['picture'] ?? '';
  element.append(image);
  return {
    element,
    image,
    id: 0,
    item: 0,
    left: 0,
    top: 0,
    width: 0,
    height: 0,
    source: null,
    release: undefined,
    written: new Map(),
  };
}

/** Makes a tile show a creation. A tile that already shows it keeps its picture. */
export function bindTile(tile: Tile, id: number, item: number): void {
  tile.item = item;
  if (tile.id === id) return;
  clearTile(tile);
  tile.id = id;
  put(tile, 'id', tileElementId(id));
}

export function paintTile(tile: Tile, face: TileFace): void {
  const { style } = tile.element;
  style.left = `${face.left + face.side}px`;
  if (tile.width !== face.width) style.width = `${face.width}px`;
  if (tile.height !== face.height) style.height = `${face.height}px`;
  style.backgroundColor = `#${face.color.toString(16).padStart(6, '0')}`;
  tile.left = face.left;
  tile.top = face.top;
  tile.width = face.width;
  tile.height = face.height;
  put(tile, 'aria-colindex', String(face.column + 1));
  mark(tile, 'data-video', face.video);
  markSelected(tile, face.selected);
  paintMarks(tile, face.flags);
}

/** Rating, flag, label and favourite: what a person has said about it. */
export function paintMarks(tile: Tile, flags: number): void {
  put(tile, 'data-marks', markSigns(flags) || null);
  put(tile, 'data-label', labelOf(flags) ?? null);
  put(tile, 'data-flag', pickFlagOf(flags) ?? null);
}

export function markSelected(tile: Tile, on: boolean): void {
  mark(tile, 'data-selected', on);
  put(tile, 'aria-selected', String(on));
}

export function markFocused(tile: Tile, on: boolean): void {
  mark(tile, 'data-focused', on);
}

export function nameTile(tile: Tile, words: TileWords): void {
  put(tile, 'aria-label', words.label || null);
  put(tile, 'data-badge', words.badge || null);
  mark(tile, 'data-missing', words.missing);
  mark(tile, 'data-noted', words.noted);
  put(tile, 'title', words.broken);
  put(tile, 'data-broken', words.broken);
}

/**
 * Loads and decodes a thumbnail, still unseen: `showThumbnail` shows it.
 * @returns null when the tile has been reused meanwhile
 */
export async function loadThumbnail(tile: Tile, source: string): Promise<ThumbnailOutcome | null> {
  const { id } = tile;
  tile.release?.();
  // Chromium leaves `decode()` pending for good when the address is taken away: a slot would be lost each time.
  const released = new Promise<boolean>((resolve) => {
    tile.release = () => resolve(false);
  });
  tile.source = source;
  tile.image.src = source;
  const decoded = tile.image.decode().then(
    () => true,
    () => false,
  );
  const loaded = await Promise.race([decoded, released]);
  if (tile.id !== id || tile.source !== source) return null;
  return loaded ? 'shown' : 'failed';
}

export function showThumbnail(tile: Tile, outcome: ThumbnailOutcome): void {
  put(tile, 'data-state', outcome);
}

export function clearTile(tile: Tile): void {
  tile.id = 0;
  tile.source = null;
  tile.release?.();
  tile.release = undefined;
  // What is still on its way is called off; what is there is hidden until the next has come.
  if (!tile.image.complete) tile.image.removeAttribute('src');
  put(tile, 'data-state', null);
  markFocused(tile, false);
  nameTile(tile, nothing);
}

export function tileElementId(id: number): string {
  return `${idPrefix}${id}`;
}

/** @param value null takes it away */
function put(tile: Tile, name: string, value: string | null): void {
  if ((tile.written.get(name) ?? null) === value) return;
  if (value === null) {
    tile.written.delete(name);
    tile.element.removeAttribute(name);
  } else {
    tile.written.set(name, value);
    tile.element.setAttribute(name, value);
  }
}

function mark(tile: Tile, name: string, on: boolean): void {
  put(tile, name, on ? '' : null);
}
