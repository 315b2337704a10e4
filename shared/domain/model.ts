import { z } from 'zod';
import { mediaKind } from './media.ts';
import { parameter } from './parameter.ts';
import { providerId } from './provider.ts';

/** Calendar day, ISO 8601 (`2026-12-01`). */
const isoDay = z.iso.date();

/**
 * What a model costs. `table` rows refine `usd`: the first row whose `when` values all equal the request's wins.
 * Per image, per second of video, per run, per megapixel of output, or per second of hardware.
 */
const price = z.object({
  unit: z.enum(['free', 'image', 'second', 'run', 'megapixel', 'hardware-second']),
  usd: z.number().nonnegative(),
  /** Added once per run (Flux charges a start fee besides megapixels). */
  baseUsd: z.number().nonnegative().optional(),
  table: z
    .array(
      z.object({
        when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        usd: z.number(),
      }),
    )
    .optional(),
  /** Seconds of hardware a run usually takes; needed for `hardware-second`. */
  typicalSeconds: z.number().positive().optional(),
  /** The list gives a range or an estimate rather than a fixed price. */
  approximate: z.boolean().optional(),
  asOf: isoDay,
  source: z.string(),
});
export type Price = z.infer<typeof price>;

/** Dollars per million tokens: what a finished job really cost, from the provider's `usage`. */
const tokenRates = z.object({ textIn: z.number(), imageIn: z.number(), out: z.number() });
export type TokenRates = z.infer<typeof tokenRates>;

export const modelEntry = z.object({
  /** `provider/name`, unique in the catalogue and kept in recipes for good. */
  id: z.string().min(3),
  provider: providerId,
  /** The provider's own name for it: `gpt-image-2`, `black-forest-labs/flux-schnell`. */
  slug: z.string(),
  /** Replicate community models run by version (64 hex characters). */
  version: z.string().optional(),
  name: z.string(),
  media: mediaKind,
  summary: z.string(),
  parameters: z.array(parameter),
  price: price.nullable(),
  tokenRates: tokenRates.optional(),
  /** Seconds a job usually takes, when known. */
  typicalSeconds: z.number().positive().optional(),
  /** Last day the provider serves it, and what to use then. */
  retiresOn: isoDay.optional(),
  successor: z.string().optional(),
  /** False for procedural output: labelled as such everywhere. */
  ai: z.boolean(),
  origin: z.enum(['catalogue', 'added', 'server']).default('catalogue'),
});
export type ModelEntry = z.infer<typeof modelEntry>;

/** A model as the picker shows it. */
export const listedModel = modelEntry.extend({ hidden: z.boolean(), retired: z.boolean() });
export type ListedModel = z.infer<typeof listedModel>;

/** Retired models stay known, so that old recipes can name the successor. */
export function isRetired(entry: ModelEntry, nowMs: number): boolean {
  return entry.retiresOn !== undefined && nowMs >= Date.parse(`${entry.retiresOn}T00:00:00Z`);
}
