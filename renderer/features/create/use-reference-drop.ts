import { type DragEvent, useState } from 'react';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { carriesCreations, droppedCreations } from '../../app/creation-drag.ts';
import { addFiles, addFromLibrary } from './add-references.ts';

/**
 * Files and creations dropped anywhere on the composer become references.
 * @param enabled false where the model takes no files
 */
export function useReferenceDrop(model: ListedModel, enabled: boolean) {
  const [over, setOver] = useState(false);
  const isWanted = ({ dataTransfer }: DragEvent) =>
    enabled && (dataTransfer.types.includes('Files') || carriesCreations(dataTransfer));
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        setOver(false);
        const ids = droppedCreations(event.dataTransfer);
        if (ids) void addFromLibrary(model, null, ids);
        else void addFiles(model, null, [...event.dataTransfer.files]);
      },
    },
  };
}
