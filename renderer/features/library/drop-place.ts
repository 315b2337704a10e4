import type { Point } from './band.ts';
import { type JustifiedLayout, placeRow, rowAt } from './justified-layout.ts';

type DropPlace = {
  /** Right before this item; the count: at the end. */
  readonly item: number;
  /** The middle of the gap there, in content px. */
  readonly x: number;
  readonly top: number;
  readonly height: number;
};

/** The gap between two tiles of a row that is nearest to a point. @param point in content px from the first tile's corner */
export function dropPlaceAt(layout: JustifiedLayout, { x, y }: Point): DropPlace {
  const { top, height, first, lefts, widths } = placeRow(layout, rowAt(layout, y));
  const column = lefts.findIndex((left, place) => x < left + (widths[place] ?? 0) / 2);
  const place = column === -1 ? lefts.length : column;
  const edge = lefts[place] ?? (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0) + layout.options.gap;
  return { item: first + place, x: edge - layout.options.gap / 2, top, height };
}
