import { Bookmark, Folder, FolderPlus, Images, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { SavedQuery } from '../../../shared/domain/collection.ts';
import { everything, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { askName } from './name-prompt.ts';
import styles from './LibraryShelves.module.css';
import { askCollectionName, collectionMenu, searchMenu } from './shelf-menus.ts';
import { ShelfHeading } from './ShelfHeading.tsx';
import { ShelfRow } from './ShelfRow.tsx';
import { ShelfTags } from './ShelfTags.tsx';
import { isSameSearch, toSaved } from './saved-query.ts';
import { addToCollection, openSearch, saveSearch } from './shelving.ts';
import { nested, useShelves } from './shelves-store.ts';
import { hasFilters, setQuery, useLibrary } from './store.ts';

const words = text.library.shelves;

const askSearchName = (query: SavedQuery): void =>
  askName({
    title: words.saveSearch,
    label: words.searchName,
    value: query.text.slice(0, 120),
    confirmLabel: words.save,
    maxLength: 120,
    submit: (name) => saveSearch(name, query),
  });

/** The column beside the grid: everything, collections, saved searches, tags. */
export function LibraryShelves({ query }: { readonly query: LibraryQuery }) {
  const { collections, searches, tags } = useShelves();
  const rows = useMemo(() => nested(collections), [collections]);
  const similar = useLibrary((state) => state.similarTo !== null);
  const [now] = useState(Date.now);
  const asked = toSaved(query, now);
  const savable = hasFilters(query) && !searches.some((saved) => isSameSearch(saved.query, asked));
  return (
    <nav className={styles.column} aria-label={words.label}>
      <ShelfRow
        icon={<Images size={15} aria-hidden="true" />}
        name={words.all}
        current={query.collectionId === null && !similar && !hasFilters(query)}
        onOpen={() => setQuery(everything)}
      />

      <ShelfHeading name={words.collections}>
        <IconButton
          size="small"
          label={words.newCollection}
          icon={<FolderPlus size={15} />}
          tooltipSide="right"
          onClick={() => askCollectionName()}
        />
      </ShelfHeading>
      {rows.map(({ collection, inner }) => (
        <ShelfRow
          key={collection.id}
          icon={<Folder size={15} aria-hidden="true" />}
          name={collection.name}
          count={collection.count}
          inner={inner}
          current={query.collectionId === collection.id}
          menu={collectionMenu(collection, inner)}
          onOpen={() => setQuery({ collectionId: collection.id })}
          onDropped={(ids) => void addToCollection(collection, ids)}
        />
      ))}
      {rows.length === 0 ? <p className={styles.empty}>{words.noCollections}</p> : null}

      {searches.length > 0 || savable ? (
        <ShelfHeading name={words.searches}>
          {savable ? (
            <IconButton
              size="small"
              label={words.saveSearch}
              icon={<Plus size={15} />}
              tooltipSide="right"
              onClick={() => askSearchName(toSaved(query, Date.now()))}
            />
          ) : null}
        </ShelfHeading>
      ) : null}
      {searches.map((saved) => (
        <ShelfRow
          key={saved.id}
          icon={<Bookmark size={15} aria-hidden="true" />}
          name={saved.name}
          current={isSameSearch(saved.query, asked)}
          menu={searchMenu(saved, searches)}
          onOpen={() => openSearch(saved, collections)}
        />
      ))}

      {tags.length > 0 ? <ShelfTags tags={tags} search={query.text.trim()} /> : null}
    </nav>
  );
}
