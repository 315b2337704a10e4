import { z } from 'zod';
import {
  collection,
  collectionId,
  collectionName,
  collectionPlace,
  collectionProblem,
  orderMove,
  savedSearch,
  tagCount,
  tagName,
} from './domain/collection.ts';
import { creationId, libraryIndex, libraryQuery, markChange, noteChange } from './domain/creation.ts';
import { lineage } from './domain/lineage.ts';

const ids = z.array(creationId).min(1).max(100_000);
const none = z.object({}).strict();

/** Names clash and things are deleted meanwhile: the answer says so, and nothing was changed. */
function outcome<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: collectionProblem }),
  ]);
}

const changed = outcome(z.object({ ids: z.array(creationId) }));

/** Routes of finding and organising. Part of `contract`; every change answers what undoes it. */
export const libraryRoutes = {
  /** Some of what `library.index` answers, and how many there are; the first page waits for nothing. */
  'library.page': {
    input: z.object({
      query: libraryQuery,
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(2000).default(200),
    }),
    output: z.object({ total: z.number().int(), index: libraryIndex }),
  },
  /** Favourite, rating, flag, label. `undo` sent back as `changes` undoes it. */
  'library.mark': {
    input: z.object({ changes: z.array(markChange).min(1).max(1000) }),
    output: z.object({ undo: z.array(markChange) }),
  },
  /** Creations whose prompts share its rarest words, the most alike first. */
  'library.similarPrompts': {
    input: z.object({ id: creationId, limit: z.number().int().min(1).max(1000).default(200) }),
    output: z.object({ ids: z.array(creationId) }),
  },
  /** Creations that look like one, the most alike first; null: nothing is known of it, as of a clip without a poster. */
  'library.lookAlikes': {
    input: z.object({ id: creationId, limit: z.number().int().min(1).max(1000).default(200) }),
    output: z.object({ ids: z.array(creationId).nullable() }),
  },
  /** Groups of near-identical creations, the newest group first, each from its oldest on; and how many there are. */
  'library.nearDuplicates': {
    input: z.object({ limit: z.number().int().min(1).max(5000).default(1000) }),
    output: z.object({
      groups: z.array(z.array(creationId)),
      total: z.number().int(),
      creations: z.number().int(),
    }),
  },
  /** What a permanent deletion of these would take along, to be said before. */
  'library.deletionImpact': {
    input: z.object({ ids }),
    output: z.object({
      creations: z.number().int(),
      /** Of the library's own files. */
      sizeBytes: z.number(),
      collections: z.array(z.object({ id: collectionId, name: z.string(), count: z.number().int() })),
      /** Creations made from these that stay: what they came from will be gone. */
      children: z.number().int(),
      /** Creations whose original stays where the person keeps it. */
      referenced: z.number().int(),
    }),
  },
  /** A recipe to be read elsewhere: as our own JSON, and as the text that AUTOMATIC1111 and others understand. */
  'library.recipeText': {
    input: z.object({ id: creationId }),
    output: z.object({ json: z.string(), parameters: z.string() }).nullable(),
  },
  /** What led to a creation and what came of it: at most `limit` each way, the nearest first. */
  'library.lineage': {
    input: z.object({ id: creationId, limit: z.number().int().min(1).max(1000).default(500) }),
    output: lineage,
  },

  'collections.list': { input: none, output: z.array(collection) },
  /** `id` is given to bring back one that was deleted. */
  'collections.create': {
    input: z.object({
      name: collectionName,
      parentId: collectionId.nullable().default(null),
      id: collectionId.optional(),
    }),
    output: outcome(z.object({ id: collectionId })),
  },
  /** Renames it and says where it lies. */
  'collections.change': {
    input: z.object({ id: collectionId, name: collectionName, parentId: collectionId.nullable() }),
    output: outcome(z.object({ id: collectionId })),
  },
  /** Its creations stay in the library. Answers them in their order: `create` with its id and `add` undo it. */
  'collections.remove': { input: z.object({ id: collectionId }), output: changed },
  /** At the end, in the order given. Answers those that were new in it: `take` undoes it. */
  'collections.add': { input: z.object({ id: collectionId, ids }), output: changed },
  /** Takes creations out. `restore` with the places undoes it. */
  'collections.take': {
    input: z.object({ id: collectionId, ids }),
    output: outcome(z.object({ places: z.array(collectionPlace) })),
  },
  'collections.restore': {
    input: z.object({ id: collectionId, places: z.array(collectionPlace).min(1).max(100_000) }),
    output: changed,
  },
  /** One after the other, and all or none. `undo` sent back as `moves` undoes it. */
  'collections.reorder': {
    input: z.object({ id: collectionId, moves: z.array(orderMove).min(1).max(1_000_000) }),
    output: outcome(z.object({ undo: z.array(orderMove) })),
  },

  'tags.list': { input: none, output: z.array(tagCount) },
  /** Answers the creations that changed: the opposite on them undoes it. */
  'tags.set': {
    input: z.object({ name: tagName, ids, value: z.boolean() }),
    output: z.object({ ids: z.array(creationId) }),
  },

  /** `undo` sent back as `changes` undoes it. */
  'notes.set': {
    input: z.object({ changes: z.array(noteChange).min(1).max(100_000) }),
    output: z.object({ undo: z.array(noteChange) }),
  },
  /** A paragraph below what is there. `tooLong`: notes it would have made too long, and so did not change. */
  'notes.append': {
    input: z.object({ ids, text: noteChange.shape.text.trim().min(1) }),
    output: z.object({ undo: z.array(noteChange), tooLong: z.number().int() }),
  },

  'searches.list': { input: none, output: z.array(savedSearch) },
  /** `id` null: a new one. */
  'searches.save': {
    input: savedSearch.extend({ id: savedSearch.shape.id.nullable().default(null) }),
    output: outcome(savedSearch),
  },
  /** Their order from the first on; those left out stay behind them. Answers the order there was. */
  'searches.reorder': {
    input: z.object({ ids: z.array(savedSearch.shape.id).max(10_000) }),
    output: z.object({ ids: z.array(savedSearch.shape.id) }),
  },
  'searches.remove': { input: savedSearch.pick({ id: true }), output: z.object({}) },
} as const;
