import { useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import { creationFlag, type LibraryIndex } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { ClipSign } from '../../ui/ClipSign.tsx';
import { hasFlag } from '../library/library-index.ts';
import { useCreations } from '../library/creations.ts';
import { tileWords } from '../library/tile-words.ts';
import styles from './Filmstrip.module.css';

type Props = {
  readonly index: LibraryIndex;
  readonly item: number;
  readonly onOpen: (id: number) => void;
};

/** Neighbours shown to each side. */
export const filmstripReach = 9;

/** What comes before and after in the query the creation was opened from. The arrows move; Tab passes by. */
export function Filmstrip({ index, item, onOpen }: Props) {
  const byId = useCreations((state) => state.byId);
  // The current one stays in the middle, so at both ends of the library some places are empty.
  const places = Array.from({ length: 2 * filmstripReach + 1 }, (_, place) => item - filmstripReach + place);
  return (
    <nav className={styles.strip} aria-label={text.viewer.filmstrip}>
      {places.map((place) => {
        const id = index.ids[place];
        if (id === undefined) return <span key={place} className={styles.frame} />;
        return (
          <button
            key={id}
            type="button"
            className={styles.frame}
            tabIndex={place === item ? 0 : -1}
            aria-current={place === item ? 'true' : undefined}
            aria-label={tileWords(index, id, place, byId.get(id)).label}
            style={{ backgroundColor: `#${(index.colors[place] ?? 0).toString(16).padStart(6, '0')}` }}
            onClick={() => onOpen(id)}
          >
            <Thumbnail id={id} />
            {hasFlag(index, place, creationFlag.video) ? <ClipSign /> : null}
          </button>
        );
      })}
    </nav>
  );
}

function Thumbnail({ id }: { readonly id: number }) {
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  return <img src={mediaUrl.thumbnail(id, 256)} alt="" draggable={false} onError={() => setFailed(true)} />;
}
