import { z } from 'zod';
import { mediaKind } from './media.ts';
import { microUsd } from './money.ts';
import { creationOrigin } from './provider.ts';
import { recipe } from './recipe.ts';

/** `jobId + n`: see `job.ts`. */
export const creationId = z.number().int().positive();
export type CreationId = z.infer<typeof creationId>;

const rating = z.number().int().min(0).max(5);

/** What a person decided about a creation; null: not yet. */
export const pickFlag = z.enum(['picked', 'rejected']);
export type PickFlag = z.infer<typeof pickFlag>;

export const colorLabels = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
export const colorLabel = z.enum(colorLabels);
export type ColorLabel = z.infer<typeof colorLabel>;

export const libraryQuery = z.object({
  /** Words and operators: see `search-language.ts`. */
  text: z.string().max(500).default(''),
  media: mediaKind.nullable().default(null),
  modelId: z.string().nullable().default(null),
  provider: creationOrigin.nullable().default(null),
  /** Milliseconds since the epoch; `from` inclusive, `to` exclusive. */
  from: z.number().int().nullable().default(null),
  to: z.number().int().nullable().default(null),
  favourite: z.boolean().default(false),
  minRating: rating.default(0),
  flag: pickFlag.nullable().default(null),
  label: colorLabel.nullable().default(null),
  /** Only what is in this collection, in the order the person gave it. */
  collectionId: z.string().nullable().default(null),
  /** False: the library. True: the trash. */
  trashed: z.boolean().default(false),
});
export type LibraryQuery = z.infer<typeof libraryQuery>;
export const everything: LibraryQuery = libraryQuery.parse({});

/**
 * Bits of `LibraryIndex.flags`. Above them the rating (3 bits), the label (3 bits: 0 none, else its place in
 * `colorLabels` + 1) and the shape (2 bits).
 */
export const creationFlag = { video: 1, favourite: 2, trashed: 4, picked: 8, rejected: 16 } as const;
export const ratingShift = 5;
export const labelShift = 8;
export const shapeShift = 11;
/** Every value of `flags` is below this. */
export const flagValues = 1 << 13;

const pictureShapes = ['square', 'wide', 'tall'] as const;
export type PictureShape = (typeof pictureShapes)[number];

export function ratingOf(flags: number): number {
  return (flags >> ratingShift) & 7;
}

export function labelOf(flags: number): ColorLabel | null {
  return colorLabels[((flags >> labelShift) & 7) - 1] ?? null;
}

export function pickFlagOf(flags: number): PickFlag | null {
  if (flags & creationFlag.picked) return 'picked';
  return flags & creationFlag.rejected ? 'rejected' : null;
}

export function shapeOf(flags: number): PictureShape {
  return pictureShapes[(flags >> shapeShift) & 3] ?? 'square';
}

/**
 * Creations that match a query as columns, newest first (a collection: in its own order): enough to lay out the
 * whole grid exactly (18 bytes a row, so that a million rows still travel in a few milliseconds).
 */
export const libraryIndex = z.object({
  ids: z.instanceof(Float64Array),
  widths: z.instanceof(Uint16Array),
  heights: z.instanceof(Uint16Array),
  flags: z.instanceof(Uint16Array),
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
  rating,
  flag: pickFlag.nullable(),
  label: colorLabel.nullable(),
  tags: z.array(z.string()),
  /** Collections it is in. */
  collectionIds: z.array(z.string()),
  trashedAt: z.number().int().nullable(),
  modelId: z.string(),
  modelName: z.string(),
  provider: creationOrigin,
  /** The recipe that made it, with the seed of this very output where it is known. */
  recipe,
  costMicros: microUsd.nullable(),
  /** A person's own words on it; '' when there are none. */
  notes: z.string(),
  /** The provider's note, such as the words Sketch understood. */
  note: z.string().nullable(),
  /** False when the original is not where it was kept, or is another file now. */
  present: z.boolean(),
  /** The person's own file that is read in its place; null: the library has its own copy. */
  reference: z
    .object({
      path: z.string(),
      /** There is a file, but not the one that was imported. */
      changed: z.boolean(),
    })
    .nullable(),
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
    z.object({ id: z.string(), name: z.string(), provider: creationOrigin, count: z.number().int() }),
  ),
  /** Creations per calendar month in this machine's zone, newest first; `month` is `2026-11`. */
  months: z.array(z.object({ month: z.string(), count: z.number().int() })),
});
export type LibraryFacets = z.infer<typeof libraryFacets>;

/** What one key press sets on any number of creations; absent fields stay as they are. */
const creationMarks = z.object({
  favourite: z.boolean().optional(),
  rating: rating.optional(),
  flag: pickFlag.nullable().optional(),
  label: colorLabel.nullable().optional(),
});
export type CreationMarks = z.infer<typeof creationMarks>;

/** A change of marks. The answer to a list of them is the list that undoes it, and can be sent back as it is. */
export const markChange = z.object({
  ids: z.array(creationId).min(1).max(100_000),
  marks: creationMarks,
});
export type MarkChange = z.infer<typeof markChange>;

export const maxNoteLength = 10_000;

/** What a person's notes on some creations become; '' takes them away. The answer to a list undoes it. */
export const noteChange = z.object({
  ids: z.array(creationId).min(1).max(100_000),
  text: z.string().max(maxNoteLength),
});
export type NoteChange = z.infer<typeof noteChange>;
