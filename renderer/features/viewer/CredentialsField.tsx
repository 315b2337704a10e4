import { BadgeAlert, BadgeCheck, BadgeQuestionMark } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { ContentCredentials } from '../../../shared/domain/credentials.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Popover } from '../../ui/Popover.tsx';
import { stateOf, summaryOf } from './credentials-words.ts';
import { CredentialsDetails } from './CredentialsDetails.tsx';
import styles from './CredentialsField.module.css';

type Carried = { readonly id: number; readonly credentials: ContentCredentials | null };

/** What the file's content credentials say, in one line that opens; nothing when it has none, or is missing. */
export function CredentialsField({ creation: { id, present } }: { readonly creation: Creation }) {
  const words = text.credentials;
  const [carried, setCarried] = useState<Carried | null>(null);
  useEffect(() => {
    if (!present) return undefined;
    const leaving = new AbortController();
    request('library.credentials', { id }, { signal: leaving.signal }).then(
      (found) => setCarried(found.carried === true ? { id, credentials: found.credentials } : null),
      // Left for another creation, or the file cannot be read: nothing is claimed.
      () => undefined,
    );
    return () => leaving.abort();
  }, [id, present]);
  if (carried?.id !== id) return null;
  const { credentials } = carried;
  const state = credentials ? stateOf(credentials) : 'unchecked';
  return (
    <div className={styles.field}>
      <dt>{words.field}</dt>
      <dd>
        <Popover
          label={words.label}
          side="left"
          trigger={
            <button type="button" className={styles.line} data-state={state}>
              <Badge state={state} />
              {credentials ? summaryOf(credentials) : words.unreadable}
            </button>
          }
        >
          <CredentialsDetails credentials={credentials} />
        </Popover>
      </dd>
    </div>
  );
}

function Badge({ state }: { readonly state: ReturnType<typeof stateOf> }) {
  if (state === 'intact') return <BadgeCheck size={14} aria-hidden="true" />;
  if (state === 'changed' || state === 'broken') return <BadgeAlert size={14} aria-hidden="true" />;
  return <BadgeQuestionMark size={14} aria-hidden="true" />;
}
