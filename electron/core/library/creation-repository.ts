import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import {
  everything,
  libraryQuery,
  type Creation,
  type LibraryIndex,
  type LibraryQuery,
} from '../../../shared/domain/creation.ts';
import { createdAtOf, idsPerMillisecond } from '../../../shared/domain/job.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import { creationOrigin } from '../../../shared/domain/provider.ts';
import { createFileIndex, hasFile } from '../db/file-index.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { segment } from '../db/search-index.ts';
import { mimeOfFormat } from '../media/formats.ts';
import type { Look } from '../media/look-hash.ts';
import { createColumns } from './columns.ts';
import { createFinder } from './finder.ts';
import { createLineage } from './lineage.ts';
import { readMarks } from './marks.ts';
import { createNewestPages } from './newest-pages.ts';
import { readRecipe } from './recipe-column.ts';
import { createWordIndex } from './word-index.ts';
import { createWordSearch } from './word-search.ts';

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
  /** Null: not known yet. */
  readonly look: Look | null;
};

/** What a job made, and the words it is found by. */
export type NewOutputs = {
  readonly jobId: number;
  readonly prompt: string;
  readonly creations: readonly NewCreation[];
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
  readonly rating: number;
  readonly flag: number;
  readonly label: number;
  readonly tags: string;
  readonly collectionIds: string;
  readonly notes: string;
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
  readonly referencedPath: string | null;
  readonly siblings: number;
};

/**
 * The rows of creations with the words of their prompts, and every way to find them.
 * @param isPresent tells whether an original is where it was kept
 * @param now what `today` in a search refers to, ms since the epoch
 */
export function createCreationRepository(
  db: Database,
  isPresent: (ref: OriginalRef) => boolean,
  now: () => number = Date.now,
) {
  const columns = createColumns(db);
  const words = createWordIndex(db);
  const finder = createFinder(db, { columns, words: createWordSearch(db, words), now });
  const newest = createNewestPages(db);
  const lineage = createLineage(db);
  const files = createFileIndex(db);
  // By place: names cost a third more.
  const insert = db.prepare(`
    INSERT INTO creation(id, media, model_key, width, height, duration_ms, size_bytes, seed, color, format, sha256, look)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertWords = db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (?, ?)');
  const hasWords = db.prepare('SELECT 1 FROM prompt_index WHERE rowid = ?').pluck();
  const deleteWords = db.prepare('DELETE FROM prompt_index WHERE rowid = ?');
  const ofJob = db
    .prepare<[number, number], number>('SELECT id FROM creation WHERE id >= ? AND id < ? ORDER BY id')
    .pluck();
  // `+?`: compared with a bare parameter it is planned anew at every run (see `job-repository.ts`).
  const byId = db.prepare<[number], CreationRow>(`
    SELECT c.id, j.id AS jobId, c.media, c.width, c.height, c.duration_ms AS durationMs, c.size_bytes AS sizeBytes,
      c.seed, c.favourite, c.rating, c.flag, c.label, c.trashed_at AS trashedAt, c.format, c.sha256, m.id AS modelId, m.name AS modelName,
      m.provider, j.prompt, j.negative, j.recipe, j.cost_micros AS costMicros, j.note,
      (SELECT path FROM referenced_file r WHERE r.sha256 = c.sha256) AS referencedPath,
      (SELECT json_group_array(name ORDER BY name) FROM creation_tag JOIN tag ON key = tag_key
        WHERE creation_id = c.id) AS tags,
      (SELECT json_group_array(id) FROM collection_item JOIN collection k ON k.key = collection_key
        WHERE creation_id = c.id) AS collectionIds,
      coalesce((SELECT text FROM creation_note WHERE creation_id = c.id), '') AS notes,
      (SELECT count(*) FROM creation s WHERE s.id >= j.id AND s.id < j.id + ${idsPerMillisecond}) AS siblings
    FROM creation c
    JOIN job j ON j.id = c.id - c.id % ${idsPerMillisecond}
    JOIN model m ON m.key = c.model_key
    WHERE c.id = +?`);
  const original = db.prepare<[number], OriginalRef>('SELECT sha256, format FROM creation WHERE id = ?');
  const size = db.prepare<[number], number>('SELECT size_bytes FROM creation WHERE id = ?').pluck();
  const setTrashed = db.prepare(
    'UPDATE creation SET trashed_at = ? WHERE id = ? AND (trashed_at IS NULL) = (? IS NOT NULL)',
  );
  const erase = db.prepare<[number], OriginalRef>(
    'DELETE FROM creation WHERE id = ? AND trashed_at IS NOT NULL RETURNING sha256, format',
  );
  const named = db
    .prepare<{ sha256: Buffer }, number>(`SELECT 1 FROM creation WHERE ${hasFile('@sha256')} LIMIT 1`)
    .pluck();
  const idsOf = db
    .prepare<{ sha256: Buffer }, number>(`SELECT id FROM creation WHERE ${hasFile('@sha256')} ORDER BY id`)
    .pluck();
  const describe = db.prepare('UPDATE creation SET model_key = ?, seed = ? WHERE id = ?');
  const setLook = db.prepare<[Look, number]>('UPDATE creation SET look = ? WHERE id = ?');
  const isUnlooked = db
    .prepare<[number], number>('SELECT coalesce(look, 0) = 0 FROM creation WHERE id = ?')
    .pluck();
  const unlooked = db
    .prepare<[number, number], number>(
      'SELECT id FROM creation INDEXED BY creation_unlooked WHERE look IS NULL AND id < ? ORDER BY id DESC LIMIT +?',
    )
    .pluck();
  const due = db
    .prepare<[number, number], number>(
      'SELECT id FROM creation WHERE trashed_at <= ? ORDER BY trashed_at LIMIT +?',
    )
    .pluck();

  const jobOf = (id: number) => id - (id % idsPerMillisecond);

  function addRow({ id, media, modelKey, width, height, durationMs, ...rest }: NewCreation): void {
    const { sizeBytes, seed, color, format, sha256, look } = rest;
    const kind = media === 'video' ? 1 : 0;
    insert.run(id, kind, modelKey, width, height, durationMs, sizeBytes, seed, color, format, sha256, look);
    lineage.arrived(id, sha256);
  }

  function addWords(jobId: number, prompt: string): void {
    if (hasWords.get(jobId) !== undefined) return;
    insertWords.run(jobId, segment(prompt));
    words.add(jobId, prompt);
  }

  return {
    /**
     * Inside the caller's transaction: the rows of jobs' outputs and what they are found by. All rows first: at every
     * statement with a trigger, FTS5 writes down what it has gathered.
     */
    add(jobs: readonly NewOutputs[]): void {
      const rows = jobs.flatMap(({ creations }) => creations);
      for (const row of rows) addRow(row);
      for (const { id, sha256 } of rows) files.add(id, sha256);
      for (const { jobId, prompt, creations } of jobs) if (creations.length > 0) addWords(jobId, prompt);
      columns.touch(rows.map(({ id }) => id));
    },

    /** Inside the caller's transaction: an imported creation that had no recipe has this one now. */
    describe(id: number, modelKey: number, { prompt, seed }: Pick<Recipe, 'prompt' | 'seed'>): void {
      describe.run(modelKey, seed, id);
      deleteWords.run(jobOf(id));
      insertWords.run(jobOf(id), segment(prompt));
      words.forget();
      columns.touch([id]);
    },

    /** Says that rows were changed by others than this repository. */
    touch: columns.touch,

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

    /** Bytes of its original as it was stored; null: there is no such creation. */
    sizeOf(id: number): number | null {
      return size.get(id) ?? null;
    },

    index: finder.index,

    /**
     * How many match, and `limit` of them from place `offset` on. The plain library is answered from the database
     * as long as the columns are not in memory, so that the first picture waits for nothing.
     */
    page(query: LibraryQuery, offset: number, limit: number): { total: number; index: LibraryIndex } {
      if (!isEverything(query)) return finder.page(query, offset, limit);
      return columns.isLoaded() && offset === 0
        ? finder.page(query, offset, limit)
        : newest.page(offset, limit);
    },

    /** Brings into memory what searching needs, a little at a time; `pause` lets others have a turn. */
    async warm(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
      await columns.warm(pause, signal);
      await words.warm(pause, signal);
      await columns.warmLooks(pause, signal);
    },

    /** Says that the search index was made anew by others than this repository. */
    forgetWords: words.forget,

    /** @param at when they were put in the trash, ms since the epoch; null takes them out */
    setTrashed(ids: readonly number[], at: number | null): void {
      db.transaction(() => {
        for (const id of ids) setTrashed.run(at, id, at);
      })();
      columns.touch(ids);
    },

    /** Every creation with what it looks like. */
    readLooks: columns.readLooks,

    /** Whether a look at its thumbnail would tell something new. */
    isUnlooked: (id: number) => isUnlooked.get(id) === 1,

    /** Creations older than `before` that nobody has looked at, the newest first. */
    unlooked: (before: number, limit: number): readonly number[] => unlooked.all(before, limit),

    setLooks(looks: ReadonlyMap<number, Look>): void {
      db.transaction(() => {
        for (const [id, look] of looks) setLook.run(look, id);
      })();
      columns.touch([...looks.keys()]);
    },

    /** What was put in the trash at `before` or earlier, ms since the epoch; the first of them first. */
    trashedBefore(before: number, limit: number): readonly number[] {
      return due.all(before, limit);
    },

    /** Removes rows for good; only what is in the trash. Answers the originals no creation names any more. */
    erase(ids: readonly number[]): {
      readonly erased: readonly number[];
      readonly unnamed: readonly OriginalRef[];
    } {
      return db.transaction(() => {
        const refs = new Map<number, OriginalRef>();
        for (const id of ids) {
          const ref = erase.get(id);
          if (!ref) continue;
          refs.set(id, ref);
          lineage.erased(id, ref.sha256);
        }
        // All rows first, as in `add`.
        for (const [id, { sha256 }] of refs) files.remove(id, sha256);
        const erased = [...refs.keys()];
        for (const jobId of new Set(erased.map(jobOf))) {
          if (ofJob.get(jobId, jobId + idsPerMillisecond) === undefined) deleteWords.run(jobId);
        }
        columns.touch(erased);
        return {
          erased,
          unnamed: [...refs.values()].filter(({ sha256 }) => named.get({ sha256 }) === undefined),
        };
      })();
    },

    /** Creations whose original has these bytes. */
    idsOf(sha256: Buffer): readonly number[] {
      return idsOf.all({ sha256 });
    },

    isNamed(sha256: Buffer): boolean {
      return named.get({ sha256 }) !== undefined;
    },

    /** Every original with its creation, in batches, for checks over the whole library. */
    *originals(): Generator<{ readonly id: number; readonly ref: OriginalRef; readonly sizeBytes: number }> {
      const page = db.prepare<[number], OriginalRef & { id: number; sizeBytes: number }>(
        'SELECT id, sha256, format, size_bytes AS sizeBytes FROM creation WHERE id > ? ORDER BY id LIMIT 500',
      );
      let last = 0;
      for (;;) {
        const rows = page.all(last);
        if (rows.length === 0) return;
        for (const row of rows) yield { id: row.id, ref: row, sizeBytes: row.sizeBytes };
        last = rows.at(-1)?.id ?? last;
      }
    },
  };
}
export type CreationRepository = ReturnType<typeof createCreationRepository>;

/** Every filter at its default. */
function isEverything(query: LibraryQuery): boolean {
  return libraryQuery.keyof().options.every((name) => query[name] === everything[name]);
}

const names = z.array(z.string());

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
    ...readMarks(row),
    tags: names.parse(JSON.parse(row.tags)),
    collectionIds: names.parse(JSON.parse(row.collectionIds)),
    notes: row.notes,
    trashedAt: row.trashedAt,
    modelId: row.modelId,
    modelName: row.modelName,
    provider: creationOrigin.parse(row.provider),
    recipe: { ...recipe, seed: row.seed ?? recipe.seed },
    costMicros: row.costMicros === null ? null : Math.round(row.costMicros / Math.max(1, row.siblings)),
    note: row.note,
    present,
    reference:
      row.referencedPath === null
        ? null
        : { path: row.referencedPath, changed: !present && existsSync(row.referencedPath) },
  };
}
