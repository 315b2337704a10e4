import { format } from 'date-fns';
import type { MonthlySpend, ProviderSpend } from '../../../shared/domain/spend.ts';
import { formatSum } from '../../../shared/format.ts';
import { useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { Card } from './Section.tsx';
import styles from './SpendingSection.module.css';

const words = text.spending;

/** One month as a table: a line for each provider, what was expected beside what it came to. */
export function SpendMonth({ month }: { readonly month: MonthlySpend }) {
  const providers = useProviders();
  const nameOf = (id: string) => providers?.find((provider) => provider.id === id)?.name ?? id;
  return (
    <section className={styles.month} aria-label={monthName(month.month)}>
      <Card>
        <table className={styles.table}>
          <caption>{monthName(month.month)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.provider}</th>
              <th scope="col">{words.jobs}</th>
              <th scope="col">{words.expected}</th>
              <th scope="col">{words.spent}</th>
            </tr>
          </thead>
          <tbody>
            {month.providers.map((entry) => (
              <tr key={entry.provider}>
                <th scope="row">
                  {nameOf(entry.provider)}
                  <Doubts entry={entry} />
                </th>
                <td>{entry.jobs.toLocaleString('en')}</td>
                <td>{formatSum(entry.estimatedMicros)}</td>
                <td>{formatSum(entry.spentMicros)}</td>
              </tr>
            ))}
          </tbody>
          {month.providers.length > 1 ? (
            <tfoot>
              <tr>
                <th scope="row" colSpan={3}>
                  {words.total}
                </th>
                <td>{formatSum(month.spentMicros)}</td>
              </tr>
            </tfoot>
          ) : null}
        </table>
      </Card>
    </section>
  );
}

/** What the sums do not know. */
function Doubts({ entry }: { readonly entry: ProviderSpend }) {
  const doubts = [
    entry.inFlight > 0 ? words.underWay(entry.inFlight) : null,
    entry.unknownOutcomes > 0 ? words.unknownOutcomes(entry.unknownOutcomes) : null,
    entry.unknownPrices > 0 ? words.unknownPrices(entry.unknownPrices) : null,
  ].filter((doubt) => doubt !== null);
  return doubts.length > 0 ? <span className={styles.doubts}>{doubts.join(' · ')}</span> : null;
}

/** `2026-11` → `November 2026`. */
function monthName(month: string): string {
  return format(new Date(`${month}-01T00:00:00`), 'MMMM yyyy');
}
