import { z } from 'zod';
import { sha256Hex } from './media.ts';

/**
 * How a creation came from another one.
 * remix      its recipe was taken over, and perhaps changed
 * variation  the same recipe with another seed
 * edit, upscale, animate   it was the picture that was worked on
 * reference  it was one of the pictures given to the model
 * import     it left the library as a copy, which came back as another file
 */
const relation = z.enum(['remix', 'variation', 'edit', 'upscale', 'animate', 'reference', 'import']);
export type Relation = z.infer<typeof relation>;

/** More than any model takes pictures. */
export const maxParents = 64;

/** A parent by its number in this library. */
export const parentLink = z.object({ id: z.number().int().positive(), relation });
export type ParentLink = z.infer<typeof parentLink>;

/** A parent by the bytes of its original: what travels in recipes, and is a link again where a library has them. */
const parentTrace = z.object({ sha256: sha256Hex, relation });
export type ParentTrace = z.infer<typeof parentTrace>;

/** Parents as recipes carry them. What a later version, or a stranger, wrote and this one does not know is left out. */
export const parentTraces = z.array(z.unknown()).transform((entries) =>
  entries
    .flatMap((entry) => {
      const parsed = parentTrace.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    })
    .slice(0, maxParents),
);

/** One creation among the relatives of another. */
const relative = z.object({
  id: z.number().int().positive(),
  /** Erased for good: only its number is left. */
  state: z.enum(['here', 'trashed', 'erased']),
});
export type Relative = z.infer<typeof relative>;

const kinship = z.object({
  parent: z.number().int().positive(),
  child: z.number().int().positive(),
  relation,
});
export type Kinship = z.infer<typeof kinship>;

/** Everything that led to a creation and everything that came of it. Links never run in a circle. */
export const lineage = z.object({
  relatives: z.array(relative),
  /** Between the creation and its relatives, and among those. */
  links: z.array(kinship),
  /** Made by the same job, without the creation itself. */
  siblings: z.array(z.number().int().positive()),
  /** There are more than were asked for. */
  more: z.object({ ancestors: z.boolean(), descendants: z.boolean() }),
});
export type Lineage = z.infer<typeof lineage>;
