import { Check, Heart } from 'lucide-react';
import { type MouseEvent, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { mediaUrl } from '../../../shared/contract.ts';
import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { prefersStillness } from '../../app/theme.ts';
import styles from './CreationGrid.module.css';
import { hasFlag } from './library-index.ts';
import type { Tile } from './tile.ts';

/** A glance should not start videos; a look should. */
const hoverPlayMs = 220;

type TileControlsProps = {
  readonly tile: Tile;
  readonly index: LibraryIndex;
  readonly selected: boolean;
  readonly onToggle: (id: number) => void;
  readonly onExtend: (id: number) => void;
  readonly onFavourite: (id: number) => void;
};

/**
 * What appears on the tile under the pointer: there is one of it, carried from tile to tile. The keyboard has
 * Space and F instead, so the buttons stay out of the tab order.
 */
export function TileControls({ tile, index, selected, ...on }: TileControlsProps) {
  const { id, item } = tile;
  const favourite = hasFlag(index, item, creationFlag.favourite);
  const video = hasFlag(index, item, creationFlag.video);
  const onSelect = (event: MouseEvent) => {
    event.stopPropagation();
    if (event.shiftKey) on.onExtend(id);
    else on.onToggle(id);
  };
  return createPortal(
    <>
      {video && !prefersStillness() ? <HoverVideo id={id} /> : null}
      <button
        type="button"
        tabIndex={-1}
        className={styles.select}
        aria-label={selected ? text.library.deselect : text.library.select}
        aria-pressed={selected}
        onClick={onSelect}
      >
        <Check size={14} strokeWidth={3} aria-hidden="true" />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.heart}
        aria-label={favourite ? text.library.removeFavourite : text.library.addFavourite}
        aria-pressed={favourite}
        onClick={(event) => {
          event.stopPropagation();
          on.onFavourite(id);
        }}
      >
        <Heart size={15} fill={favourite ? 'currentColor' : 'none'} aria-hidden="true" />
      </button>
    </>,
    tile.element,
  );
}

function HoverVideo({ id }: { readonly id: number }) {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPlaying(true), hoverPlayMs);
    return () => clearTimeout(timer);
  }, []);
  if (!playing) return null;
  return (
    <video
      className={styles.preview}
      src={mediaUrl.original(id)}
      muted
      loop
      autoPlay
      playsInline
      aria-hidden="true"
      tabIndex={-1}
    />
  );
}
