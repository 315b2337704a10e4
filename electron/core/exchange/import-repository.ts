import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import {
  importRun,
  type ImportRun,
  keepOriginals,
  type KeepOriginals,
  type SkippedFile,
} from '../../../shared/domain/exchange.ts';
import { idsPerMillisecond, type JobId } from '../../../shared/domain/job.ts';
import type { MediaKind } from '../../../shared/domain/media.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { hasFile } from '../db/file-index.ts';
import type { LineageLinks } from '../library/lineage.ts';
import { writeRecipe } from '../library/recipe-column.ts';
import type { Found } from './find-files.ts';
import { unknownModel } from './found-recipe.ts';

export type WaitingFile = { readonly seq: number; readonly path: string };

/** What became of one file. */
export type Taken =
  | { readonly kind: 'imported'; readonly id: number }
  /** `foundAgain`: its original was missing, and is not any more. */
  | { readonly kind: 'duplicate'; readonly id: number; readonly foundAgain: boolean }
  /** `changing`: it may be another file in a moment. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly changing: boolean };

/** What made no rows. `gone`: a file of a watched folder that is not there any more, which is nothing to tell of. */
export type Note = {
  readonly seq: number;
  readonly taken: Exclude<Taken, { kind: 'imported' }> | { readonly kind: 'gone' };
};

/** What an import is about. */
export type ImportPlan = {
  readonly roots: readonly string[];
  readonly keep: KeepOriginals;
  /** The watched folder that began it; null: a person did. */
  readonly watchedFolderId: number | null;
};

const rootsColumn = z.array(z.string());
const planColumns = z.object({
  roots: z.string(),
  keep: keepOriginals,
  watchedFolderId: z.number().int().nullable(),
});
const runColumns = `id, state, found, imported, duplicates, skipped, problem, started_at AS startedAt,
  finished_at AS finishedAt, keep, watched_folder_id AS watchedFolderId`;

const mostShortcuts = 10_000;

/** All SQL over `import_run` and `import_item`, and the job rows that imported creations belong to. */
export function createImportRepository(db: Database, lineage: LineageLinks) {
  const addRun = db
    .prepare<[string, number, string, number | null], number>(
      `INSERT INTO import_run(state, roots, started_at, keep, watched_folder_id) VALUES ('listing', ?, ?, ?, ?)
       RETURNING id`,
    )
    .pluck();
  const run = db.prepare<[number]>(`SELECT ${runColumns} FROM import_run WHERE id = ?`);
  const newest = db.prepare<[number]>(`SELECT ${runColumns} FROM import_run ORDER BY id DESC LIMIT +?`);
  const plan = db.prepare<[number]>(
    'SELECT roots, keep, watched_folder_id AS watchedFolderId FROM import_run WHERE id = ?',
  );
  const ofFolder = db
    .prepare<[number], number>(
      'SELECT id FROM import_run WHERE watched_folder_id = ? AND finished_at IS NULL',
    )
    .pluck();
  const lastSeq = db
    .prepare<[number], number>('SELECT coalesce(max(seq), 0) FROM import_item WHERE run_id = +?')
    .pluck();
  const dropRun = db.prepare('DELETE FROM import_run WHERE id = ?');
  const unfinished = db
    .prepare<[], number>('SELECT id FROM import_run WHERE finished_at IS NULL ORDER BY id')
    .pluck();
  const setState = db.prepare('UPDATE import_run SET state = ?, problem = ?, finished_at = ? WHERE id = ?');
  const takeUp = db.prepare(`
    UPDATE import_run SET problem = NULL,
      state = CASE WHEN imported + duplicates = 0 THEN 'listing' ELSE 'reading' END WHERE id = ?`);
  const relist = db.prepare(`UPDATE import_run SET state = 'listing', found = 0, skipped = 0 WHERE id = ?`);
  const dropItems = db.prepare('DELETE FROM import_item WHERE run_id = ?');
  const dropWaiting = db.prepare('DELETE FROM import_item WHERE run_id = ? AND reason IS NULL');
  const addItem = db.prepare('INSERT INTO import_item(run_id, seq, path, reason) VALUES (?, ?, ?, ?)');
  const counted = db.prepare('UPDATE import_run SET found = found + ?, skipped = skipped + ? WHERE id = ?');
  const waiting = db.prepare<[number, number, number], WaitingFile>(
    'SELECT seq, path FROM import_item WHERE run_id = +? AND seq > ? AND reason IS NULL ORDER BY seq LIMIT +?',
  );
  const dropItem = db.prepare('DELETE FROM import_item WHERE run_id = ? AND seq = ?');
  const skipItem = db.prepare('UPDATE import_item SET reason = ? WHERE run_id = ? AND seq = ?');
  const skippedPage = db.prepare<[number, number, number], SkippedFile>(
    'SELECT seq, path, reason FROM import_item WHERE run_id = +? AND seq > ? AND reason IS NOT NULL ORDER BY seq LIMIT +?',
  );
  const countImported = db.prepare('UPDATE import_run SET imported = imported + ? WHERE id = ?');
  const tally = {
    duplicate: db.prepare('UPDATE import_run SET duplicates = duplicates + 1 WHERE id = ?'),
    skipped: db.prepare('UPDATE import_run SET skipped = skipped + 1 WHERE id = ?'),
    gone: db.prepare('UPDATE import_run SET found = found - 1 WHERE id = ?'),
  };
  const sameFile = db.prepare<{ sha256: Buffer }, { id: number; trashedAt: number | null }>(
    `SELECT id, trashed_at AS trashedAt FROM creation
     WHERE ${hasFile('@sha256')} ORDER BY trashed_at IS NOT NULL LIMIT 1`,
  );
  const jobExists = db.prepare<[number], number>('SELECT 1 FROM job WHERE id = ?').pluck();
  const addModel = db.prepare(
    'INSERT INTO model(id, name, provider) VALUES (?, ?, ?) ON CONFLICT(id) DO NOTHING',
  );
  const modelKey = db.prepare<[string], number>('SELECT key FROM model WHERE id = ?').pluck();
  const addJob = db.prepare(`
    INSERT INTO job(id, batch_id, state, position, provider, model_key, media, prompt, negative, recipe, count, estimate,
      estimate_micros, finished_at, cleared)
    VALUES (@id, @id, 'done', 0, @provider, @modelKey, @media, @prompt, @negative, @recipe, 1, '{"kind":"free"}', 0,
      @finishedAt, 1)`);
  const isBlank = db
    .prepare<[number], number>(
      `SELECT 1 FROM job j JOIN model m ON m.key = j.model_key
       WHERE j.id = ? AND m.id = '${unknownModel}' AND j.prompt = '' AND j.negative = ''`,
    )
    .pluck();
  const describeJob = db.prepare(`
    UPDATE job SET provider = @provider, model_key = @modelKey, prompt = @prompt, negative = @negative, recipe = @recipe
    WHERE id = @id`);
  /** Where a search from a time ended: a shortcut. */
  const nextFree = new Map<number, number>();
  /** Times whose numbers are given out to files that are still on their way in. */
  const given = new Set<number>();

  /** A model that is known keeps its name: a stranger's file cannot rename it. */
  function columnsOf(recipe: Recipe, modelName: string) {
    addModel.run(recipe.model, modelName, recipe.provider);
    const key = modelKey.get(recipe.model);
    if (key === undefined) throw new Error(`No key for model ${recipe.model}`);
    const { provider, prompt, negative } = recipe;
    return { provider, modelKey: key, prompt, negative, recipe: writeRecipe(recipe) };
  }

  return {
    start({ roots, keep, watchedFolderId }: ImportPlan, now: number): number {
      const id = addRun.get(JSON.stringify(roots), now, keep, watchedFolderId);
      if (id === undefined) throw new Error('No row for a new import');
      return id;
    },

    get(id: number): ImportRun | null {
      const row = run.get(id);
      return row ? importRun.parse(row) : null;
    },

    /** The newest first. */
    recent(limit: number): readonly ImportRun[] {
      return newest.all(limit).map((row) => importRun.parse(row));
    },

    planOf(id: number): ImportPlan {
      const row = planColumns.parse(plan.get(id));
      return { ...row, roots: rootsColumn.parse(JSON.parse(row.roots)) };
    },

    /** Unfinished imports that a watched folder began. */
    ofFolder: (folderId: number): readonly number[] => ofFolder.all(folderId),

    /** The number that the next file listed gets, where a listing goes on. */
    nextSeq: (id: number): number => (lastSeq.get(id) ?? 0) + 1,

    /** Forgets an import of which there is nothing to tell. */
    drop: (id: number): void => void dropRun.run(id),

    unfinished: (): readonly number[] => unfinished.all(),

    /** Listing starts anew: what an earlier start had listed is forgotten, nothing of it was read yet. */
    beginListing(id: number): void {
      db.transaction(() => {
        dropItems.run(id);
        relist.run(id);
      })();
    },

    list(id: number, firstSeq: number, files: readonly Found[]): void {
      db.transaction(() => {
        for (const [place, file] of files.entries())
          addItem.run(id, firstSeq + place, file.path, file.reason);
        counted.run(files.length, files.filter((file) => file.reason !== null).length, id);
      })();
    },

    setReading: (id: number) => setState.run('reading', null, null, id),
    /** After a halt: to listing again where nothing was read yet, since the halt may have come in the middle of it. */
    takeUp: (id: number) => takeUp.run(id),
    halt: (id: number, problem: string) => setState.run('halted', problem, null, id),

    /** What was taken in stays; the list of what was skipped too. */
    finish(id: number, state: 'done' | 'cancelled', now: number): void {
      db.transaction(() => {
        dropWaiting.run(id);
        setState.run(state, null, now, id);
      })();
    },

    waiting(id: number, afterSeq: number, limit: number): readonly WaitingFile[] {
      return waiting.all(id, afterSeq, limit);
    },

    /**
     * Writes the rows of files and ticks these off, in one transaction; what turns out to be in already is not ticked off.
     * @param seqs of the files, in the order `write` tells of them
     */
    settle(id: number, seqs: readonly number[], write: () => readonly Taken[]): readonly Taken[] {
      return db.transaction(() => {
        const taken = write();
        const imported = seqs.filter((_, place) => taken[place]?.kind === 'imported');
        for (const seq of imported) dropItem.run(id, seq);
        if (imported.length > 0) countImported.run(imported.length, id);
        return taken;
      })();
    },

    /** What became of files that made no rows: many at a time, since losing one to a crash only costs another look. */
    note(id: number, notes: readonly Note[]): void {
      db.transaction(() => {
        for (const { seq, taken } of notes) {
          tally[taken.kind].run(id);
          if (taken.kind === 'skipped') skipItem.run(taken.reason, id, seq);
          else dropItem.run(id, seq);
        }
      })();
    },

    skipped(id: number, afterSeq: number, limit: number): readonly SkippedFile[] {
      return skippedPage.all(id, afterSeq, limit);
    },

    /** The creation that has these very bytes. */
    findSame(sha256: Buffer): { readonly id: number; readonly trashed: boolean } | null {
      const found = sameFile.get({ sha256 });
      return found ? { id: found.id, trashed: found.trashedAt !== null } : null;
    },

    /**
     * A number that no job has and no other file gets, for a file of that time. Thousands of files can be of the same second: each start of
     * a search remembers where the last one ended.
     * @param ms milliseconds since the epoch
     */
    freeId(ms: number): JobId {
      let at = nextFree.get(ms) ?? ms;
      while (given.has(at) || jobExists.get(at * idsPerMillisecond) !== undefined) at += 1;
      given.add(at);
      if (nextFree.size >= mostShortcuts) nextFree.clear();
      nextFree.set(ms, at + 1);
      return at * idsPerMillisecond;
    },

    /**
     * The finished job of an imported creation, off every list. Inside the caller's transaction.
     * @returns the key of the model
     */
    addJob(job: {
      readonly id: JobId;
      readonly recipe: Recipe;
      readonly modelName: string;
      readonly media: MediaKind;
      readonly finishedAt: number;
    }): number {
      const columns = columnsOf(job.recipe, job.modelName);
      addJob.run({ ...columns, id: job.id, media: job.media, finishedAt: job.finishedAt });
      given.delete(job.id / idsPerMillisecond);
      lineage.adopt(job.id, job.recipe.parents ?? []);
      return columns.modelKey;
    },

    /**
     * Gives a recipe to the job of a creation that came without one. Inside the caller's transaction.
     * @returns the key of the model; null: it has a recipe, or was not imported
     */
    describeJob(id: JobId, recipe: Recipe, modelName: string): number | null {
      if (isBlank.get(id) === undefined) return null;
      const columns = columnsOf(recipe, modelName);
      describeJob.run({ ...columns, id });
      lineage.adopt(id, recipe.parents ?? []);
      return columns.modelKey;
    },

    together: <T>(change: () => T): T => db.transaction(change)(),
  };
}
export type ImportRepository = ReturnType<typeof createImportRepository>;
