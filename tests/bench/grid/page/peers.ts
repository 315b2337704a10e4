import { createElement, type ReactElement, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { mediaUrl } from '../../../../shared/contract.ts';
import type { LibraryIndex } from '../../../../shared/domain/creation.ts';
import {
  type JustifiedLayout,
  layoutRows,
  placeRow,
  rowHeightOf,
} from '../../../../renderer/features/library/justified-layout.ts';
import { gap, rowHeight, side } from './library.ts';

/** Libraries for virtual lists, given our exact rows and the same tiles, each as its documentation shows it. */
type Rows = { readonly layout: JustifiedLayout; readonly index: LibraryIndex };

const overscanRows = 2;

export async function mountTanstack(root: HTMLElement, index: LibraryIndex): Promise<HTMLElement> {
  const { useVirtualizer } = await import('virtual:tanstack');
  function Grid({ layout }: Rows) {
    const scroller = useRef<HTMLDivElement>(null);
    const virtual = useVirtualizer({
      count: layout.rowCount,
      getScrollElement: () => scroller.current,
      estimateSize: (row) => rowHeightOf(layout, row) + gap,
      overscan: overscanRows,
    });
    const rows = virtual
      .getVirtualItems()
      .map((item) =>
        createElement(
          'div',
          { key: item.index, style: { ...rowStyle, transform: `translateY(${item.start}px)` } },
          tilesOf({ layout, index }, item.index),
        ),
      );
    const inner = { height: virtual.getTotalSize(), position: 'relative' } as const;
    return createElement(
      'div',
      // oxlint-disable-next-line react/refs -- the element keeps it; nothing reads it while rendering
      { ref: scroller, style: scrollerStyle },
      createElement('div', { style: inner }, rows),
    );
  }
  return render(root, index, Grid);
}

export async function mountVirtua(root: HTMLElement, index: LibraryIndex): Promise<HTMLElement> {
  const { VList } = await import('virtual:virtua');
  function Grid({ layout }: Rows) {
    const rows = Array.from({ length: layout.rowCount }, (_, row) => row);
    const row = (number: number) =>
      createElement(
        'div',
        { style: { position: 'relative', height: rowHeightOf(layout, number) + gap } },
        tilesOf({ layout, index }, number),
      );
    // oxlint-disable-next-line react/no-children-prop -- the library takes a function, which React's own types do not
    return createElement(VList, { data: rows, style: scrollerStyle, children: row });
  }
  return render(root, index, Grid);
}

const scrollerStyle = { position: 'absolute', inset: 0, overflow: 'hidden auto', contain: 'strict' } as const;
const rowStyle = { position: 'absolute', top: 0, left: 0, width: '100%' } as const;

function tilesOf({ layout, index }: Rows, row: number): readonly ReactElement[] {
  const placed = placeRow(layout, row);
  return placed.lefts.map((left, column) => {
    const item = placed.first + column;
    const width = placed.widths[column] ?? 0;
    const size = Math.max(width, placed.height) * devicePixelRatio > 300 ? 512 : 256;
    const color = `#${(index.colors[item] ?? 0).toString(16).padStart(6, '0')}`;
    const style = {
      position: 'absolute',
      left: left + side,
      width,
      height: placed.height,
      backgroundColor: color,
      overflow: 'hidden',
      borderRadius: 4,
      contain: 'strict',
    } as const;
    const image = createElement('img', {
      src: mediaUrl.thumbnail(index.ids[item] ?? 0, size),
      alt: '',
      draggable: false,
      style: { width: '100%', height: '100%', objectFit: 'cover' },
    });
    return createElement('div', { key: item, id: `item-${index.ids[item]}`, 'data-tile': '', style }, image);
  });
}

function render(
  root: HTMLElement,
  index: LibraryIndex,
  Grid: (rows: Rows) => ReactElement,
): Promise<HTMLElement> {
  const width = root.clientWidth - 2 * side;
  const layout = layoutRows(index, { width, rowHeight, gap });
  createRoot(root).render(createElement(Grid, { layout, index }));
  return new Promise((resolve) => {
    const look = () => {
      const scroller = root.firstElementChild;
      if (scroller instanceof HTMLElement) resolve(scroller);
      else requestAnimationFrame(look);
    };
    look();
  });
}
