import { Download } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { carriesCreations, droppedCreations } from '../../app/creation-drag.ts';
import { text } from '../../app/messages.ts';
import { importDropped } from './import-store.ts';
import styles from './ImportDropZone.module.css';

type Props = {
  /** False where nothing can be imported into, such as the trash. */
  readonly enabled: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** A page that takes files and folders wherever they are dropped, and pictures that are pasted. */
export function ImportDropZone({ enabled, className, children }: Props) {
  const words = text.exchange.import;
  const [over, setOver] = useState(false);
  return (
    <div
      className={className}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = enabled ? 'copy' : 'none';
        // Creations on their way to a collection or out of the window are in the library already.
        setOver(enabled && !carriesCreations(event.dataTransfer));
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(false);
        if (enabled && droppedCreations(event.dataTransfer) === null)
          void importDropped([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        const pasted = [...event.clipboardData.files];
        if (!enabled || pasted.length === 0) return;
        event.preventDefault();
        void importDropped(pasted);
      }}
    >
      {children}
      {over ? (
        <div className={styles.overlay} aria-hidden="true">
          <div className={styles.card}>
            <Download size={22} />
            <p className={styles.title}>{words.drop}</p>
            <p className={styles.hint}>{words.dropHint}</p>
          </div>
        </div>
      ) : null}
    </div>
  );
}
