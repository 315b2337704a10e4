import { Columns2, Download, Heart, RotateCcw, Trash2, X } from 'lucide-react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { areFavourites, moveToTrash, restore, saveCopies, toggleFavourite } from './actions.ts';
import { confirmErase } from './confirm-erase.ts';
import styles from './SelectionBar.module.css';
import { select } from './store.ts';

type Props = {
  readonly ids: readonly number[];
  readonly trashed: boolean;
  readonly onCompare: (left: number, right: number) => void;
};

/** What can be done with what is selected. Floats over the grid's foot while something is. */
export function SelectionBar({ ids, trashed, onCompare }: Props) {
  const words = text.library;
  const [left, right] = ids;
  const pair =
    ids.length === 2 && left !== undefined && right !== undefined ? ([left, right] as const) : null;
  return (
    <div className={styles.bar} role="toolbar" aria-label={words.selected(ids.length)}>
      <IconButton label={words.clearSelection} icon={<X size={16} />} keys="Escape" onClick={select.none} />
      <span className={styles.count} aria-live="polite">
        {words.selected(ids.length)}
      </span>
      <Button variant="ghost" size="small" onClick={select.all}>
        {words.selectAll}
      </Button>
      <span className={styles.line} />
      {trashed ? (
        <>
          <Button
            size="small"
            variant="ghost"
            icon={<RotateCcw size={15} />}
            onClick={() => void restore(ids)}
          >
            {words.restore}
          </Button>
          <Button
            size="small"
            variant="danger"
            icon={<Trash2 size={15} />}
            onClick={() => void confirmErase(ids)}
          >
            {words.erase}
          </Button>
        </>
      ) : (
        <>
          <IconButton
            label={areFavourites(ids) ? words.unfavourite : words.favourite}
            icon={<Heart size={16} fill={areFavourites(ids) ? 'currentColor' : 'none'} />}
            keys="F"
            onClick={() => void toggleFavourite(ids)}
          />
          {pair ? (
            <IconButton
              label={words.compare}
              icon={<Columns2 size={16} />}
              keys="C"
              onClick={() => onCompare(...pair)}
            />
          ) : null}
          <IconButton
            label={words.saveCopies}
            icon={<Download size={16} />}
            onClick={() => void saveCopies(ids)}
          />
          <IconButton
            label={words.trash}
            icon={<Trash2 size={16} />}
            keys="Delete"
            onClick={() => void moveToTrash(ids)}
          />
        </>
      )}
    </div>
  );
}
