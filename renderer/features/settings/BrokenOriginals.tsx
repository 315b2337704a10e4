import { useCallback } from 'react';
import { Link } from 'wouter';
import type { StorageCheck } from '../../../shared/domain/storage.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { brokenOf } from './storage-findings.ts';
import styles from './StorageSection.module.css';
import { useAnswer } from './use-answer.ts';

/** More than these are not gone through one by one: a folder with good copies is. */
const mostNamed = 20;

/** Which creations have lost their original: each leads to where it can be found again. */
export function BrokenOriginals({ check }: { readonly check: StorageCheck }) {
  const words = text.settings;
  const broken = brokenOf(check);
  const ask = useCallback(
    (signal: AbortSignal) => {
      const ids = brokenOf(check)
        .slice(0, mostNamed)
        .map(({ id }) => id);
      return request('library.many', { ids }, { signal });
    },
    [check],
  );
  const [creations] = useAnswer(ask);
  if (!creations || creations.length === 0) return null;
  return (
    <ul className={styles.broken} aria-label={words.checkBroken}>
      {broken.slice(0, mostNamed).map(({ id, state }) => (
        <li key={id}>
          <Link href={`/library/${id}`} dir="auto">
            {creations.find((creation) => creation.id === id)?.recipe.prompt.trim() || text.viewer.untitled}
          </Link>
          <span>{words.checkStates[state]}</span>
        </li>
      ))}
      {broken.length > mostNamed ? <li>{words.checkMore(broken.length - mostNamed)}</li> : null}
    </ul>
  );
}
