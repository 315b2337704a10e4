import { z } from 'zod';
import { creationId } from './creation.ts';
import { failure } from './failure.ts';
import { sha256Hex } from './media.ts';
import { recipe } from './recipe.ts';

/** What goes into an exported file, and is read back on import: the recipe and when the creation was made. */
export const embeddedRecipe = recipe.extend({
  /** Milliseconds since the epoch. */
  createdAt: z.number().int().positive().nullable().default(null),
  /** SHA-256 of the original in the library that the file was exported from. */
  original: sha256Hex.nullable().catch(null).default(null),
});
export type EmbeddedRecipe = z.infer<typeof embeddedRecipe>;

/**
 * The file `<name>.<ending>.json` beside an exported one. Documented in `electron/core/exchange/README.md`; `v` rises
 * when a field changes its meaning, new fields may come without that.
 */
export const sidecar = z.object({
  schema: z.literal('videopicai-creation'),
  v: z.literal(1),
  /** Name of the exported file, without folders. */
  file: z.string(),
  /** Of the original in the library; the exported file has the same only if it was not converted. */
  sha256: sha256Hex,
  mime: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  seconds: z.number().nullable(),
  createdAt: z.iso.datetime(),
  model: z.string(),
  recipe,
});
export type Sidecar = z.infer<typeof sidecar>;

/** What becomes of an imported file: a copy in the library, or it stays where it is and is only read there. */
export const keepOriginals = z.enum(['copy', 'reference']);
export type KeepOriginals = z.infer<typeof keepOriginals>;

/**
 * listing  looking for files
 * reading  taking them in
 * halted   the drive or the disk is gone or full; goes on when the person says so, and at the next start
 */
export const importState = z.enum(['listing', 'reading', 'halted', 'done', 'cancelled']);
export type ImportState = z.infer<typeof importState>;

export const importRun = z.object({
  id: z.number().int(),
  state: importState,
  /** Files found; more may come while `listing`. */
  found: z.number().int(),
  imported: z.number().int(),
  /** Bytes that the library had already. */
  duplicates: z.number().int(),
  skipped: z.number().int(),
  /** Why it is halted. */
  problem: z.string().nullable(),
  startedAt: z.number().int(),
  finishedAt: z.number().int().nullable(),
  keep: keepOriginals,
  /** The watched folder that began it; null: a person did. */
  watchedFolderId: z.number().int().nullable(),
});
export type ImportRun = z.infer<typeof importRun>;

/**
 * watching    what is new comes in by itself
 * missing     the folder is not there, or its drive is not: waited for
 * unreadable  it may not be looked into
 */
const watchState = z.enum(['watching', 'missing', 'unreadable']);
export type WatchState = z.infer<typeof watchState>;

/** A folder whose pictures and clips come in by themselves. */
export const watchedFolder = z.object({
  id: z.number().int(),
  path: z.string(),
  keep: keepOriginals,
  state: watchState,
  /** The last import of it that left something out; null: none did. */
  skippedRunId: z.number().int().nullable(),
});
export type WatchedFolder = z.infer<typeof watchedFolder>;

/** A file that was not taken in, and why, in words for the person. */
export const skippedFile = z.object({ seq: z.number().int(), path: z.string(), reason: z.string() });
export type SkippedFile = z.infer<typeof skippedFile>;

/** Files that a person may wait for with the mouse button held down. */
export const maxDraggedOut = 500;

/**
 * `original` is the file itself, byte for byte, with whatever its maker put inside, content credentials included.
 * Every other format is a new file: its content credentials are gone, and `recipe` decides what it says of itself.
 */
export const exportOptions = z.object({
  template: z.string().min(1).max(300).default('{date} {prompt:60}'),
  images: z.enum(['original', 'png', 'jpeg', 'webp', 'avif']).default('original'),
  videos: z.enum(['original', 'mp4']).default('original'),
  /** Of JPEG, WebP and AVIF. */
  quality: z.number().int().min(1).max(100).default(90),
  recipe: z.enum(['embed', 'strip']).default('embed'),
  /** A JSON file beside each one. */
  sidecar: z.boolean().default(false),
  /** One archive instead of many files. */
  zip: z.boolean().default(false),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const exportReport = z.object({
  folder: z.string(),
  saved: z.number().int(),
  /** What could not be written; the rest was. */
  failures: z.array(z.object({ id: creationId, reason: z.string() })),
  /** Ended early, and why. */
  stopped: failure.nullable(),
});
export type ExportReport = z.infer<typeof exportReport>;

export const exportPreview = z.object({
  /** Relative paths of the first few files. */
  names: z.array(z.string()),
  /** Words in braces that mean nothing. */
  unknown: z.array(z.string()),
});
export type ExportPreview = z.infer<typeof exportPreview>;
