/**
 * Creations dragged within the window: from a grid to the composer, or to its entry in the rail. Only their ids
 * travel, under a type that no other program reads.
 */
const type = 'application/x-videopicai-creations';

/** @param picture drawn under the pointer */
export function dragCreations(transfer: DataTransfer, ids: readonly number[], picture: Element | null): void {
  transfer.effectAllowed = 'copy';
  transfer.setData(type, ids.join(','));
  if (picture) transfer.setDragImage(picture, 24, 24);
}

/** Known while the drag is still going on, when its contents are not. */
export function carriesCreations(transfer: DataTransfer): boolean {
  return transfer.types.includes(type);
}

export function droppedCreations(transfer: DataTransfer): readonly number[] {
  const ids = transfer.getData(type).split(',').map(Number);
  return ids.filter((id) => Number.isSafeInteger(id) && id > 0);
}
