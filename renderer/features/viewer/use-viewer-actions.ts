import type { Creation } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { openExport } from '../exchange/export-store.ts';
import { reveal, saveCopies } from '../library/actions.ts';
import { setFavourite } from '../library/marking.ts';
import { openLineage } from '../lineage/open-lineage.ts';
import { leaveForSimilar } from './leave-for-similar.ts';
import { toggleDetails, wantNotes } from './store.ts';
import type { ZoomControl } from './use-zoom.ts';

type Viewer = {
  readonly creation: Creation | null;
  readonly zoom: ZoomControl | null;
  readonly previous: number | null;
  readonly next: number | null;
  readonly onOpen: (id: number) => void;
  readonly onBack: () => void;
  readonly onTrash: () => void;
};

const panStepPx = 80;

/** The viewer by key and palette. Arrows pan a picture that is larger than the view, and else go on to the next. */
export function useViewerActions({ creation, zoom, previous, next, onOpen, onBack, onTrash }: Viewer): void {
  const words = text.viewer;
  const id = creation?.id ?? 0;
  const live = creation !== null && creation.trashedAt === null;
  const stored = creation?.present ?? false;
  const zoomable = zoom !== null;
  const go = (target: number | null, panX: number): void => {
    if (zoom?.pan({ x: panX, y: 0 })) return;
    if (target !== null) onOpen(target);
  };

  useAction({ id: 'viewer.back', label: words.back, keys: 'Escape', run: onBack });
  useAction({
    id: 'viewer.previous',
    label: words.previous,
    keys: 'ArrowLeft',
    run: () => go(previous, panStepPx),
  });
  useAction({ id: 'viewer.next', label: words.next, keys: 'ArrowRight', run: () => go(next, -panStepPx) });
  useAction({
    id: 'viewer.panUp',
    label: words.panUp,
    keys: 'ArrowUp',
    enabled: zoomable,
    run: () => zoom?.pan({ x: 0, y: panStepPx }),
  });
  useAction({
    id: 'viewer.panDown',
    label: words.panDown,
    keys: 'ArrowDown',
    enabled: zoomable,
    run: () => zoom?.pan({ x: 0, y: -panStepPx }),
  });
  useAction({
    id: 'viewer.zoomIn',
    label: words.zoomIn,
    keys: 'Plus',
    enabled: zoomable,
    run: () => zoom?.zoomIn(),
  });
  useAction({
    id: 'viewer.zoomOut',
    label: words.zoomOut,
    keys: '-',
    enabled: zoomable,
    run: () => zoom?.zoomOut(),
  });
  useAction({ id: 'viewer.fit', label: words.fit, keys: 'Z', enabled: zoomable, run: () => zoom?.fit() });
  useAction({
    id: 'viewer.actualSize',
    label: words.actualSize,
    keys: 'Shift+Z',
    enabled: zoomable,
    run: () => zoom?.actualSize(),
  });
  useAction({
    id: 'viewer.favourite',
    label: words.favourite,
    keys: 'F',
    enabled: creation !== null,
    run: () => void setFavourite([id], !creation?.favourite),
  });
  useAction({
    id: 'viewer.saveCopy',
    label: words.saveCopy,
    keys: 'Mod+S',
    enabled: stored,
    run: () => void saveCopies([id]),
  });
  useAction({
    id: 'viewer.export',
    label: words.export,
    keys: 'Mod+E',
    enabled: stored,
    run: () => openExport([id]),
  });
  useAction({
    id: 'viewer.reveal',
    label: words.reveal,
    keys: 'Mod+Shift+R',
    enabled: stored,
    run: () => void reveal(id),
  });
  useAction({ id: 'viewer.trash', label: words.trash, keys: 'Delete', enabled: live, run: onTrash });
  useAction({
    id: 'viewer.lineage',
    label: text.lineage.showAll,
    keys: 'G',
    enabled: creation !== null,
    run: () => openLineage(id),
  });
  useAction({
    id: 'viewer.note',
    label: words.note,
    keys: 'N',
    enabled: creation !== null,
    run: () => wantNotes(true),
  });
  useAction({
    id: 'viewer.lookAlikes',
    label: text.library.similar.look.show,
    keys: 'Shift+L',
    enabled: live,
    run: () => leaveForSimilar({ id, by: 'look' }),
  });
  useAction({ id: 'viewer.details', label: words.details, keys: 'I', run: toggleDetails });
}
