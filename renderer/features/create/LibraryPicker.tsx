import { useEffect, useState } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import { text } from '../../app/messages.ts';
import { isCancelled, request } from '../../bridge/client.ts';
import { ClipSign } from '../../ui/ClipSign.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Thumbnail } from '../library/Thumbnail.tsx';
import styles from './LibraryPicker.module.css';

const words = text.create.library;
/** The newest that match; the search finds what is older. */
const mostShown = 120;

type Props = {
  readonly title?: string;
  /** What choosing a picture does, for those who cannot see it. */
  readonly use?: (prompt: string) => string;
  /** Null: clips too. */
  readonly media?: MediaKind | null;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onPick: (id: number) => void;
};

/** Pictures of My Creations to choose one of; unless said otherwise, as a reference. */
export function LibraryPicker({
  title = words.title,
  use = words.use,
  media = 'image',
  open,
  onClose,
  onPick,
}: Props) {
  return (
    <Dialog title={title} size="large" open={open} onClose={onClose}>
      {open ? (
        <Pictures
          use={use}
          media={media}
          onPick={(id) => {
            onClose();
            onPick(id);
          }}
        />
      ) : null}
    </Dialog>
  );
}

type PicturesProps = Required<Pick<Props, 'use' | 'media' | 'onPick'>>;

function Pictures({ use, media, onPick }: PicturesProps) {
  const [query, setQuery] = useState('');
  const found = useFound(query, media);
  return (
    <div className={styles.root}>
      <TextField
        label={words.search}
        hideLabel
        autoFocus
        placeholder={words.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <div className={styles.grid}>
        {found?.map((creation) => {
          const prompt = creation.recipe.prompt || words.unnamed;
          return (
            <button
              key={creation.id}
              type="button"
              className={styles.tile}
              aria-label={use(prompt)}
              title={prompt}
              onClick={() => onPick(creation.id)}
            >
              <Thumbnail id={creation.id} clip={creation.media === 'video'} />
              {creation.media === 'video' ? <ClipSign /> : null}
            </button>
          );
        })}
        {found?.length === 0 ? <p className={styles.empty}>{words.empty}</p> : null}
      </div>
    </div>
  );
}

function useFound(query: string, media: MediaKind | null): readonly Creation[] | null {
  const [found, setFound] = useState<readonly Creation[] | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    const load = async () => {
      const { signal } = asked;
      const index = await request('library.index', { text: query, media }, { signal });
      const ids = Array.from(index.ids.subarray(0, mostShown));
      const creations = ids.length === 0 ? [] : await request('library.many', { ids }, { signal });
      setFound(creations.toSorted((a, b) => b.id - a.id));
    };
    load().catch((error: unknown) => {
      if (!isCancelled(error)) setFound([]);
    });
    return () => asked.abort();
  }, [query, media]);
  return found;
}
