import type { Price } from '../../../shared/domain/model.ts';
import { settings as words } from '../../../shared/messages/en/settings.ts';

/** Up to four decimals, since drafts cost tenths of a cent: `$0.003`, `$0.04`, `$1.20`. */
const dollars = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** A model's price in words: `About $0.006–$0.211 per image`. */
export function priceWords(price: Price | null): string {
  if (price === null) return words.noPrice;
  if (price.unit === 'free') return words.free;
  const amounts = [price.usd, ...(price.table ?? []).map((row) => row.usd)];
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const amount =
    low === high ? dollars.format(low) : words.priceRange(dollars.format(low), dollars.format(high));
  const perUnit = words.price(amount, price.unit);
  const whole = price.baseUsd ? words.plusPerRun(perUnit, dollars.format(price.baseUsd)) : perUnit;
  return price.approximate ? words.about(whole) : whole;
}
