import type { MediaKind } from './media.ts';

/**
 * Pictures too large for one decode in the window are shown as a screen-sized rendition and, closer up, as square
 * tiles of a pyramid: level 0 is the picture itself, each further one half as wide and high.
 */

type Size = { readonly width: number; readonly height: number };

/** Edge of a tile in px of its own level; those at the right and bottom edge are smaller. */
export const tileEdge = 512;
/** The rendition's longer side, in px: a large screen's, so that a picture that fits the window needs no tiles. */
export const screenEdge = 2560;
/** Above this a decode in the window takes more than 144 MB at once. */
const wholePixels = 36_000_000;
/** The longest side that graphics drivers take in one texture everywhere. */
const wholeSide = 8192;

/** Whether the window shows it by rendition and tiles. Videos, and vector pictures, have no pixels to tile. */
export function needsTiles(picture: Size & { readonly media: MediaKind; readonly mime: string }): boolean {
  if (picture.media === 'video' || picture.mime === 'image/svg+xml') return false;
  return Math.max(picture.width, picture.height) > wholeSide || picture.width * picture.height > wholePixels;
}

/** The first level that is one tile. */
export function smallestLevel({ width, height }: Size): number {
  let level = 0;
  while (Math.max(width, height) > tileEdge * 2 ** level) level += 1;
  return level;
}

/** Size of a level in px. */
export function sizeOfLevel({ width, height }: Size, level: number): Size {
  return { width: Math.ceil(width / 2 ** level), height: Math.ceil(height / 2 ** level) };
}
