import type { Database } from 'better-sqlite3';
import type { LibraryIndex } from '../../../shared/domain/creation.ts';
import { idsPerDay } from '../db/counters.ts';
import { packedMarks, packedSize, shapeBits } from './columns.ts';

/** More creations than a day can hold. */
const perDay = 2 ** 32;

/** Pages of the whole library straight from the database: the counters tell the day in which a place lies. */
export function createNewestPages(db: Database) {
  /** Day and count in one number: half as many values to carry. */
  const days = db
    .prepare<[], number>(`SELECT day * ${perDay} + n FROM day WHERE n > 0 ORDER BY day DESC`)
    .pluck();
  const total = db.prepare<[], number | null>('SELECT sum(n) FROM day').pluck();
  const newest = db
    .prepare<[number, number, number], [number, number, number]>(
      `SELECT id, ${packedMarks}, ${packedSize} FROM creation
       WHERE trashed_at IS NULL AND id < ? ORDER BY id DESC LIMIT ? OFFSET ?`,
    )
    .raw();

  /** The day that holds the creation at `offset`, and how many of it come before. */
  function dayAt(counts: readonly number[], offset: number) {
    let before = 0;
    for (const packed of counts) {
      const n = packed % perDay;
      if (before + n > offset) return { day: Math.floor(packed / perDay), skip: offset - before };
      before += n;
    }
    return null;
  }

  /** @param offset how many newer ones come before */
  function rows(offset: number, limit: number): LibraryIndex {
    if (offset === 0) return unpack(newest.all(Number.MAX_SAFE_INTEGER, limit, 0));
    const start = dayAt(days.all(), offset);
    return unpack(start ? newest.all((start.day + 1) * idsPerDay, limit, start.skip) : []);
  }

  return {
    rows,
    page(offset: number, limit: number): { total: number; index: LibraryIndex } {
      return { total: total.get() ?? 0, index: rows(offset, limit) };
    },
  };
}

function unpack(rows: readonly (readonly [number, number, number])[]): LibraryIndex {
  const { length } = rows;
  const index = {
    ids: new Float64Array(length),
    widths: new Uint16Array(length),
    heights: new Uint16Array(length),
    flags: new Uint16Array(length),
    colors: new Uint32Array(length),
  };
  for (let at = 0; at < length; at += 1) {
    const [id = 0, marks = 0, size = 0] = rows[at] ?? [];
    const width = Math.floor(size / 65_536);
    const height = size % 65_536;
    index.ids[at] = id;
    index.flags[at] = (marks % 8192) | shapeBits(width, height);
    index.colors[at] = Math.floor(marks / 2 ** 29);
    index.widths[at] = width;
    index.heights[at] = height;
  }
  return index;
}
