import { type JustifiedLayout, placeRow, rowAt, rowHeightOf, rowTop } from './justified-layout.ts';

/** A rectangle over the grid's content, in content px from the first tile's corner. */
export type Band = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

export type Point = { readonly x: number; readonly y: number };

/** Items from the first number up to, not including, the second. */
export type ItemRange = readonly [number, number];

export function bandBetween(from: Point, to: Point): Band {
  return {
    left: Math.min(from.x, to.x),
    right: Math.max(from.x, to.x),
    top: Math.min(from.y, to.y),
    bottom: Math.max(from.y, to.y),
  };
}

export function touches(band: Band, box: Band): boolean {
  return box.left < band.right && box.right > band.left && box.top < band.bottom && box.bottom > band.top;
}

/** Everything that a band touches, in order: a range a row, joined where they meet. */
export function itemsIn(layout: JustifiedLayout, band: Band): readonly ItemRange[] {
  const ranges: [number, number][] = [];
  if (layout.rowCount === 0) return ranges;
  const { width } = layout.options;
  const last = rowAt(layout, band.bottom);
  for (let row = rowAt(layout, band.top); row <= last; row += 1) {
    const top = rowTop(layout, row);
    if (top >= band.bottom || top + rowHeightOf(layout, row) <= band.top) continue;
    const full = band.left <= 0 && band.right >= width;
    const [start, end] = full
      ? [layout.rowStarts[row] ?? 0, layout.rowStarts[row + 1] ?? 0]
      : itemsAcross(layout, row, band);
    if (start >= end) continue;
    const before = ranges.at(-1);
    if (before?.[1] === start) before[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}

/** Items of a row between the band's sides; none: an empty range. */
function itemsAcross(layout: JustifiedLayout, row: number, { left, right }: Band): ItemRange {
  const { first, lefts, widths } = placeRow(layout, row);
  const touched = (place: number) => {
    const from = lefts[place] ?? 0;
    return from < right && from + (widths[place] ?? 0) > left;
  };
  let start = 0;
  while (start < lefts.length && !touched(start)) start += 1;
  let end = start;
  while (end < lefts.length && touched(end)) end += 1;
  return [first + start, first + end];
}

/** Px from an edge where the view begins to follow the pointer, and the most it does, in px/s. */
const edgePx = 56;
const fastestEdge = 3000;

/**
 * How fast the view follows a pointer that is near or beyond its upper or lower edge.
 * @param y px from the view's top
 * @returns px/s, negative upwards; 0 away from the edges
 */
export function edgeVelocity(y: number, viewHeight: number): number {
  const above = edgePx - y;
  const below = y - (viewHeight - edgePx);
  const depth = Math.max(above, below, 0);
  // Slow at first, to be aimed; twice the edge's depth is full speed.
  const speed = fastestEdge * Math.min(1, depth / (2 * edgePx)) ** 2;
  return above > below ? -speed : speed;
}
