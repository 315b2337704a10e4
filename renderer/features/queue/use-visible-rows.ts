import { useLayoutEffect, useState, type RefObject } from 'react';
import { listHeight, type RowGeometry, visibleRows } from './row-geometry.ts';

/** Which rows the scrolling element shows, with a few more on both sides. */
export function useVisibleRows(
  scroller: RefObject<HTMLElement | null>,
  geometry: RowGeometry,
): { readonly start: number; readonly end: number } {
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
  const top = Math.min(view.top, Math.max(0, listHeight(geometry) - view.height));
  return visibleRows(geometry, top, view.height);
}
