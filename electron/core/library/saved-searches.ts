import type { Database } from 'better-sqlite3';
import type { CollectionProblem, SavedSearch } from '../../../shared/domain/collection.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { newTravelId } from '../db/travel-id.ts';

/** Searches with a name, in the order they were saved. */
export function createSavedSearches(db: Database, now: () => number) {
  const all = db.prepare<[], SavedSearch>('SELECT id, name, text FROM saved_search ORDER BY position');
  const taken = db
    .prepare<[string, string], number>('SELECT 1 FROM saved_search WHERE name = ? AND id <> ?')
    .pluck();
  const write = db.prepare(
    `INSERT INTO saved_search(id, name, text, position)
     VALUES (@id, @name, @text, (SELECT coalesce(max(position), 0) + 1 FROM saved_search))
     ON CONFLICT(id) DO UPDATE SET name = excluded.name, text = excluded.text`,
  );
  const remove = db.prepare('DELETE FROM saved_search WHERE id = ?');

  return {
    list: (): SavedSearch[] => all.all(),

    /** @param id of the one to change, or to bring back; null: a new one */
    save(id: string | null, name: string, text: string): Result<SavedSearch, CollectionProblem> {
      const search = { id: id ?? newTravelId(now()), name, text };
      if (taken.get(name, search.id) !== undefined) return err('name_taken');
      write.run(search);
      return ok(search);
    },

    remove(id: string): void {
      remove.run(id);
    },
  };
}
