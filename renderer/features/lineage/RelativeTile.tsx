import { ImageOff } from 'lucide-react';
import type { Ref } from 'react';
import { Link } from 'wouter';
import type { Relative } from '../../../shared/domain/lineage.ts';
import { text } from '../../app/messages.ts';
import { ClipSign } from '../../ui/ClipSign.tsx';
import { useCreations } from '../library/creations.ts';
import { Thumbnail } from '../library/Thumbnail.tsx';
import styles from './RelativeTile.module.css';

type Props = {
  readonly relative: Relative;
  /** What it is to the creation that is looked at, or to its parents; may be empty. */
  readonly caption: string;
  readonly isCurrent?: boolean;
  readonly tabIndex?: number;
  readonly ref?: Ref<HTMLAnchorElement>;
};

/** One creation of a family, small; opens it. What was erased is a frame without a picture. */
export function RelativeTile({ relative: { id, state }, caption, isCurrent, tabIndex, ref }: Props) {
  const words = text.lineage;
  const creation = useCreations(({ byId }) => byId.get(id));
  const isErased = state === 'erased';
  const name = creation?.recipe.prompt.trim() || text.viewer.untitled;
  const label = words.tile(
    caption,
    isErased ? words.erased : state === 'trashed' ? words.trashed(name) : name,
  );
  const inside = (
    <>
      <span className={styles.picture}>
        {isErased ? (
          <ImageOff size={16} aria-hidden="true" />
        ) : (
          <Thumbnail id={id} clip={creation?.media === 'video'} draggable={false} />
        )}
        {creation?.media === 'video' ? <ClipSign /> : null}
      </span>
      {isErased || caption ? (
        <span className={styles.caption}>{isErased ? words.erased : caption}</span>
      ) : null}
    </>
  );
  const shared = { className: styles.tile, 'data-state': state, 'aria-label': label, tabIndex };
  // An erased one has nothing to open; as a place in the family it can be reached all the same.
  return isErased ? (
    <a {...shared} ref={ref} role="link" aria-disabled="true" title={words.erasedHint}>
      {inside}
    </a>
  ) : (
    <Link
      {...shared}
      ref={ref}
      href={`/library/${id}`}
      title={name}
      aria-current={isCurrent ? 'true' : undefined}
    >
      {inside}
    </Link>
  );
}
