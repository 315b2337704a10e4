import type { Database } from 'better-sqlite3';
import type { TagCount } from '../../../shared/domain/collection.ts';

const byName = new Intl.Collator('en', { numeric: true });

/** Tags: free words on creations. A tag that nothing carries any more is gone. */
export function createTags(db: Database) {
  const all = db.prepare<[], TagCount>(
    `SELECT name, count(*) AS count FROM tag JOIN creation_tag ON tag_key = key
     GROUP BY key`,
  );
  const make = db.prepare('INSERT OR IGNORE INTO tag(name) VALUES (?)');
  const keyOf = db.prepare<[string], number>('SELECT key FROM tag WHERE name = ?').pluck();
  const put = db.prepare(
    `INSERT INTO creation_tag(creation_id, tag_key) SELECT id, ? FROM creation WHERE id = ?
     ON CONFLICT DO NOTHING`,
  );
  const take = db.prepare('DELETE FROM creation_tag WHERE tag_key = ? AND creation_id = ?');
  const prune = db.prepare(
    'DELETE FROM tag WHERE key = ? AND NOT EXISTS (SELECT 1 FROM creation_tag WHERE tag_key = tag.key)',
  );

  return {
    /** By name as a person would order them: 2 before 10. */
    list: (): TagCount[] => all.all().toSorted((a, b) => byName.compare(a.name, b.name)),

    /** Answers the creations that really changed: the opposite call on them undoes this one. */
    set(name: string, ids: readonly number[], value: boolean): readonly number[] {
      return db.transaction(() => {
        if (value) make.run(name);
        const key = keyOf.get(name);
        if (key === undefined) return [];
        const changed = ids.filter((id) => (value ? put.run(key, id) : take.run(key, id)).changes > 0);
        prune.run(key);
        return changed;
      })();
    },
  };
}
