import type { Database } from 'better-sqlite3';
import type { LibraryIndex } from '../../../shared/domain/creation.ts';
import { idsPerDay } from '../db/counters.ts';
import { countOf, createDayCounts, dayOf } from '../db/day-counts.ts';
import { allocateIndex, keptOnly, packedMarks, packedSize, putPacked } from './columns.ts';

type PackedRow = readonly [id: number, marks: number, size: number];

/** Pages of the whole library straight from the database: the counters tell the day in which a place lies. */
export function createNewestPages(db: Database) {
  const days = createDayCounts(db);
  const sum = db.prepare<[], number | null>('SELECT sum(n) FROM day').pluck();
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let counted = { changes: -1, total: 0 };
  const columns = `SELECT id, ${packedMarks}, ${packedSize} FROM ${keptOnly}`;
  // A bare `LIMIT ?` is planned anew at every call, because its value may change the plan.
  const limited = 'ORDER BY id DESC LIMIT CAST(? AS INTEGER)';
  const first = db.prepare<[number], PackedRow>(`${columns} ${limited}`).raw();
  const later = db
    .prepare<[number, number, number], PackedRow>(
      `${columns} AND id < ? ${limited} OFFSET CAST(? AS INTEGER)`,
    )
    .raw();

  /** Creations outside the trash, counted again when something was written since. */
  function total(): number {
    const now = changes.get() ?? 0;
    if (counted.changes !== now) counted = { changes: now, total: sum.get() ?? 0 };
    return counted.total;
  }

  /** The day that holds the creation at `offset`, and how many of it come before. */
  function dayAt(counts: readonly number[], offset: number) {
    let before = 0;
    for (const packed of counts) {
      const n = countOf(packed);
      if (before + n > offset) return { day: dayOf(packed), skip: offset - before };
      before += n;
    }
    return null;
  }

  /** @param offset how many newer ones come before */
  function rows(offset: number, limit: number): LibraryIndex {
    if (offset === 0) return unpack(first.all(limit));
    const start = dayAt(days.read(), offset);
    return unpack(start ? later.all((start.day + 1) * idsPerDay, limit, start.skip) : []);
  }

  return {
    rows,
    total,
    page(offset: number, limit: number): { total: number; index: LibraryIndex } {
      return { total: total(), index: rows(offset, limit) };
    },
  };
}

function unpack(rows: readonly PackedRow[]): LibraryIndex {
  const { length } = rows;
  const index = allocateIndex(length);
  for (let at = 0; at < length; at += 1) {
    const row = rows[at];
    if (row) putPacked(index, at, row[0], row[1], row[2]);
  }
  return index;
}
