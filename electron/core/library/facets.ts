import type { Database } from 'better-sqlite3';
import type { LibraryFacets } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { creationOrigin } from '../../../shared/domain/provider.ts';
import { msPerDay } from '../db/counters.ts';
import { countOf, createDayCounts, dayOf } from '../db/day-counts.ts';

/** What there is to filter by: totals, models, months. Read from counters, however large the library. */
export function createFacets(db: Database) {
  const days = createDayCounts(db);
  const sums = db
    .prepare<[], [number, number, number, number]>(
      `SELECT coalesce(sum(n), 0), coalesce(sum(video), 0), coalesce(sum(favourite), 0), coalesce(sum(trashed), 0) FROM day`,
    )
    .raw();
  const total = db.prepare<[], number>('SELECT sum(n) FROM day').pluck();
  const models = db.prepare<[], { id: string; name: string; provider: string; count: number }>(
    'SELECT id, name, provider, creations AS count FROM model WHERE creations > 0 ORDER BY creations DESC, name',
  );
  const between = db
    .prepare<[number, number], number>(
      'SELECT count(*) FROM creation WHERE id >= ? AND id < ? AND trashed_at IS NULL',
    )
    .pluck();

  /** Creations outside the trash in a part of a day, ms since the epoch. */
  const countPart = (from: number, to: number) =>
    from < to ? (between.get(from * idsPerMillisecond, to * idsPerMillisecond) ?? 0) : 0;

  /**
   * Counters are of UTC days, months are of this machine's zone: a day that holds the start of a month is split
   * there, by counting the shorter side of it.
   */
  function months(counts: readonly number[]): LibraryFacets['months'] {
    const found: { month: string; count: number }[] = [];
    let border = Infinity;
    const add = (at: number, count: number) => {
      if (count === 0) return;
      const last = found.at(-1);
      if (last && at >= border) last.count += count;
      else {
        border = startOfMonth(at);
        found.push({ month: monthOf(at), count });
      }
    };
    for (const packed of counts) {
      const n = countOf(packed);
      const start = dayOf(packed) * msPerDay;
      const end = start + msPerDay;
      const split = start >= border ? start : startOfMonth(end - 1);
      if (split <= start) {
        add(start, n);
        continue;
      }
      const isLate = split - start > msPerDay / 2;
      const part = isLate ? countPart(split, end) : countPart(start, split);
      add(split, isLate ? part : n - part);
      add(start, isLate ? n - part : part);
    }
    return found;
  }

  return {
    /** Creations outside the trash. */
    total: () => total.get() ?? 0,

    read(): LibraryFacets {
      const [all, videos, favourites, trashed] = sums.get() ?? [0, 0, 0, 0];
      return {
        total: all,
        images: all - videos,
        videos,
        favourites,
        trashed,
        models: models.all().map((row) => ({ ...row, provider: creationOrigin.parse(row.provider) })),
        months: months(days.read()),
      };
    },
  };
}

function startOfMonth(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}

function monthOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}
