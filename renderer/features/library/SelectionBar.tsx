import {
  Columns2,
  FolderMinus,
  FolderPlus,
  Heart,
  NotebookPen,
  RotateCcw,
  Share,
  Star,
  Tag,
  Trash2,
  X,
} from 'lucide-react';
import { useMemo } from 'react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { openExport } from '../exchange/export-store.ts';
import { moveToTrash, restore } from './actions.ts';
import { askTag } from './ask-tag.ts';
import { chooseCollection } from './choose-collection.ts';
import { confirmErase } from './confirm-erase.ts';
import styles from './SelectionBar.module.css';
import { indexOfId } from './library-index.ts';
import { sharedMarks } from './mark-flags.ts';
import { MarkEditor } from './MarkEditor.tsx';
import { areFavourites, toggleFavourite } from './marking.ts';
import { askNote } from './noting.ts';
import { takeFromCollection } from './shelving.ts';
import { useShelves } from './shelves-store.ts';
import { hasFilters, select, useLibrary } from './store.ts';

type Props = {
  readonly ids: readonly number[];
  readonly trashed: boolean;
  /** The collection that is shown; null: none. */
  readonly collectionId: string | null;
  readonly onCompare: (left: number, right: number) => void;
};

/** What can be done with what is selected. Floats over the grid's foot while something is. */
export function SelectionBar({ ids, trashed, collectionId, onCompare }: Props) {
  const words = text.library;
  const shown = useShelves(({ collections }) => collections.find(({ id }) => id === collectionId));
  const hidden = useHidden(ids);
  const [left, right] = ids;
  const pair =
    ids.length === 2 && left !== undefined && right !== undefined ? ([left, right] as const) : null;
  return (
    <div className={styles.bar} role="toolbar" data-foot-bar aria-label={words.selected(ids.length)}>
      <IconButton label={words.clearSelection} icon={<X size={16} />} keys="Escape" onClick={select.none} />
      <span className={styles.count} aria-live="polite">
        {words.selected(ids.length)}
        {hidden > 0 ? <span className={styles.hidden}>{words.selectedElsewhere(hidden)}</span> : null}
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
          <Popover
            label={words.marks.title}
            side="top"
            align="center"
            trigger={<IconButton label={words.marks.title} icon={<Star size={16} />} />}
          >
            <SelectionMarks ids={ids} />
          </Popover>
          <IconButton
            label={words.shelves.addTo}
            icon={<FolderPlus size={16} />}
            keys="Mod+Shift+A"
            onClick={() => chooseCollection(ids)}
          />
          {shown ? (
            <IconButton
              label={words.shelves.takeFrom(shown.name)}
              icon={<FolderMinus size={16} />}
              onClick={() => void takeFromCollection(shown, ids)}
            />
          ) : null}
          <IconButton
            label={words.shelves.addTag}
            icon={<Tag size={16} />}
            keys="T"
            onClick={() => askTag(ids)}
          />
          <IconButton
            label={words.notes.ask}
            icon={<NotebookPen size={16} />}
            keys="N"
            onClick={() => void askNote(ids)}
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
            label={text.exchange.export.open}
            icon={<Share size={16} />}
            keys="Mod+E"
            onClick={() => openExport(ids)}
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

/** How many are selected that the search leaves out: what is done to a selection reaches them too. */
function useHidden(ids: readonly number[]): number {
  const index = useLibrary((state) => (hasFilters(state.answered) ? state.index : null));
  return useMemo(
    () => (index ? ids.filter((id) => indexOfId(index.ids, id) === -1).length : 0),
    [ids, index],
  );
}

/** Worked out when it is opened: of a hundred thousand that takes a while. */
function SelectionMarks({ ids }: Pick<Props, 'ids'>) {
  const index = useLibrary((state) => state.index);
  return index ? <MarkEditor ids={ids} marks={sharedMarks(index, ids)} /> : null;
}
