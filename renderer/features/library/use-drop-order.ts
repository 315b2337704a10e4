import { type DragEvent, useRef } from 'react';
import { carriesCreations, droppedCreations, dropEffectOf } from '../../app/creation-drag.ts';
import { edgeVelocity } from './band.ts';
import { dropPlaceAt } from './drop-place.ts';
import { moveToPlace, orderedCollection } from './ordering.ts';
import type { VirtualGrid } from './virtual-grid.ts';

/** Browsers tell of a drag that is held still several times a second; longer pauses are no scrolling. */
const longestPauseMs = 100;

/** Tiles dropped between tiles take that place in the collection shown. Elsewhere nothing can be dropped. */
export function useDropOrder(grid: VirtualGrid | null) {
  const mark = useRef<HTMLDivElement>(null);
  const toldAt = useRef(0);

  const isWanted = ({ dataTransfer }: DragEvent): boolean =>
    orderedCollection() !== null && carriesCreations(dataTransfer);
  const placeAt = ({ clientX, clientY }: DragEvent, core: VirtualGrid) =>
    dropPlaceAt(core.layout, core.contentPoint(clientX, clientY));
  const hide = (): void => {
    if (mark.current) mark.current.hidden = true;
  };
  const follow = (event: DragEvent, core: VirtualGrid): void => {
    const box = core.element.getBoundingClientRect();
    const velocity = edgeVelocity(event.clientY - box.top, box.height);
    const pauseMs = Math.min(longestPauseMs, event.timeStamp - toldAt.current);
    toldAt.current = event.timeStamp;
    if (velocity !== 0) core.scrollBy((velocity * pauseMs) / 1000);
  };

  return {
    mark,
    /** For the scroller. */
    handlers: {
      onDragOver: (event: DragEvent): void => {
        if (!grid || !mark.current || !isWanted(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = dropEffectOf(event.dataTransfer);
        follow(event, grid);
        const { x: left, top, height } = placeAt(event, grid);
        const { x, y } = grid.viewPoint({ x: left, y: top });
        mark.current.style.transform = `translate(${x}px, ${y}px)`;
        mark.current.style.height = `${height}px`;
        mark.current.hidden = false;
      },
      onDragLeave: hide,
      onDrop: (event: DragEvent): void => {
        hide();
        if (!grid || !isWanted(event)) return;
        const ids = droppedCreations(event.dataTransfer);
        // Files of somebody else are for the page to import.
        if (!ids) return;
        event.preventDefault();
        event.stopPropagation();
        void moveToPlace(ids, placeAt(event, grid).item);
      },
      onDragEnd: hide,
    },
  };
}
