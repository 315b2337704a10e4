import type { Database } from 'better-sqlite3';
import {
  savedQuery,
  type CollectionProblem,
  type SavedQuery,
  type SavedSearch,
} from '../../../shared/domain/collection.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { newTravelId } from '../db/travel-id.ts';

type Row = { readonly id: string; readonly name: string; readonly text: string; readonly filters: string };

/** Searches with a name, words and filters, in the order the person gives them. */
export function createSavedSearches(db: Database, now: () => number) {
  const all = db.prepare<[], Row>('SELECT id, name, text, filters FROM saved_search ORDER BY position, id');
  const inOrder = db.prepare<[], string>('SELECT id FROM saved_search ORDER BY position, id').pluck();
  const taken = db
    .prepare<[string, string], number>('SELECT 1 FROM saved_search WHERE name = ? AND id <> ?')
    .pluck();
  const write = db.prepare(
    `INSERT INTO saved_search(id, name, text, filters, position)
     VALUES (@id, @name, @text, @filters, (SELECT coalesce(max(position), 0) + 1 FROM saved_search))
     ON CONFLICT(id) DO UPDATE SET name = excluded.name, text = excluded.text, filters = excluded.filters`,
  );
  const place = db.prepare('UPDATE saved_search SET position = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM saved_search WHERE id = ?');

  return {
    list: (): SavedSearch[] => all.all().map(toSearch),

    /** @param id of the one to change, or to bring back; null: a new one */
    save(id: string | null, name: string, query: SavedQuery): Result<SavedSearch, CollectionProblem> {
      const search = { id: id ?? newTravelId(now()), name };
      if (taken.get(name, search.id) !== undefined) return err('name_taken');
      const { text, ...filters } = query;
      write.run({ ...search, text, filters: JSON.stringify(filters) });
      return ok({ ...search, query });
    },

    /** Puts those named first, in this order, and the others behind them. Answers the order there was. */
    reorder(ids: readonly string[]): readonly string[] {
      return db.transaction(() => {
        const former = inOrder.all();
        const wanted = [...new Set([...ids.filter((id) => former.includes(id)), ...former])];
        for (const [at, id] of wanted.entries()) place.run(at + 1, id);
        return former;
      })();
    },

    remove(id: string): void {
      remove.run(id);
    },
  };
}

/** Filters that this version does not understand are left out: the words still find something. */
function toSearch({ id, name, text, filters }: Row): SavedSearch {
  const whole = savedQuery.safeParse({ ...readObject(filters), text });
  return { id, name, query: whole.success ? whole.data : savedQuery.parse({ text }) };
}

function readObject(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
