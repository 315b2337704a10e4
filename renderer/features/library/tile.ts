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
  /** Address of the thumbnail shown or on its way. */
  source: string | null;
  /** Ends the wait for a picture that is not wanted any more. */
  release: (() => void) | undefined;
};

type TileFace = {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB */
  readonly color: number;
  readonly video: boolean;
  /** As in the library's index. */
  readonly flags: number;
};

export type TileWords = {
  readonly label: string;
  readonly badge: string;
  readonly missing: boolean;
  /** Why there is no picture to see; null while there is one, or nothing is known. */
  readonly broken: string | null;
};

const idPrefix = 'creation-tile-';

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
  return { element, image, id: 0, item: 0, source: null, release: undefined };
}

/** Makes a tile show a creation. A tile that already shows it keeps its picture. */
export function bindTile(tile: Tile, id: number, item: number): void {
  if (tile.id !== id) clearTile(tile);
  tile.id = id;
  tile.item = item;
  tile.element.id = tileElementId(id);
}

export function paintTile(tile: Tile, face: TileFace): void {
  const { style, dataset } = tile.element;
  style.left = `${face.left}px`;
  style.width = `${face.width}px`;
  style.height = `${face.height}px`;
  style.setProperty('--color', `#${face.color.toString(16).padStart(6, '0')}`);
  mark(dataset, 'video', face.video);
  paintMarks(tile, face.flags);
}

/** Rating, flag, label and favourite: what a person has said about it. */
export function paintMarks(tile: Tile, flags: number): void {
  const { dataset } = tile.element;
  put(dataset, 'marks', markSigns(flags) || null);
  put(dataset, 'label', labelOf(flags) ?? null);
  put(dataset, 'flag', pickFlagOf(flags) ?? null);
}

/** @param value null takes it away */
function put(dataset: DOMStringMap, name: string, value: string | null): void {
  const present = dataset[name] ?? null;
  if (present === value) return;
  if (value === null) delete dataset[name];
  else dataset[name] = value;
}

export function markTile(tile: Tile, name: 'selected' | 'focused', on: boolean): void {
  mark(tile.element.dataset, name, on);
  if (name !== 'selected') return;
  const said = String(on);
  if (tile.element.ariaSelected !== said) tile.element.ariaSelected = said;
}

export function nameTile(tile: Tile, words: TileWords): void {
  if (tile.element.ariaLabel !== words.label) tile.element.ariaLabel = words.label;
  put(tile.element.dataset, 'badge', words.badge);
  mark(tile.element.dataset, 'missing', words.missing);
  const title = words.broken ?? '';
  if (tile.element.title !== title) tile.element.title = title;
}

/** Resolves to whether the tile now shows the picture; false also when it has been reused meanwhile. */
export async function showThumbnail(tile: Tile, source: string): Promise<'shown' | 'failed' | 'reused'> {
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
  if (tile.id !== id || tile.source !== source) return 'reused';
  tile.element.dataset['state'] = loaded ? 'shown' : 'failed';
  return loaded ? 'shown' : 'failed';
}

export function clearTile(tile: Tile): void {
  tile.id = 0;
  tile.source = null;
  tile.release?.();
  tile.release = undefined;
  // What is still on its way is called off; what is there is covered by the colour until the next has come.
  if (!tile.image.complete) tile.image.removeAttribute('src');
  tile.element.removeAttribute('id');
  if (tile.element.ariaLabel !== null) tile.element.ariaLabel = null;
  if (tile.element.title !== '') tile.element.title = '';
  for (const name of ['state', 'badge', 'missing', 'selected', 'focused'])
    put(tile.element.dataset, name, null);
}

export function tileElementId(id: number): string {
  return `${idPrefix}${id}`;
}

/** Every write makes the page look for styles anew, so what is so already is left alone. */
function mark(dataset: DOMStringMap, name: string, on: boolean): void {
  put(dataset, name, on ? '' : null);
}
