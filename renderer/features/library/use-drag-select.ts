import { type RefObject, useEffect, useRef } from 'react';
import { followDragSelect } from './drag-select.ts';
import { select, useLibrary } from './store.ts';
import type { VirtualGrid } from './virtual-grid.ts';

/** Drag-select in a grid. @returns where the band is drawn */
export function useDragSelect(grid: VirtualGrid | null): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!grid || !frame.current) return undefined;
    return followDragSelect({
      grid,
      scroller: grid.element,
      frame: frame.current,
      selected: () => useLibrary.getState().selection.ids,
      chosen: select.ranges,
      pressedNothing: select.none,
    });
  }, [grid]);
  return frame;
}
