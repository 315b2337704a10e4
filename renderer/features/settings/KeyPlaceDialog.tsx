import { text } from '../../app/messages.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './ProvidersSection.module.css';

const words = text.settings;

export type KeyPlace = 'memory' | 'plain-consented';

type KeyPlaceDialogProps = {
  readonly open: boolean;
  readonly onChoose: (place: KeyPlace) => void;
  readonly onClose: () => void;
};

/** Where to keep a key on a system with no keyring: three choices, none made for the person. */
export function KeyPlaceDialog({ open, onChoose, onClose }: KeyPlaceDialogProps) {
  const choices = [
    { title: words.storeMemory, detail: words.storeMemoryText, choose: () => onChoose('memory') },
    { title: words.storePlain, detail: words.storePlainText, choose: () => onChoose('plain-consented') },
    { title: words.storeNone, detail: words.storeNoneText, choose: onClose },
  ];
  return (
    <Dialog title={words.storeTitle} description={words.storeText} open={open} onClose={onClose}>
      <div className={styles.choices}>
        {choices.map(({ title, detail, choose }) => (
          <button key={title} type="button" className={styles.choice} onClick={choose}>
            <span className={styles.choiceTitle}>{title}</span>
            <span className={styles.muted}>{detail}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
