/** Where the rows of a long list are: all of one height, but for one that may be open and taller. */
export type RowGeometry = {
  readonly rowHeight: number;
  readonly count: number;
  /** Index of the open row; -1: none. */
  readonly open: number;
  /** Px by which the open row is taller. */
  readonly extra: number;
};

export function rowTop({ rowHeight, open, extra }: RowGeometry, index: number): number {
  return index * rowHeight + (open >= 0 && index > open ? extra : 0);
}

/** Where the next row begins. */
export function rowBottom(geometry: RowGeometry, index: number): number {
  return rowTop(geometry, index + 1);
}

export function listHeight(geometry: RowGeometry): number {
  return rowTop(geometry, geometry.count);
}

/** The row at a height from the list's top; the nearest one where there is none. */
export function rowAt(geometry: RowGeometry, y: number): number {
  const { rowHeight, count, open, extra } = geometry;
  const openTop = open * rowHeight;
  const isBeyond = open >= 0 && y >= openTop + rowHeight + extra;
  const isWithin = open >= 0 && y >= openTop && !isBeyond;
  const index = isWithin ? open : Math.floor((isBeyond ? y - extra : y) / rowHeight);
  return Math.max(0, Math.min(count - 1, index));
}

const overscan = 6;

/** Which rows the view shows, `end` excluded, with a few more on both sides. */
export function visibleRows(
  geometry: RowGeometry,
  scrollTop: number,
  height: number,
): { readonly start: number; readonly end: number } {
  if (geometry.count === 0) return { start: 0, end: 0 };
  return {
    start: Math.max(0, rowAt(geometry, scrollTop) - overscan),
    end: Math.min(geometry.count, rowAt(geometry, scrollTop + height) + 1 + overscan),
  };
}
