import { type JustifiedLayout, placeRow, rowAt, rowOfItem, rowTop } from './justified-layout.ts';

export const gridKeys = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
] as const;
type GridKey = (typeof gridKeys)[number];

export function asGridKey(key: string): GridKey | undefined {
  return gridKeys.find((entry) => entry === key);
}

/**
 * Where the focus goes. Up and down keep the column as the eye sees it: the item whose span is under the centre
 * of the current one. Home and End mean the whole library, since rows break where the pictures happen to fit.
 * @param pageHeight px that PageUp and PageDown travel
 */
export function moveFocus(layout: JustifiedLayout, from: number, key: GridKey, pageHeight: number): number {
  const last = layout.count - 1;
  if (last < 0) return -1;
  const current = Math.min(Math.max(0, from), last);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, current - 1);
    case 'ArrowRight':
      return Math.min(last, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
    case 'ArrowDown': {
      const row = rowOfItem(layout, current) + (key === 'ArrowUp' ? -1 : 1);
      return row < 0 || row >= layout.rowCount ? current : below(layout, current, row);
    }
    case 'PageUp':
    case 'PageDown': {
      const row = rowOfItem(layout, current);
      const target = rowAt(layout, rowTop(layout, row) + (key === 'PageUp' ? -pageHeight : pageHeight));
      const atLeastOne = key === 'PageUp' ? Math.min(target, row - 1) : Math.max(target, row + 1);
      const bounded = Math.min(Math.max(0, atLeastOne), layout.rowCount - 1);
      return bounded === row ? current : below(layout, current, bounded);
    }
  }
}

function below(layout: JustifiedLayout, item: number, row: number): number {
  const here = placeRow(layout, rowOfItem(layout, item));
  const offset = item - here.first;
  const centre = (here.lefts[offset] ?? 0) + (here.widths[offset] ?? 0) / 2;
  const there = placeRow(layout, row);
  const next = there.lefts.findIndex((left) => left > centre);
  return there.first + (next === -1 ? there.lefts.length : next) - (next === 0 ? 0 : 1);
}
