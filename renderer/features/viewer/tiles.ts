import { screenEdge, sizeOfLevel, smallestLevel, tileEdge } from '../../../shared/domain/large-picture.ts';
import type { Size, Zoom } from './zoom.ts';

/** A tile, and where it lies in CSS px from the picture's upper left corner. */
export type PlacedTile = {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

type Look = {
  readonly image: Size;
  readonly zoom: Zoom;
  readonly view: Size;
  readonly pixelRatio: number;
};

/** Where the picture lies in the view, in CSS px, on whole px of the screen. */
export function placeOf({ image, zoom, view, pixelRatio }: Look) {
  const snap = snapTo(pixelRatio);
  return {
    left: snap(view.width / 2 + zoom.x - (image.width * zoom.scale) / 2),
    top: snap(view.height / 2 + zoom.y - (image.height * zoom.scale) / 2),
    width: Math.max(1 / pixelRatio, snap(image.width * zoom.scale)),
    height: Math.max(1 / pixelRatio, snap(image.height * zoom.scale)),
  };
}

/** The coarsest level that has a pixel for every one of the screen; null where the rendition has. */
export function levelFor(image: Size, scale: number, pixelRatio: number): number | null {
  const wanted = scale * pixelRatio;
  const rendition = Math.min(1, screenEdge / Math.max(image.width, image.height));
  // A few per cent less is not seen, and spares the tiles.
  if (wanted <= rendition * 1.05) return null;
  return Math.min(Math.max(0, Math.floor(-Math.log2(wanted) + 1e-6)), smallestLevel(image));
}

/**
 * The tiles of a level that are in view, those in the middle first. Edges lie on whole px of the screen, so that
 * neighbours meet without a seam.
 */
export function tilesInView(look: Look, level: number): readonly PlacedTile[] {
  const { image, zoom, view, pixelRatio } = look;
  const place = placeOf(look);
  const size = sizeOfLevel(image, level);
  const snap = snapTo(pixelRatio);
  // CSS px per px of the level.
  const scale = zoom.scale * 2 ** level;
  const along = (from: number, seen: number, length: number) => {
    const count = Math.ceil(length / tileEdge);
    const first = Math.max(0, Math.floor(-from / scale / tileEdge));
    const end = Math.min(count, Math.ceil((seen - from) / scale / tileEdge));
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => {
      const at = first + index;
      const start = snap(at * tileEdge * scale);
      return { at, start, length: snap(Math.min(length, (at + 1) * tileEdge) * scale) - start };
    });
  };
  const columns = along(place.left, view.width, size.width);
  const rows = along(place.top, view.height, size.height);
  const fromMiddle = ({ left, top, width, height }: PlacedTile) =>
    Math.hypot(
      place.left + left + width / 2 - view.width / 2,
      place.top + top + height / 2 - view.height / 2,
    );
  return rows
    .flatMap((row) =>
      columns.map((column) => ({
        level,
        x: column.at,
        y: row.at,
        left: column.start,
        top: row.start,
        width: column.length,
        height: row.length,
      })),
    )
    .toSorted((a, b) => fromMiddle(a) - fromMiddle(b));
}

function snapTo(pixelRatio: number): (px: number) => number {
  return (px) => Math.round(px * pixelRatio) / pixelRatio;
}
