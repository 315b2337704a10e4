import { z } from 'zod';
import { creationId, libraryQuery } from './creation.ts';
import { datePresets } from './search-date.ts';

/** Text ids: collections and saved searches travel between machines. */
export const collectionId = z.string().min(1).max(64);
export const collectionName = z.string().trim().min(1).max(120);

export const collection = z.object({
  id: collectionId,
  name: collectionName,
  /** The collection it lies in; one level, so a parent has none itself. */
  parentId: collectionId.nullable(),
  /** Creations in it that are not in the trash. */
  count: z.number().int(),
  /** The first few of them, for its cover. */
  covers: z.array(creationId),
});
export type Collection = z.infer<typeof collection>;

/** Why a change to collections, tags or saved searches was refused; nothing was changed. */
export const collectionProblem = z.enum(['unknown', 'name_taken', 'too_deep']);
export type CollectionProblem = z.infer<typeof collectionProblem>;

/** Creations taken from a collection, with the places they had: sent back, they return to them. */
export const collectionPlace = z.object({ id: creationId, position: z.number() });
export type CollectionPlace = z.infer<typeof collectionPlace>;

/** Creations of a collection, in the order given, right before another one; null: at the end. */
export const orderMove = z.object({
  ids: z.array(creationId).min(1).max(1_000_000),
  before: creationId.nullable(),
});
export type OrderMove = z.infer<typeof orderMove>;

/**
 * All that a search asked for, words and filters. One for the last seven days stays that: `period` then says so, and
 * `from` and `to` are null.
 */
export const savedQuery = libraryQuery
  .omit({ trashed: true })
  .extend({ period: z.enum(datePresets).nullable().default(null) });
export type SavedQuery = z.infer<typeof savedQuery>;

export const savedSearch = z.object({
  id: z.string().min(1).max(64),
  name: collectionName,
  query: savedQuery,
});
export type SavedSearch = z.infer<typeof savedSearch>;

export const tagName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^"]*$/, 'A tag holds no quotation marks.');
export const tagCount = z.object({ name: z.string(), count: z.number().int() });
export type TagCount = z.infer<typeof tagCount>;
