import { Ellipsis } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { carriesCreations, droppedCreations } from '../../app/creation-drag.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuItem } from '../../ui/menu-item.ts';
import styles from './LibraryShelves.module.css';

type Props = {
  readonly icon: ReactNode;
  readonly name: string;
  readonly count?: number;
  /** It lies in the one above it. */
  readonly inner?: boolean;
  readonly current: boolean;
  readonly menu?: readonly MenuItem[];
  readonly onOpen: () => void;
  /** Takes creations that are dropped on it. */
  readonly onDropped?: (ids: readonly number[]) => void;
};

/** One line of the column: opens what it names, takes what is dropped on it. */
export function ShelfRow({ icon, name, count, inner = false, current, menu, onOpen, onDropped }: Props) {
  const [over, setOver] = useState(false);
  const isWanted = (event: DragEvent) => onDropped !== undefined && carriesCreations(event.dataTransfer);
  return (
    <div
      className={styles.row}
      data-inner={inner || undefined}
      data-current={current || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        setOver(false);
        const ids = droppedCreations(event.dataTransfer);
        if (ids) onDropped?.(ids);
      }}
    >
      <button type="button" className={styles.open} aria-current={current || undefined} onClick={onOpen}>
        {icon}
        <span className={styles.name} dir="auto" title={name}>
          {name}
        </span>
        {count === undefined ? null : <span className={styles.count}>{count.toLocaleString('en')}</span>}
      </button>
      {menu ? (
        <Menu
          items={menu}
          trigger={
            <IconButton
              size="small"
              label={text.library.shelves.menuOf(name)}
              icon={<Ellipsis size={15} />}
              className={styles.menu}
              tooltipSide="right"
            />
          }
        />
      ) : null}
    </div>
  );
}
