import type { Database } from 'better-sqlite3';
import type { LibraryFacets } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { providerId } from '../../../shared/domain/provider.ts';

const dayMs = 86_400_000;

/** What there is to filter by: totals, models, months. Every count is an index scan. */
export function createFacets(db: Database) {
  const count = (where: string) =>
    db.prepare<[], number>(`SELECT count(*) FROM creation WHERE ${where}`).pluck();
  const total = count('trashed_at IS NULL');
  const videos = count('media = 1 AND trashed_at IS NULL');
  const favourites = count('favourite = 1 AND trashed_at IS NULL');
  const trashed = count('trashed_at IS NOT NULL');
  const models = db.prepare<[], { id: string; name: string; provider: string; count: number }>(`
    SELECT m.id, m.name, m.provider, n.count FROM model m
    JOIN (SELECT model_key, count(*) AS count FROM creation WHERE trashed_at IS NULL GROUP BY model_key) n
      ON n.model_key = m.key
    ORDER BY n.count DESC, m.name`);
  const days = db.prepare<[number], { day: number; count: number }>(`
    SELECT (id / ${idsPerMillisecond} + ?) / ${dayMs} AS day, count(*) AS count
    FROM creation WHERE trashed_at IS NULL GROUP BY day ORDER BY day DESC`);

  return {
    read(now: number): LibraryFacets {
      const all = total.get() ?? 0;
      const ofVideo = videos.get() ?? 0;
      const zoneMs = -new Date(now).getTimezoneOffset() * 60_000;
      return {
        total: all,
        images: all - ofVideo,
        videos: ofVideo,
        favourites: favourites.get() ?? 0,
        trashed: trashed.get() ?? 0,
        models: models.all().map((row) => ({ ...row, provider: providerId.parse(row.provider) })),
        months: sumByMonth(days.all(zoneMs)),
      };
    },
  };
}
export type Facets = ReturnType<typeof createFacets>;

function sumByMonth(
  days: readonly { readonly day: number; readonly count: number }[],
): LibraryFacets['months'] {
  const months = new Map<string, number>();
  for (const { day, count } of days) {
    const month = new Date(day * dayMs).toISOString().slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + count);
  }
  return [...months].map(([month, count]) => ({ month, count }));
}
