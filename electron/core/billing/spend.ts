import type { MicroUsd } from '../../../shared/domain/money.ts';
import type { MonthlySpend } from '../../../shared/domain/spend.ts';
import type { Ledger } from './ledger.ts';

/** The person's calendar month around a time. */
export function monthOf(at: number): { readonly month: string; readonly from: number; readonly to: number } {
  const day = new Date(at);
  const [year, month] = [day.getFullYear(), day.getMonth()];
  return {
    month: `${year}-${String(month + 1).padStart(2, '0')}`,
    from: new Date(year, month, 1).getTime(),
    to: new Date(year, month + 1, 1).getTime(),
  };
}

/** Every month with a charge, and the present one; newest first. */
export function monthlySpend(ledger: Ledger, now: number): readonly MonthlySpend[] {
  const first = ledger.oldest() ?? now;
  const months: MonthlySpend[] = [];
  for (let span = monthOf(now); ; span = monthOf(span.from - 1)) {
    const providers = ledger.between(span.from, span.to);
    if (providers.length > 0 || months.length === 0) {
      const spentMicros = providers.reduce((sum, entry) => sum + entry.spentMicros, 0);
      months.push({ month: span.month, spentMicros, providers: [...providers] });
    }
    if (span.from <= first) return months;
  }
}

/** What counts against the month's cap: everything made, and everything under way at its estimate. */
export function spentThisMonth(
  ledger: Ledger,
  now: number,
): { readonly spentMicros: MicroUsd; readonly inFlightMicros: MicroUsd; readonly until: number } {
  const { from, to } = monthOf(now);
  const providers = ledger.between(from, to);
  const sum = (key: 'spentMicros' | 'inFlightMicros') =>
    providers.reduce((total, entry) => total + entry[key], 0);
  return { spentMicros: sum('spentMicros'), inFlightMicros: sum('inFlightMicros'), until: to };
}

const header =
  'month,provider,jobs,estimated_usd,spent_usd,difference_usd,in_flight,unknown_prices,unknown_outcomes';

/** The same as a table that spreadsheets read (RFC 4180: CRLF, a header). Amounts in dollars. */
export function spendCsv(months: readonly MonthlySpend[]): string {
  const rows = months.flatMap(({ month, providers }) =>
    providers.map((entry) =>
      [
        month,
        entry.provider,
        entry.jobs,
        dollars(entry.estimatedMicros),
        dollars(entry.spentMicros),
        dollars(entry.spentMicros - entry.estimatedMicros),
        entry.inFlight,
        entry.unknownPrices,
        entry.unknownOutcomes,
      ].join(','),
    ),
  );
  return [header, ...rows, ''].join('\r\n');
}

function dollars(micros: number): string {
  return (micros / 1_000_000).toFixed(6);
}
