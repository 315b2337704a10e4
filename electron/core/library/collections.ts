import type { Database } from 'better-sqlite3';
import type {
  Collection,
  CollectionPlace,
  CollectionProblem,
  OrderMove,
} from '../../../shared/domain/collection.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { newTravelId } from '../db/travel-id.ts';

/** Room between two neighbours: twenty moves into the same gap before places are dealt out anew. */
const gap = 2 ** 20;
const coverCount = 4;

type Row = {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly count: number;
};

/** Collections: a creation can be in many, in the order the person gives each. */
export function createCollections(db: Database, now: () => number) {
  const all = db.prepare<[], Row>(
    `SELECT c.key, c.id, c.name, p.id AS parentId, c.creations AS count FROM collection c
     LEFT JOIN collection p ON p.key = c.parent_key ORDER BY c.position, c.key`,
  );
  const covers = db
    .prepare<[number], number>(
      `SELECT i.creation_id FROM collection_item i JOIN creation c ON c.id = i.creation_id
       WHERE i.collection_key = ? AND c.trashed_at IS NULL ORDER BY i.position LIMIT ${coverCount}`,
    )
    .pluck();
  const byId = db.prepare<[string], { key: number; parentKey: number | null; position: number }>(
    'SELECT key, parent_key AS parentKey, position FROM collection WHERE id = ?',
  );
  const taken = db
    .prepare<{ parent: number; name: string; key: number }, number>(
      'SELECT 1 FROM collection WHERE coalesce(parent_key, 0) = @parent AND name = @name AND key <> @key',
    )
    .pluck();
  const hasChildren = db.prepare<[number], number>('SELECT 1 FROM collection WHERE parent_key = ?').pluck();
  const insert = db.prepare(
    `INSERT INTO collection(id, name, parent_key, position)
     VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + ${gap} FROM collection))`,
  );
  const update = db.prepare('UPDATE collection SET name = ?, parent_key = ? WHERE key = ?');
  const remove = db.prepare('DELETE FROM collection WHERE key = ?');
  const addItem = db.prepare(
    `INSERT INTO collection_item(collection_key, creation_id, position)
     SELECT @key, id, @position FROM creation WHERE id = @id
     ON CONFLICT(creation_id, collection_key) DO NOTHING`,
  );
  const takeItem = db.prepare<[number, number], CollectionPlace>(
    'DELETE FROM collection_item WHERE creation_id = ? AND collection_key = ? RETURNING creation_id AS id, position',
  );
  const lastPlace = db
    .prepare<[number], number>(
      'SELECT coalesce(max(position), 0) FROM collection_item WHERE collection_key = ?',
    )
    .pluck();
  const placeOf = db
    .prepare<[number, number], number>(
      'SELECT position FROM collection_item WHERE creation_id = ? AND collection_key = ?',
    )
    .pluck();
  const placeBelow = db
    .prepare<[number, number], number | null>(
      'SELECT max(position) FROM collection_item WHERE collection_key = ? AND position < ?',
    )
    .pluck();
  const setPlace = db.prepare(
    'UPDATE collection_item SET position = ? WHERE creation_id = ? AND collection_key = ?',
  );
  const inOrder = db
    .prepare<[number], number>(
      'SELECT creation_id FROM collection_item WHERE collection_key = ? ORDER BY position, creation_id',
    )
    .pluck();

  const nameProblem = (name: string, parentKey: number | null, key = 0): CollectionProblem | null =>
    taken.get({ parent: parentKey ?? 0, name, key }) === undefined ? null : 'name_taken';

  /** The key of the parent, which must not lie in another itself. */
  function parentKeyOf(parentId: string | null): Result<number | null, CollectionProblem> {
    if (parentId === null) return ok(null);
    const parent = byId.get(parentId);
    if (!parent) return err('unknown');
    return parent.parentKey === null ? ok(parent.key) : err('too_deep');
  }

  /** Deals out places anew, with the moved ones where they belong. */
  function renumber(key: number, moved: readonly number[], before: number | null): void {
    const isMoved = new Set(moved);
    const rest = inOrder.all(key).filter((id) => !isMoved.has(id));
    const at = before === null ? rest.length : rest.indexOf(before);
    for (const [place, id] of rest.toSpliced(at, 0, ...moved).entries())
      setPlace.run((place + 1) * gap, id, key);
  }

  function move(key: number, ids: readonly number[], before: number | null): void {
    const target = before !== null && !ids.includes(before) ? before : null;
    const upper = target === null ? undefined : placeOf.get(target, key);
    const lower =
      upper === undefined ? (lastPlace.get(key) ?? 0) : (placeBelow.get(key, upper) ?? upper - gap);
    const step = upper === undefined ? gap : Math.floor((upper - lower) / (ids.length + 1));
    if (step < 1) renumber(key, ids, target);
    else for (const [at, each] of ids.entries()) setPlace.run(lower + (at + 1) * step, each, key);
  }

  return {
    list(): Collection[] {
      return all.all().map(({ key, ...row }) => ({ ...row, covers: covers.all(key) }));
    },

    /** @param id given to bring back one that was deleted; else a new one is made */
    create(
      name: string,
      parentId: string | null,
      id: string = newTravelId(now()),
    ): Result<string, CollectionProblem> {
      const parent = parentKeyOf(parentId);
      if (!parent.ok) return parent;
      const problem = nameProblem(name, parent.value);
      if (problem) return err(problem);
      insert.run(id, name, parent.value);
      return ok(id);
    },

    /** Renames it and says where it lies. */
    change(id: string, name: string, parentId: string | null): Result<string, CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      const parent = parentKeyOf(parentId);
      if (!parent.ok) return parent;
      const wouldNest = parent.value !== null && hasChildren.get(own.key) !== undefined;
      if (wouldNest || parent.value === own.key) return err('too_deep');
      const problem = nameProblem(name, parent.value, own.key);
      if (problem) return err(problem);
      update.run(name, parent.value, own.key);
      return ok(id);
    },

    /** Its creations stay in the library, and collections in it move out of it. Answers what it held. */
    remove(id: string): Result<readonly number[], CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      return ok(
        db.transaction(() => {
          const held = inOrder.all(own.key);
          remove.run(own.key);
          return held;
        })(),
      );
    },

    /** Puts creations at the end, in the order given. Answers those that were not in it before. */
    add(id: string, ids: readonly number[]): Result<readonly number[], CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      return ok(
        db.transaction(() => {
          let position = lastPlace.get(own.key) ?? 0;
          return ids.filter((each) => {
            position += gap;
            return addItem.run({ key: own.key, id: each, position }).changes > 0;
          });
        })(),
      );
    },

    /** Takes creations out. Answers the places they had, for `restore`. */
    take(id: string, ids: readonly number[]): Result<readonly CollectionPlace[], CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      return ok(db.transaction(() => ids.flatMap((each) => takeItem.get(each, own.key) ?? []))());
    },

    /** Puts creations back where they were. */
    restore(id: string, places: readonly CollectionPlace[]): Result<readonly number[], CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      return ok(
        db.transaction(() =>
          places.flatMap((place) => (addItem.run({ key: own.key, ...place }).changes > 0 ? [place.id] : [])),
        )(),
      );
    },

    /** Moves creations that are in it, one move after the other. Answers the moves that undo them. */
    reorder(id: string, moves: readonly OrderMove[]): Result<OrderMove[], CollectionProblem> {
      const own = byId.get(id);
      if (!own) return err('unknown');
      return ok(
        db.transaction(() => {
          const former = inOrder.all(own.key);
          const present = new Set(former);
          const made = moves.map(({ ids, before }) => ({
            ids: [...new Set(ids)].filter((each) => present.has(each)),
            before,
          }));
          for (const { ids, before } of made) move(own.key, ids, before);
          return movesBack(former, new Set(made.flatMap(({ ids }) => ids)));
        })(),
      );
    },
  };
}

/** The moves that bring some creations back to where they are in an order: a run of neighbours is one move. */
function movesBack(order: readonly number[], moved: ReadonlySet<number>): OrderMove[] {
  const moves: OrderMove[] = [];
  let run: number[] = [];
  const end = (before: number | null): void => {
    if (run.length > 0) moves.push({ ids: run, before });
    run = [];
  };
  for (const id of order) {
    if (moved.has(id)) run.push(id);
    else end(id);
  }
  end(null);
  return moves;
}
