import { text } from '../../app/messages.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import styles from './Expansions.module.css';

const words = text.create;
const mostShown = 100;

/** Every prompt that `{a|b}` makes, before anything is spent. */
export function Expansions({
  prompts,
  count,
}: {
  readonly prompts: readonly string[];
  readonly count: number;
}) {
  if (count < 2) return null;
  return (
    <Disclosure label={words.expansions(count)} defaultOpen>
      <ol className={styles.list} tabIndex={0} aria-label={words.expansions(count)}>
        {prompts.slice(0, mostShown).map((prompt, index) => (
          // Two alternatives may read the same: the place is the identity.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} dir="auto">
            {prompt}
          </li>
        ))}
        {count > mostShown ? (
          <li className={styles.rest}>{words.expansionsHidden(count - mostShown)}</li>
        ) : null}
      </ol>
    </Disclosure>
  );
}
