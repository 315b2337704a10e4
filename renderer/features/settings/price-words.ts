import type { Price } from '../../../shared/domain/model.ts';
import { toMicroUsd } from '../../../shared/domain/money.ts';
import { formatMicros } from '../../../shared/format.ts';
import { settings as words } from '../../../shared/messages/en/settings.ts';

const dollars = (usd: number) => formatMicros(toMicroUsd(usd));

/** A model's price in words: `About $0.006–$0.211 per image`. */
export function priceWords(price: Price | null): string {
  if (price === null) return words.noPrice;
  if (price.unit === 'free') return words.free;
  const amounts = [price.usd, ...(price.table ?? []).map((row) => row.usd)];
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const amount = low === high ? dollars(low) : words.priceRange(dollars(low), dollars(high));
  const perUnit = words.price(amount, price.unit);
  const whole = price.baseUsd ? words.plusPerRun(perUnit, dollars(price.baseUsd)) : perUnit;
  return price.approximate ? words.about(whole) : whole;
}
