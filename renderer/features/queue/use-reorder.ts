import { type DragEvent, type RefObject, useState } from 'react';
import type { JobView } from '../../../shared/domain/job.ts';
import { moveJob } from './commands.ts';
import { rowAt, type RowGeometry, rowTop } from './row-geometry.ts';

type DropMark = { readonly id: number; readonly side: 'before' | 'after' };

/**
 * Dragging waiting rows to a new place. The whole list takes the drop, so that the place is found by height alone.
 * @param rows what the list shows, top to bottom
 */
export function useReorder(
  list: RefObject<HTMLElement | null>,
  rows: readonly JobView[],
  geometry: RowGeometry,
) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [mark, setMark] = useState<DropMark | null>(null);

  const placeAt = (clientY: number): DropMark | null => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const y = clientY - top;
    const index = rowAt(geometry, y);
    const row = rows[index];
    if (!row) return null;
    // Running jobs are above all that waits: the first free place is before the first waiting one.
    const firstWaiting = rows.find((job) => job.state === 'queued');
    if (row.state !== 'queued') return firstWaiting ? { id: firstWaiting.id, side: 'before' } : null;
    return { id: row.id, side: y - rowTop(geometry, index) < geometry.rowHeight / 2 ? 'before' : 'after' };
  };
  const end = () => {
    setDragged(null);
    setMark(null);
  };

  return {
    mark,
    start: (id: number, event: DragEvent<HTMLElement>) => {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', String(id));
      setDragged(id);
    },
    end,
    over: (event: DragEvent<HTMLElement>) => {
      if (dragged === null) return;
      event.preventDefault();
      const place = placeAt(event.clientY);
      if (place?.id !== mark?.id || place?.side !== mark?.side) setMark(place);
    },
    drop: (event: DragEvent<HTMLElement>) => {
      if (dragged === null) return;
      event.preventDefault();
      const place = placeAt(event.clientY);
      end();
      if (!place || place.id === dragged) return;
      const others = rows.filter((job) => job.id !== dragged);
      const after = others[others.findIndex((job) => job.id === place.id) + 1]?.id ?? null;
      moveJob(dragged, place.side === 'before' ? place.id : after);
    },
  };
}
