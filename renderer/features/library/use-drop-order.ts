import { type RefObject, useEffect, useRef } from 'react';
import { carriesCreations, droppedCreations, dropEffectOf } from '../../app/creation-drag.ts';
import { edgeVelocity } from './band.ts';
import { dropPlaceAt } from './drop-place.ts';
import { moveToPlace, orderedCollection } from './ordering.ts';
import type { VirtualGrid } from './virtual-grid.ts';

/** Browsers tell of a drag that is held still several times a second; longer pauses are no scrolling. */
const longestPauseMs = 100;

/**
 * Tiles dropped between tiles take that place in the collection shown. Elsewhere nothing can be dropped.
 * @returns what shows the place; lies over the grid, hidden
 */
export function useDropOrder(grid: VirtualGrid | null): RefObject<HTMLDivElement | null> {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => (grid && mark.current ? followDrops(grid, mark.current) : undefined), [grid]);
  return mark;
}

/** @returns the way to stop */
function followDrops(grid: VirtualGrid, mark: HTMLElement): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let toldAt = 0;

  const placeOf = ({ clientX, clientY }: DragEvent) =>
    dropPlaceAt(grid.layout, grid.contentPoint(clientX, clientY));
  const hide = (): void => {
    mark.hidden = true;
  };

  /** Follows the pointer at the upper and the lower edge. */
  function scroll({ clientY, timeStamp }: DragEvent): void {
    const box = grid.element.getBoundingClientRect();
    const velocity = edgeVelocity(clientY - box.top, box.height);
    const pauseMs = Math.min(longestPauseMs, timeStamp - toldAt);
    toldAt = timeStamp;
    if (velocity !== 0) grid.scrollBy((velocity * pauseMs) / 1000);
  }

  function over(event: DragEvent): void {
    const transfer = event.dataTransfer;
    if (!transfer || orderedCollection() === null || !carriesCreations(transfer)) return;
    event.preventDefault();
    event.stopPropagation();
    transfer.dropEffect = dropEffectOf(transfer);
    scroll(event);
    const place = placeOf(event);
    const { x, y } = grid.viewPoint({ x: place.x, y: place.top });
    mark.style.transform = `translate(${x}px, ${y}px)`;
    mark.style.height = `${place.height}px`;
    mark.hidden = false;
  }

  function drop(event: DragEvent): void {
    hide();
    // Files of somebody else are for the page to import.
    const ids = event.dataTransfer && orderedCollection() !== null && droppedCreations(event.dataTransfer);
    if (!ids) return;
    event.preventDefault();
    event.stopPropagation();
    void moveToPlace(ids, placeOf(event).item);
  }

  grid.element.addEventListener('dragover', over, { signal });
  grid.element.addEventListener('drop', drop, { signal });
  grid.element.addEventListener('dragleave', hide, { signal });
  grid.element.addEventListener('dragend', hide, { signal });
  return () => {
    hide();
    listening.abort();
  };
}
