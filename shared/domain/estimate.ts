import type { ModelEntry, Price } from './model.ts';
import { type Estimate, type MicroUsd, toMicroUsd } from './money.ts';
import { defaultValues, findByRole, type ParameterValues } from './parameter.ts';

/**
 * What a request will cost by the model's price list.
 * @param values parameter values as sent; defaults fill the gaps
 * @param count outputs asked for
 */
export function estimateCost(model: ModelEntry, values: ParameterValues, count: number): Estimate {
  const { price } = model;
  if (!price) return { kind: 'unknown' };
  if (price.unit === 'free') return { kind: 'free' };
  const all = { ...defaultValues(model.parameters), ...values };
  const usd = priceOf(price, all);
  const amount = amountPerOutput(price, model, all);
  if (amount === undefined) return { kind: 'unknown' };
  return {
    kind: 'usd',
    micros: toMicroUsd((usd * amount + (price.baseUsd ?? 0)) * count),
    approximate: price.approximate === true || price.unit === 'hardware-second',
  };
}

/** Sums estimates that are known; `complete` is false when one of them is not. */
export function sumEstimates(estimates: readonly Estimate[]): EstimateSum {
  return {
    micros: estimates.reduce((sum, entry) => sum + (entry.kind === 'usd' ? entry.micros : 0), 0),
    complete: estimates.every((entry) => entry.kind !== 'unknown'),
    approximate: estimates.some((entry) => entry.kind === 'usd' && entry.approximate),
  };
}

export type EstimateSum = {
  readonly micros: MicroUsd;
  readonly complete: boolean;
  readonly approximate: boolean;
};

function priceOf(price: Price, values: ParameterValues): number {
  const row = price.table?.find((entry) =>
    Object.entries(entry.when).every(([key, wanted]) => values[key] === wanted),
  );
  return row?.usd ?? price.usd;
}

/** How many priced units one output is: undefined when the inputs do not say. */
function amountPerOutput(price: Price, model: ModelEntry, values: ParameterValues): number | undefined {
  switch (price.unit) {
    case 'free':
    case 'image':
    case 'run':
      return 1;
    case 'second':
      return secondsOf(model, values);
    case 'megapixel':
      return megapixelsOf(model, values);
    case 'hardware-second':
      return price.typicalSeconds;
  }
}

/** Length of the clip asked for, in seconds. */
function secondsOf(model: ModelEntry, values: ParameterValues): number | undefined {
  const entry = findByRole(model.parameters, 'seconds');
  const seconds = entry ? Number(values[entry.key]) : Number.NaN;
  return seconds > 0 ? seconds : undefined;
}

function megapixelsOf(model: ModelEntry, values: ParameterValues): number {
  const read = (role: 'width' | 'height' | 'size' | 'resolution') => {
    const entry = findByRole(model.parameters, role);
    const value = entry ? values[entry.key] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const width = Number(read('width'));
  const height = Number(read('height'));
  if (width > 0 && height > 0) return (width * height) / 1_000_000;
  const size = /^(\d+)\s*[x×]\s*(\d+)$/.exec(read('size'));
  if (size) return (Number(size[1]) * Number(size[2])) / 1_000_000;
  const megapixels = /^([\d.]+)\s*MP$/i.exec(read('resolution'));
  return megapixels ? Number(megapixels[1]) : 1;
}
