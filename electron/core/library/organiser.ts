import type { Database } from 'better-sqlite3';
import { createCollections } from './collections.ts';
import type { Columns } from './columns.ts';
import { createLookAlikes } from './look-alikes.ts';
import { createNotes } from './notes.ts';
import { createRelatives } from './relatives.ts';
import { createSavedSearches } from './saved-searches.ts';
import { createSimilarPrompts } from './similar.ts';
import { createTags } from './tags.ts';

type CollectionUse = { readonly id: string; readonly name: string; readonly count: number };

/** What a person puts creations in order with. */
export function createOrganiser(db: Database, now: () => number, readLooks: () => Columns) {
  const sizes = db
    .prepare<[string], [number, number, number]>(
      `SELECT count(*), coalesce(sum(c.size_bytes) FILTER (WHERE r.sha256 IS NULL), 0), count(r.sha256)
       FROM json_each(?) JOIN creation c ON c.id = value LEFT JOIN referenced_file r ON r.sha256 = c.sha256`,
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
    notes: createNotes(db),
    searches: createSavedSearches(db, now),
    similar: createSimilarPrompts(db),
    lookAlikes: createLookAlikes(readLooks),

    /** What goes when these are erased, which collections lose something, and what was made from them and stays. */
    deletionImpact(ids: readonly number[]): {
      creations: number;
      sizeBytes: number;
      collections: CollectionUse[];
      children: number;
      referenced: number;
    } {
      const list = JSON.stringify(ids);
      const [creations, sizeBytes, referenced] = sizes.get(list) ?? [0, 0, 0];
      return {
        creations,
        sizeBytes,
        collections: uses.all(list),
        children: relatives.childrenLeft(ids),
        referenced,
      };
    },
  };
}
