import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const row = z.object({
  /** Key of a person. */
  author: z.string().min(1),
  /** Unique: names the creation for good. */
  title: z.string().min(1),
  prompt: z.string().min(1),
  negative: z.string(),
  width: z.coerce.number().int().positive(),
  height: z.coerce.number().int().positive(),
  /** Of a clip; a picture has none. */
  seconds: z.union([z.literal('').transform(() => null), z.coerce.number().positive()]),
  seed: z.coerce.number().int(),
  tags: z.string().transform((text) => text.split(' ').filter((tag) => tag !== '')),
  prompt_shown: z.enum(['yes', '']),
  sensitive: z.enum(['yes', '']),
  /** When it was published. */
  hours_ago: z.coerce.number().positive(),
  /** How many people like it, as far as there are so many. */
  likes: z.coerce.number().int(),
  /** `here`: drawn on the author's machine and uploaded; `cloud`: a job on credits. */
  made: z.enum(['here', 'cloud']),
  fate: z.enum(['shared', 'reported', '']),
});
/** A line of `creations.csv`: something somebody made, and what became of it. */
export type SeedCreation = z.infer<typeof row>;

/** @throws when a line is not as it should be */
export async function readSeedCreations(): Promise<readonly SeedCreation[]> {
  const text = await readFile(join(import.meta.dirname, 'creations.csv'), 'utf8');
  return z.array(row).parse(parse(text, { columns: true }));
}
