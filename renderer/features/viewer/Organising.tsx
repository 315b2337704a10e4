import { FolderPlus, ScanSearch, Sparkles, Tag } from 'lucide-react';
import { useEffect } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Folded } from '../../ui/Folded.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { askTag } from '../library/ask-tag.ts';
import { chooseCollection } from '../library/choose-collection.ts';
import { MarkEditor } from '../library/MarkEditor.tsx';
import { setTag, takeFromCollection } from '../library/shelving.ts';
import { followShelves, useShelves } from '../library/shelves-store.ts';
import { leaveForSimilar } from './leave-for-similar.ts';
import styles from './Organising.module.css';

/** Rating, flag, label, collections and tags of one creation, and the way to those like it. */
export function Organising({ creation }: { readonly creation: Creation }) {
  const words = text.library.shelves;
  const { id, tags, collectionIds } = creation;
  const collections = useShelves((state) => state.collections);
  useEffect(followShelves, []);
  const own = collections.filter((collection) => collectionIds.includes(collection.id));
  return (
    <section className={styles.section} aria-label={text.viewer.organise}>
      <MarkEditor ids={[id]} marks={creation} />
      {own.length + tags.length > 0 ? (
        <Folded key={id}>
          <div className={styles.line}>
            {own.map((collection) => (
              <Chip key={collection.id} onRemove={() => void takeFromCollection(collection, [id])}>
                {collection.name}
              </Chip>
            ))}
            {tags.map((tag) => (
              <Chip
                key={tag}
                icon={<Tag size={12} aria-hidden="true" />}
                onRemove={() => void setTag([id], tag, false)}
              >
                {tag}
              </Chip>
            ))}
          </div>
        </Folded>
      ) : null}
      <div className={styles.line}>
        <IconButton
          size="small"
          label={words.addTo}
          keys="Mod+Shift+A"
          icon={<FolderPlus size={15} />}
          onClick={() => chooseCollection([id])}
        />
        <IconButton
          size="small"
          label={words.addTag}
          keys="T"
          icon={<Tag size={15} />}
          onClick={() => askTag([id])}
        />
        <IconButton
          size="small"
          label={text.library.similar.prompt.show}
          icon={<Sparkles size={15} />}
          onClick={() => leaveForSimilar({ id, by: 'prompt' })}
        />
        <IconButton
          size="small"
          label={text.library.similar.look.show}
          keys="Shift+L"
          icon={<ScanSearch size={15} />}
          onClick={() => leaveForSimilar({ id, by: 'look' })}
        />
      </div>
    </section>
  );
}
