import { useLayoutEffect, useState, type RefObject } from 'react';

type VisibleRows = { readonly start: number; readonly end: number };

const overscan = 6;

/** Rows of one height: which of them the scrolling element shows, with a few more on both sides. */
export function visibleRows(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): VisibleRows {
  const start = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan);
  return { start: Math.min(start, count), end };
}

export function useVisibleRows(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): VisibleRows {
  const [view, setView] = useState({ top: 0, height: 900 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [scroller]);
  // A list that became shorter scrolls back, and says so only afterwards.
  const top = Math.min(view.top, Math.max(0, count * rowHeight - view.height));
  return visibleRows(top, view.height, rowHeight, count);
}
