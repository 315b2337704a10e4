import type { Database } from 'better-sqlite3';
import { createCollections } from './collections.ts';
import { createRelatives } from './relatives.ts';
import { createSavedSearches } from './saved-searches.ts';
import { createSimilarPrompts } from './similar.ts';
import { createTags } from './tags.ts';

type CollectionUse = { readonly id: string; readonly name: string; readonly count: number };

/** What a person puts creations in order with. */
export function createOrganiser(db: Database, now: () => number) {
  const sizes = db
    .prepare<[string], [number, number]>(
      'SELECT count(*), coalesce(sum(size_bytes), 0) FROM json_each(?) JOIN creation ON creation.id = value',
    )
    .raw();
  const uses = db.prepare<[string], CollectionUse>(
    `SELECT c.id, c.name, count(*) AS count FROM json_each(?)
     JOIN collection_item ON creation_id = value JOIN collection c ON c.key = collection_key
     GROUP BY c.key ORDER BY c.position`,
  );

  const relatives = createRelatives(db);

  return {
    relatives,
    collections: createCollections(db, now),
    tags: createTags(db),
    searches: createSavedSearches(db, now),
    similar: createSimilarPrompts(db),

    /** What goes when these are erased, which collections lose something, and what was made from them and stays. */
    deletionImpact(ids: readonly number[]): {
      creations: number;
      sizeBytes: number;
      collections: CollectionUse[];
      children: number;
    } {
      const list = JSON.stringify(ids);
      const [creations, sizeBytes] = sizes.get(list) ?? [0, 0];
      return { creations, sizeBytes, collections: uses.all(list), children: relatives.childrenLeft(ids) };
    },
  };
}
