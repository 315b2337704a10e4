/**
 * Exact justified rows for any number of pictures, in typed arrays: two numbers per row are kept, the places of
 * single items are worked out when their row is shown. A million items take a few milliseconds, so the scrollbar,
 * jumps and the timeline are exact from the first frame instead of estimated.
 */

/** Pictures outside these ratios are laid out as if they had them, and cropped by the tile. */
const narrowest = 0.4;
const widest = 3.6;
/** A row may grow this much above the wanted height when that comes closer to it than one more item would. */
const tallestStretch = 1.5;

type Sizes = { readonly widths: Uint16Array; readonly heights: Uint16Array };

type LayoutOptions = {
  /** CSS px available to a row. */
  readonly width: number;
  /** Wanted row height in CSS px. */
  readonly rowHeight: number;
  /** CSS px between items and between rows. */
  readonly gap: number;
};

export type JustifiedLayout = {
  readonly count: number;
  readonly options: LayoutOptions;
  readonly sizes: Sizes;
  readonly rowCount: number;
  /** First item of each row; one entry more than rows, the last being `count`. */
  readonly rowStarts: Uint32Array;
  /** Top of each row in px; one entry more than rows, the last being `height + gap`. */
  readonly rowTops: Float64Array;
  /** Px from the first row's top to the last row's bottom. */
  readonly height: number;
  readonly lastRowFills: boolean;
};

type PlacedRow = {
  readonly top: number;
  readonly height: number;
  readonly first: number;
  /** Px from the left edge, one per item. */
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
};

/** Lays out every item once, in order. Widths and heights of 0 count as square. */
export function layoutRows(sizes: Sizes, given: LayoutOptions): JustifiedLayout {
  const count = sizes.widths.length;
  const options = { ...given, width: Math.max(1, given.width) };
  const rowStarts = new Uint32Array(count + 1);
  const rowTops = new Float64Array(count + 1);
  let rowCount = 0;
  let first = 0;
  let top = 0;
  let lastRowFills = true;
  while (first < count) {
    const row = fillRow(sizes, first, options);
    lastRowFills = row !== null;
    rowStarts[rowCount] = first;
    rowTops[rowCount] = top;
    rowCount += 1;
    top += Math.max(1, Math.round(row?.height ?? options.rowHeight)) + options.gap;
    first = row?.end ?? count;
  }
  rowStarts[rowCount] = count;
  rowTops[rowCount] = top;
  return {
    count,
    options,
    sizes,
    rowCount,
    rowStarts: rowStarts.slice(0, rowCount + 1),
    rowTops: rowTops.slice(0, rowCount + 1),
    height: Math.max(0, top - options.gap),
    lastRowFills,
  };
}

/**
 * The row that begins with an item: what comes after it, and its height in px; null where the items end before it is
 * full. A function of its own is compiled for itself: half the time of one loop over everything.
 */
function fillRow(
  sizes: Sizes,
  first: number,
  { width, rowHeight, gap }: LayoutOptions,
): { readonly end: number; readonly height: number } | null {
  const count = sizes.widths.length;
  let ratios = 0;
  let room = width;
  for (let item = first; item < count; item += 1) {
    const ratio = ratioOf(sizes, item);
    if (room > rowHeight * (ratios + ratio)) {
      ratios += ratio;
      room -= gap;
      continue;
    }
    const heightWith = room / (ratios + ratio);
    const heightWithout = item > first ? (room + gap) / ratios : Infinity;
    const leaveForNext =
      heightWithout <= rowHeight * tallestStretch && heightWithout - rowHeight < rowHeight - heightWith;
    return leaveForNext ? { end: item, height: heightWithout } : { end: item + 1, height: heightWith };
  }
  return null;
}

/** The row that covers `y`, clamped to the first and last; 0 when there are none. */
export function rowAt(layout: JustifiedLayout, y: number): number {
  return lastAtMost(layout.rowTops, layout.rowCount, y);
}

export function rowOfItem(layout: JustifiedLayout, item: number): number {
  return lastAtMost(layout.rowStarts, layout.rowCount, item);
}

export function rowTop(layout: JustifiedLayout, row: number): number {
  return layout.rowTops[row] ?? 0;
}

export function rowHeightOf(layout: JustifiedLayout, row: number): number {
  return (layout.rowTops[row + 1] ?? 0) - (layout.rowTops[row] ?? 0) - layout.options.gap;
}

/** Where a row's items are: whole pixels, edges exactly `gap` apart, the last edge exactly at the width. */
export function placeRow(layout: JustifiedLayout, row: number): PlacedRow {
  const first = layout.rowStarts[row] ?? 0;
  const end = layout.rowStarts[row + 1] ?? first;
  const { width, gap, rowHeight } = layout.options;
  let ratios = 0;
  for (let item = first; item < end; item += 1) ratios += ratioOf(layout.sizes, item);
  const fills = row < layout.rowCount - 1 || layout.lastRowFills;
  const exactHeight = fills ? (width - gap * (end - first - 1)) / ratios : rowHeight;
  const lefts: number[] = [];
  const widths: number[] = [];
  let sum = 0;
  for (let item = first; item < end; item += 1) {
    const gaps = (item - first) * gap;
    const left = Math.round(sum * exactHeight) + gaps;
    sum += ratioOf(layout.sizes, item);
    lefts.push(left);
    widths.push(Math.round(sum * exactHeight) + gaps - left);
  }
  return { top: rowTop(layout, row), height: rowHeightOf(layout, row), first, lefts, widths };
}

function ratioOf(sizes: Sizes, item: number): number {
  const width = sizes.widths[item] ?? 0;
  const height = sizes.heights[item] ?? 0;
  if (width === 0 || height === 0) return 1;
  return Math.min(widest, Math.max(narrowest, width / height));
}

/** Largest i < count with sorted[i] <= value; 0 when there is none. */
function lastAtMost(sorted: Uint32Array | Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
