import { text } from '../../app/messages.ts';
import { formatMicros } from '../../../shared/format.ts';
import styles from './PriceBreakdown.module.css';
import type { Composer } from './use-composer.ts';
import { dayWords, totalWords } from './words.ts';

const words = text.create;

/** How the price on the button comes about, and who charges it. */
export function PriceBreakdown({ composer }: { readonly composer: Composer }) {
  const { checked, form, model, provider, quote } = composer;
  if (quote.free) return <p className={styles.text}>{words.line.free}</p>;
  return (
    <div className={styles.text}>
      <dl className={styles.lines}>
        {quote.perOutputMicros === null ? null : (
          <Line term={words.line.perOutput} value={formatMicros(quote.perOutputMicros)} />
        )}
        {checked.expansions > 1 ? (
          <Line term={words.line.prompts} value={`× ${checked.expansions.toLocaleString('en')}`} />
        ) : null}
        <Line term={words.line.outputs} value={`× ${form.count}`} />
        <div className={styles.total}>
          <dt>{words.line.total}</dt>
          <dd>{totalWords(quote)}</dd>
        </div>
      </dl>
      <p>{quote.complete ? null : words.line.unknown}</p>
      <p>{provider ? words.line.yourAccount(provider.name) : null}</p>
      <p>{model.price ? words.line.asOf(dayWords(model.price.asOf)) : null}</p>
    </div>
  );
}

function Line({ term, value }: { readonly term: string; readonly value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}
