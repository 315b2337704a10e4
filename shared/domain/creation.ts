import { z } from 'zod';
import { mediaKind } from './media.ts';
import { microUsd } from './money.ts';
import { providerId } from './provider.ts';
import { recipe } from './recipe.ts';

/** `jobId + n`: see `job.ts`. */
export const creationId = z.number().int().positive();
export type CreationId = z.infer<typeof creationId>;

export const libraryQuery = z.object({
  /** Every word must occur; the last one also as a beginning. */
  text: z.string().max(500).default(''),
  media: mediaKind.nullable().default(null),
  modelId: z.string().nullable().default(null),
  provider: providerId.nullable().default(null),
  /** Milliseconds since the epoch; `from` inclusive, `to` exclusive. */
  from: z.number().int().nullable().default(null),
  to: z.number().int().nullable().default(null),
  favourite: z.boolean().default(false),
  /** False: the library. True: the trash. */
  trashed: z.boolean().default(false),
});
export type LibraryQuery = z.infer<typeof libraryQuery>;
export const everything: LibraryQuery = libraryQuery.parse({});

/** Flag bits of `LibraryIndex.flags`. */
export const creationFlag = { video: 1, favourite: 2 } as const;

/**
 * All creations that match a query, newest first, as columns: enough to lay out the whole grid exactly
 * (16 bytes a row, so that a million rows still travel in a few milliseconds).
 */
export const libraryIndex = z.object({
  ids: z.instanceof(Float64Array),
  widths: z.instanceof(Uint16Array),
  heights: z.instanceof(Uint16Array),
  flags: z.instanceof(Uint8Array),
  /** Average colour 0xRRGGBB: what a tile shows before its thumbnail. */
  colors: z.instanceof(Uint32Array),
});
export type LibraryIndex = z.infer<typeof libraryIndex>;

export const creation = z.object({
  id: creationId,
  jobId: z.number().int(),
  media: mediaKind,
  createdAt: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  /** Seconds, for video. */
  seconds: z.number().nullable(),
  sizeBytes: z.number().int(),
  mime: z.string(),
  sha256: z.string(),
  favourite: z.boolean(),
  trashedAt: z.number().int().nullable(),
  modelId: z.string(),
  modelName: z.string(),
  provider: providerId,
  /** The recipe that made it, with the seed of this very output where it is known. */
  recipe,
  costMicros: microUsd.nullable(),
  /** The provider's note, such as the words Sketch understood. */
  note: z.string().nullable(),
  /** False when the original is not where it was kept. */
  present: z.boolean(),
});
export type Creation = z.infer<typeof creation>;

/** Models and providers that occur in the library, for the filter menus. */
export const libraryFacets = z.object({
  total: z.number().int(),
  images: z.number().int(),
  videos: z.number().int(),
  favourites: z.number().int(),
  trashed: z.number().int(),
  models: z.array(
    z.object({ id: z.string(), name: z.string(), provider: providerId, count: z.number().int() }),
  ),
  /** Creations per calendar month in this machine's zone, newest first; `month` is `2026-11`. */
  months: z.array(z.object({ month: z.string(), count: z.number().int() })),
});
export type LibraryFacets = z.infer<typeof libraryFacets>;
