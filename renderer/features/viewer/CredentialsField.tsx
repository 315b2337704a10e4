import { BadgeCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './DetailsPane.module.css';

/** Says when the file carries content credentials; nothing when it does not, or is missing. */
export function CredentialsField({ creation: { id, present } }: { readonly creation: Creation }) {
  const words = text.viewer;
  const [carrying, setCarrying] = useState<number | null>(null);
  useEffect(() => {
    if (!present) return undefined;
    const leaving = new AbortController();
    request('library.credentials', { id }, { signal: leaving.signal }).then(
      ({ carried }) => setCarrying(carried === true ? id : null),
      // Left for another creation, or the file cannot be read: nothing is claimed.
      () => undefined,
    );
    return () => leaving.abort();
  }, [id, present]);
  if (carrying !== id) return null;
  return (
    <div className={styles.field}>
      <dt>{words.credentials}</dt>
      <dd>
        <Tooltip text={words.credentialsHint} side="left">
          <button type="button" className={styles.badge}>
            <BadgeCheck size={14} aria-hidden="true" />
            {words.carriesCredentials}
          </button>
        </Tooltip>
      </dd>
    </div>
  );
}
