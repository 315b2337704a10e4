import { estimateCost, type EstimateSum, sumEstimates } from '../../../shared/domain/estimate.ts';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';

export type PriceQuote = EstimateSum & {
  readonly free: boolean;
  /** One output of one prompt; null where the price list does not tell. */
  readonly perOutputMicros: MicroUsd | null;
  readonly outputs: number;
};

/**
 * What pressing Generate is expected to cost.
 * @param prompts how many prompts the template expands to
 * @param count outputs for each of them
 */
export function quotePrice(
  model: ListedModel,
  values: ParameterValues,
  prompts: number,
  count: number,
): PriceQuote {
  const one = estimateCost(model, values, 1);
  const each = estimateCost(model, values, count);
  const sum = sumEstimates([each]);
  return {
    ...sum,
    micros: sum.micros * prompts,
    free: each.kind === 'free',
    perOutputMicros: one.kind === 'usd' ? one.micros : null,
    outputs: prompts * count,
  };
}
