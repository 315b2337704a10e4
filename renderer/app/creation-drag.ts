import { maxDraggedOut } from '../../shared/domain/exchange.ts';
import { isCancelled, pathOf, request } from '../bridge/client.ts';
import { toast } from '../ui/toasts.ts';
import { text } from './messages.ts';

/**
 * Creations that are dragged: within the window, to a collection, to the composer or its entry in the rail, and out of it,
 * into another application. There only real files will do, so the system's own drag takes over from the page's; to the
 * window it brings nothing but files, and these are known again by their paths. Where there is no such drag, the ids travel
 * under a type that no other program reads.
 */
const type = 'application/x-videopicai-creations';

type Outgoing = {
  readonly ids: readonly number[];
  /** The files that stand for them; empty until the core has made them. */
  paths: ReadonlySet<string>;
};

let offersFiles = false;
let outgoing: Outgoing | null = null;

/** Asks once whether the host can drag files out. */
export async function prepareDragging(): Promise<void> {
  offersFiles = (await request('app.info', {})).host === 'electron';
}

/** What a drag event of the page has, React's or its own. */
type DragStart = { readonly dataTransfer: DataTransfer; readonly preventDefault: () => void };

/** @param picture drawn under the pointer where the system draws none */
export function dragCreations(event: DragStart, ids: readonly number[], picture: Element | null): void {
  if (offersFiles && ids.length <= maxDraggedOut) {
    event.preventDefault();
    void dragOut(ids);
    return;
  }
  const { dataTransfer } = event;
  dataTransfer.effectAllowed = 'copyMove';
  dataTransfer.setData(type, ids.join(','));
  if (picture) dataTransfer.setDragImage(picture, 24, 24);
}

/** Known while the drag is still going on, when its contents are not. */
export function carriesCreations(transfer: DataTransfer): boolean {
  return transfer.types.includes(type) || (outgoing !== null && transfer.types.includes('Files'));
}

/** What a drop that changes their order is to be called: files that the system drags can only be copied. */
export function dropEffectOf({ effectAllowed }: DataTransfer): 'copy' | 'move' {
  return effectAllowed === 'copyMove' ? 'move' : 'copy';
}

/** @returns null: no creations of this library, but what somebody else has dragged in */
export function droppedCreations(transfer: DataTransfer): readonly number[] | null {
  if (transfer.types.includes(type)) {
    const ids = transfer.getData(type).split(',').map(Number);
    return ids.filter((id) => Number.isSafeInteger(id) && id > 0);
  }
  const { paths, ids } = outgoing ?? { paths: new Set<string>(), ids: [] };
  const files = [...transfer.files];
  return files.length > 0 && files.every((file) => paths.has(pathOf(file))) ? ids : null;
}

async function dragOut(ids: readonly number[]): Promise<void> {
  const dragged: Outgoing = { ids, paths: new Set() };
  outgoing = dragged;
  const letGo = new AbortController();
  const over = new AbortController();
  const { signal } = over;
  const end = () => {
    letGo.abort();
    over.abort();
    if (outgoing === dragged) outgoing = null;
  };
  // While the system drags the page hears of no pointer: the next it hears of means that the drag is over.
  window.addEventListener('pointerup', end, { signal });
  window.addEventListener('pointerdown', end, { signal });
  window.addEventListener('pointermove', ({ buttons }) => (buttons === 0 ? end() : undefined), { signal });
  try {
    const answer = await request('library.dragOut', { ids: [...ids] }, { signal: letGo.signal });
    if (answer.kind === 'begun') {
      dragged.paths = new Set(answer.paths);
      return;
    }
    if (answer.kind === 'too_much') toast({ text: text.library.dragOut.tooMuch, kind: 'error' });
    if (answer.kind === 'failed') toast({ text: text.library.dragOut.failed(answer.detail), kind: 'error' });
    end();
  } catch (error) {
    end();
    if (!isCancelled(error)) toast({ text: text.library.failed, kind: 'error' });
  }
}
