import { z } from 'zod';

/**
 * Money is counted in whole micro-dollars (1 USD = 1,000,000), so that sums add up exactly.
 * One picture of a draft model costs about 1,000; a long video a few million.
 */
export const microUsd = z.number().int().nonnegative();
export type MicroUsd = z.infer<typeof microUsd>;

/** @param usd dollars, as price lists give them */
export function toMicroUsd(usd: number): MicroUsd {
  return Math.round(usd * 1_000_000);
}

/** What a job is expected to cost. `approximate` when the price list gives no exact figure for these inputs. */
export const estimate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal('usd'), micros: microUsd, approximate: z.boolean() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type Estimate = z.infer<typeof estimate>;
