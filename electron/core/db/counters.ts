import type { Database } from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';

export const msPerDay = 86_400_000;
/** Ids of one UTC day: `id / idsPerDay` is its number since the epoch. */
export const idsPerDay = msPerDay * idsPerMillisecond;

const outside = (row: string) => `(${row}.trashed_at IS NULL)`;
const addDay = (row: string, sign: '+' | '-') => `
  INSERT INTO day(day, n, video, favourite, trashed)
  VALUES (${row}.id / ${idsPerDay}, ${sign}${outside(row)}, ${sign}(${outside(row)} AND ${row}.media = 1),
    ${sign}(${outside(row)} AND ${row}.favourite = 1), ${sign}(NOT ${outside(row)}))
  ON CONFLICT(day) DO UPDATE SET n = n + excluded.n, video = video + excluded.video,
    favourite = favourite + excluded.favourite, trashed = trashed + excluded.trashed;`;
const addModel = (row: string, sign: '+' | '-') =>
  `UPDATE model SET creations = creations ${sign} ${outside(row)} WHERE key = ${row}.model_key;`;
const itemCounts = (row: string) =>
  `coalesce((SELECT trashed_at IS NULL FROM creation WHERE id = ${row}.creation_id), 0)`;

/** What keeps every counter equal to a recount, in the very transaction that changes what it counts. */
const triggers = {
  creation_counted: `AFTER INSERT ON creation BEGIN ${addDay('NEW', '+')} ${addModel('NEW', '+')} END`,
  creation_uncounted: `AFTER DELETE ON creation BEGIN ${addDay('OLD', '-')} ${addModel('OLD', '-')} END`,
  creation_favourite_counted: `AFTER UPDATE OF favourite ON creation
    WHEN OLD.favourite <> NEW.favourite AND NEW.trashed_at IS NULL BEGIN
      UPDATE day SET favourite = favourite + NEW.favourite - OLD.favourite WHERE day = NEW.id / ${idsPerDay}; END`,
  creation_model_counted: `AFTER UPDATE OF model_key ON creation
    WHEN OLD.model_key <> NEW.model_key BEGIN ${addModel('OLD', '-')} ${addModel('NEW', '+')} END`,
  creation_trash_counted: `AFTER UPDATE OF trashed_at ON creation
    WHEN ${outside('OLD')} <> ${outside('NEW')} BEGIN ${addDay('OLD', '-')} ${addDay('NEW', '+')}
      ${addModel('OLD', '-')} ${addModel('NEW', '+')}
      UPDATE collection SET creations = creations + ${outside('NEW')} - ${outside('OLD')}
        WHERE key IN (SELECT collection_key FROM collection_item WHERE creation_id = NEW.id); END`,
  item_counted: `AFTER INSERT ON collection_item BEGIN
    UPDATE collection SET creations = creations + ${itemCounts('NEW')} WHERE key = NEW.collection_key; END`,
  item_uncounted: `AFTER DELETE ON collection_item BEGIN
    UPDATE collection SET creations = creations - ${itemCounts('OLD')} WHERE key = OLD.collection_key; END`,
} as const;

/** Asserted at every open: where one was missing, changes may have gone uncounted, so everything is counted anew. */
export function assertCounters(db: Database): void {
  const names = Object.keys(triggers);
  const present = db
    .prepare<[string], number>(
      `SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .get(JSON.stringify(names));
  if (present === names.length) return;
  db.transaction(() => {
    for (const [name, body] of Object.entries(triggers))
      db.exec(`CREATE TRIGGER IF NOT EXISTS ${name} ${body}`);
    recount(db);
  })();
}

/** Sets every counter to what is really there: 0.3 s for a million creations. */
export function recount(db: Database): void {
  db.exec(`
    DELETE FROM day;
    INSERT INTO day(day, n, video, favourite, trashed)
      SELECT id / ${idsPerDay}, sum(trashed_at IS NULL), sum(trashed_at IS NULL AND media = 1),
        sum(trashed_at IS NULL AND favourite = 1), sum(trashed_at IS NOT NULL)
      FROM creation GROUP BY 1;
    UPDATE model SET creations = 0;
    UPDATE model SET creations = counted.n
      FROM (SELECT model_key, count(*) AS n FROM creation WHERE trashed_at IS NULL GROUP BY model_key) counted
      WHERE counted.model_key = model.key;
    UPDATE collection SET creations = (SELECT count(*) FROM collection_item i JOIN creation c ON c.id = i.creation_id
      WHERE i.collection_key = collection.key AND c.trashed_at IS NULL)`);
}
