import { Tag } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TagCount } from '../../../shared/domain/collection.ts';
import { formatSearch } from '../../../shared/domain/search-language.ts';
import { text } from '../../app/messages.ts';
import { TextField } from '../../ui/TextField.tsx';
import { findTags } from './find-tags.ts';
import styles from './LibraryShelves.module.css';
import { ShelfHeading } from './ShelfHeading.tsx';
import { ShelfRow } from './ShelfRow.tsx';
import { setQuery } from './store.ts';

/** More than these are not read through: there is a field to find one. */
const shownTags = 50;

type Props = {
  readonly tags: readonly TagCount[];
  /** What is searched for now. */
  readonly search: string;
};

/** Tags in the column beside the grid: a press looks for one. */
export function ShelfTags({ tags, search }: Props) {
  const words = text.library.shelves;
  const [typed, setTyped] = useState('');
  const many = tags.length > shownTags;
  const { found, more } = useMemo(() => findTags(tags, many ? typed : '', shownTags), [tags, many, typed]);
  return (
    <>
      <ShelfHeading name={words.tags} />
      {many ? (
        <div className={styles.find}>
          <TextField
            label={words.findTag(tags.length)}
            hideLabel
            placeholder={words.findTag(tags.length)}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      ) : null}
      {found.map((tag) => {
        const term = formatSearch([{ kind: 'tag', text: tag.name, negated: false }]);
        return (
          <ShelfRow
            key={tag.name}
            icon={<Tag size={14} aria-hidden="true" />}
            name={tag.name}
            count={tag.count}
            current={search === term}
            onOpen={() => setQuery({ text: term })}
          />
        );
      })}
      {found.length === 0 ? <p className={styles.empty}>{words.noTag}</p> : null}
      {more > 0 ? <p className={styles.empty}>{words.moreTags(more)}</p> : null}
    </>
  );
}
