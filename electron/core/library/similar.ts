import type { Database } from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { wordsOf } from '../db/search-index.ts';

/** The rarest words say most of what a prompt is about. */
const wordCount = 5;
/** A word in more prompts than this says nothing, and is not counted further. */
const tooCommon = 5000;

/** Finds creations whose prompts share the rarest words of one prompt, the most alike first. */
export function createSimilarPrompts(db: Database) {
  const frequency = db
    .prepare<[string], number>(
      `SELECT count(*) FROM (SELECT 1 FROM prompt_index WHERE prompt_index MATCH ? LIMIT ${tooCommon})`,
    )
    .pluck();
  const matching = db
    .prepare<[string, number, number], number>(
      'SELECT rowid FROM prompt_index WHERE prompt_index MATCH ? AND rowid <> ? ORDER BY rank LIMIT +?',
    )
    .pluck();
  const promptOf = db.prepare<[number], string>('SELECT prompt FROM job WHERE id = ?').pluck();
  const creationsOf = db
    .prepare<[number, number], number>(
      'SELECT id FROM creation WHERE id >= ? AND id < ? AND trashed_at IS NULL ORDER BY id',
    )
    .pluck();

  return {
    /** @returns ids of creations of other jobs, the most alike first */
    find(id: number, limit: number): readonly number[] {
      const jobId = id - (id % idsPerMillisecond);
      const rarest = [...new Set(wordsOf(promptOf.get(jobId) ?? ''))]
        .map((word) => ({ word, count: frequency.get(`"${word}"`) ?? 0 }))
        .filter(({ count }) => count > 1 && count < tooCommon)
        .toSorted((a, b) => a.count - b.count)
        .slice(0, wordCount);
      if (rarest.length === 0) return [];
      const jobs = matching.all(rarest.map(({ word }) => `"${word}"`).join(' OR '), jobId, limit);
      return jobs.flatMap((job) => creationsOf.all(job, job + idsPerMillisecond)).slice(0, limit);
    },
  };
}
