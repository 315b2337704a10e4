import type { Database } from 'better-sqlite3';
import type { Creation, LibraryIndex, LibraryQuery } from '../../../shared/domain/creation.ts';
import { createdAtOf, idsPerMillisecond } from '../../../shared/domain/job.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import { providerId } from '../../../shared/domain/provider.ts';
import { segment } from '../db/search-index.ts';
import { mimeOfFormat } from '../media/formats.ts';
import { readRecipe } from './recipe-column.ts';
import { compileQuery, packedShape, unpackShape } from './query.ts';

/** What storing an output adds to the library. */
export type NewCreation = {
  readonly id: number;
  readonly media: MediaKind;
  readonly modelKey: number;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  readonly sizeBytes: number;
  readonly seed: number | null;
  /** Average colour, 0xRRGGBB. */
  readonly color: number;
  readonly format: string;
  readonly sha256: Buffer;
};

/** Where an original lies: its hash and the ending of its name. */
export type OriginalRef = { readonly sha256: Buffer; readonly format: string };

type CreationRow = {
  readonly id: number;
  readonly jobId: number;
  readonly media: number;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  readonly sizeBytes: number;
  readonly seed: number | null;
  readonly favourite: number;
  readonly trashedAt: number | null;
  readonly format: string;
  readonly sha256: Buffer;
  readonly modelId: string;
  readonly modelName: string;
  readonly provider: string;
  readonly prompt: string;
  readonly negative: string;
  readonly recipe: string;
  readonly costMicros: number | null;
  readonly note: string | null;
  readonly siblings: number;
};

/** All SQL over `creation` and the prompt index. `isPresent` tells whether an original is where it was kept. */
export function createCreationRepository(db: Database, isPresent: (ref: OriginalRef) => boolean) {
  const insert = db.prepare(`
    INSERT INTO creation(id, media, model_key, width, height, duration_ms, size_bytes, seed, color, format, sha256)
    VALUES (@id, @media, @modelKey, @width, @height, @durationMs, @sizeBytes, @seed, @color, @format, @sha256)`);
  const insertWords = db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (?, ?)');
  const hasWords = db.prepare('SELECT 1 FROM prompt_index WHERE rowid = ?').pluck();
  const deleteWords = db.prepare('DELETE FROM prompt_index WHERE rowid = ?');
  const ofJob = db
    .prepare<[number, number], number>('SELECT id FROM creation WHERE id >= ? AND id < ? ORDER BY id')
    .pluck();
  const byId = db.prepare<[number], CreationRow>(`
    SELECT c.id, j.id AS jobId, c.media, c.width, c.height, c.duration_ms AS durationMs, c.size_bytes AS sizeBytes,
      c.seed, c.favourite, c.trashed_at AS trashedAt, c.format, c.sha256, m.id AS modelId, m.name AS modelName,
      m.provider, j.prompt, j.negative, j.recipe, j.cost_micros AS costMicros, j.note,
      (SELECT count(*) FROM creation s WHERE s.id >= j.id AND s.id < j.id + ${idsPerMillisecond}) AS siblings
    FROM creation c
    JOIN job j ON j.id = c.id - c.id % ${idsPerMillisecond}
    JOIN model m ON m.key = c.model_key
    WHERE c.id = ?`);
  const original = db.prepare<[number], OriginalRef>('SELECT sha256, format FROM creation WHERE id = ?');
  const setFavourite = db.prepare('UPDATE creation SET favourite = ? WHERE id = ?');
  const setTrashed = db.prepare(
    'UPDATE creation SET trashed_at = ? WHERE id = ? AND (trashed_at IS NULL) = (? IS NOT NULL)',
  );
  const erase = db.prepare<[number], OriginalRef>(
    'DELETE FROM creation WHERE id = ? AND trashed_at IS NOT NULL RETURNING sha256, format',
  );
  const named = db.prepare<[Buffer], number>('SELECT 1 FROM creation WHERE sha256 = ? LIMIT 1').pluck();

  const jobOf = (id: number) => id - (id % idsPerMillisecond);

  return {
    /** Inside the caller's transaction: the rows of one job's outputs and its words. */
    add(jobId: number, prompt: string, creations: readonly NewCreation[]): void {
      for (const entry of creations) insert.run({ ...entry, media: entry.media === 'video' ? 1 : 0 });
      if (creations.length > 0 && hasWords.get(jobId) === undefined) insertWords.run(jobId, segment(prompt));
    },

    idsOfJob(jobId: number): readonly number[] {
      return ofJob.all(jobId, jobId + idsPerMillisecond);
    },

    get(id: number): Creation | null {
      const row = byId.get(id);
      return row ? toCreation(row, isPresent(row)) : null;
    },

    originalOf(id: number): OriginalRef | null {
      return original.get(id) ?? null;
    },

    /** Columns of everything that matches, newest first. One read transaction, so that they agree. */
    index(query: LibraryQuery): LibraryIndex {
      const compiled = compileQuery(query);
      if (!compiled) return emptyIndex(0);
      const column = (expression: string) =>
        db.prepare<unknown[], number>(`SELECT ${expression} ${compiled.text}`).pluck();
      return db.transaction(() => {
        const ids = column('c.id').all(...compiled.values);
        const shapes = column(packedShape).all(...compiled.values);
        const colors = column('c.color').all(...compiled.values);
        const index = emptyIndex(ids.length);
        index.ids.set(ids);
        index.colors.set(colors);
        for (const [place, packed] of shapes.entries()) {
          const shape = unpackShape(packed);
          index.widths[place] = shape.width;
          index.heights[place] = shape.height;
          index.flags[place] = shape.flags;
        }
        return index;
      })();
    },

    setFavourite(ids: readonly number[], value: boolean): void {
      db.transaction(() => {
        for (const id of ids) setFavourite.run(value ? 1 : 0, id);
      })();
    },

    /** @param at when they were put in the trash, ms since the epoch; null takes them out */
    setTrashed(ids: readonly number[], at: number | null): void {
      db.transaction(() => {
        for (const id of ids) setTrashed.run(at, id, at);
      })();
    },

    /** Removes rows for good; only what is in the trash. Answers the originals no creation names any more. */
    erase(ids: readonly number[]): {
      readonly erased: readonly number[];
      readonly unnamed: readonly OriginalRef[];
    } {
      return db.transaction(() => {
        const erased: number[] = [];
        const refs: OriginalRef[] = [];
        for (const id of ids) {
          const ref = erase.get(id);
          if (!ref) continue;
          erased.push(id);
          refs.push(ref);
          const jobId = jobOf(id);
          if (ofJob.get(jobId, jobId + idsPerMillisecond) === undefined) deleteWords.run(jobId);
        }
        return { erased, unnamed: refs.filter((ref) => named.get(ref.sha256) === undefined) };
      })();
    },

    isNamed(sha256: Buffer): boolean {
      return named.get(sha256) !== undefined;
    },

    /** Every original with its creation, in batches, for checks over the whole library. */
    *originals(): Generator<{ readonly id: number; readonly ref: OriginalRef }> {
      const page = db.prepare<[number], OriginalRef & { id: number }>(
        'SELECT id, sha256, format FROM creation WHERE id > ? ORDER BY id LIMIT 500',
      );
      let last = 0;
      for (;;) {
        const rows = page.all(last);
        if (rows.length === 0) return;
        for (const row of rows) yield { id: row.id, ref: row };
        last = rows.at(-1)?.id ?? last;
      }
    },
  };
}
export type CreationRepository = ReturnType<typeof createCreationRepository>;

function emptyIndex(length: number): LibraryIndex {
  return {
    ids: new Float64Array(length),
    widths: new Uint16Array(length),
    heights: new Uint16Array(length),
    flags: new Uint8Array(length),
    colors: new Uint32Array(length),
  };
}

function toCreation(row: CreationRow, present: boolean): Creation {
  const recipe = readRecipe(row);
  return {
    id: row.id,
    jobId: row.jobId,
    media: row.media === 1 ? 'video' : 'image',
    createdAt: createdAtOf(row.id),
    width: row.width,
    height: row.height,
    seconds: row.durationMs === null ? null : row.durationMs / 1000,
    sizeBytes: row.sizeBytes,
    mime: mimeOfFormat(row.format),
    sha256: row.sha256.toString('hex'),
    favourite: row.favourite === 1,
    trashedAt: row.trashedAt,
    modelId: row.modelId,
    modelName: row.modelName,
    provider: providerId.parse(row.provider),
    recipe: { ...recipe, seed: row.seed ?? recipe.seed },
    costMicros: row.costMicros === null ? null : Math.round(row.costMicros / Math.max(1, row.siblings)),
    note: row.note,
    present,
  };
}
