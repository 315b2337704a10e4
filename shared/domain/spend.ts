import { z } from 'zod';
import { microUsd } from './money.ts';
import { providerId } from './provider.ts';

/** What one provider's submissions came to in a month. */
const providerSpend = z.object({
  provider: providerId,
  /** Submissions that cost, or may have cost, money. */
  jobs: z.number().int(),
  inFlight: z.number().int(),
  estimatedMicros: microUsd,
  /** The real cost where the provider told it, else the estimate. */
  spentMicros: microUsd,
  /** The part of it that is still under way. */
  inFlightMicros: microUsd,
  /** Charges of which neither price nor cost is known: they count as nothing above. */
  unknownPrices: z.number().int(),
  /** Charges that nobody can be sure of: they count as made. */
  unknownOutcomes: z.number().int(),
});
export type ProviderSpend = z.infer<typeof providerSpend>;

const monthlySpend = z.object({
  /** `2026-11`, in the person's own time zone. */
  month: z.string(),
  spentMicros: microUsd,
  providers: z.array(providerSpend),
});
export type MonthlySpend = z.infer<typeof monthlySpend>;

export const spendOverview = z.object({
  /** The present month first. */
  months: z.array(monthlySpend),
  capMicros: microUsd.nullable(),
});
