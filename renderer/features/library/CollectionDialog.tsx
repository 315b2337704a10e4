import { Folder, FolderPlus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { chooseCollection, useWaiting } from './choose-collection.ts';
import styles from './CollectionDialog.module.css';
import { askCollectionName } from './shelf-menus.ts';
import { addToCollection } from './shelving.ts';
import { followShelves, nested, useShelves } from './shelves-store.ts';

const close = (): void => chooseCollection([]);
/** Below this a list is quicker to read than to filter. */
const filteredFrom = 9;

/** Puts creations into a collection that is picked by name. */
export function CollectionDialog() {
  const ids = useWaiting((state) => state.ids);
  return ids.length > 0 ? <Choice ids={ids} /> : null;
}

function Choice({ ids }: { readonly ids: readonly number[] }) {
  const words = text.library.shelves;
  const collections = useShelves((state) => state.collections);
  const rows = useMemo(() => nested(collections), [collections]);
  const [filter, setFilter] = useState('');
  useEffect(followShelves, []);
  const wanted = filter.trim().toLocaleLowerCase();
  return (
    <Dialog open title={words.addTitle(ids.length)} onClose={close}>
      {rows.length >= filteredFrom ? (
        <TextField
          label={words.filter}
          hideLabel
          placeholder={words.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      <div className={styles.list}>
        {rows
          .filter(({ collection }) => collection.name.toLocaleLowerCase().includes(wanted))
          .map(({ collection, inner }) => (
            <button
              key={collection.id}
              type="button"
              className={styles.choice}
              data-inner={inner || undefined}
              onClick={() => {
                void addToCollection(collection, ids);
                close();
              }}
            >
              <Folder size={15} aria-hidden="true" />
              <span className={styles.name} dir="auto">
                {collection.name}
              </span>
              <span className={styles.count}>{collection.count.toLocaleString('en')}</span>
            </button>
          ))}
      </div>
      <Button
        icon={<FolderPlus size={15} aria-hidden="true" />}
        onClick={() => {
          close();
          askCollectionName(ids);
        }}
      >
        {words.newCollection}
      </Button>
    </Dialog>
  );
}
