import { ExternalLink } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { KeyPlaceDialog, type KeyPlace } from './KeyPlaceDialog.tsx';
import styles from './ProvidersSection.module.css';
import { useTask } from './use-task.ts';

const words = text.settings;

type KeyFormProps = {
  readonly provider: ProviderStatus;
  readonly onStored: () => void;
  /** Given where there is a key to go back to. */
  readonly onCancel?: (() => void) | undefined;
};

/** Takes a key; asks where to keep it on a system that cannot encrypt it. */
export function KeyForm({ provider, onStored, onCancel }: KeyFormProps) {
  const [key, setKey] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [asking, setAsking] = useState(false);
  const [saving, run] = useTask();
  const { keyPage } = provider;

  const save = (withoutKeyring: 'ask' | KeyPlace) =>
    run(async () => {
      setAsking(false);
      setRefusal(undefined);
      const answer = await request('providers.setKey', { provider: provider.id, key, withoutKeyring });
      if (answer.kind === 'ask') setAsking(true);
      else if (answer.kind === 'refused') setRefusal(answer.reason);
      else {
        setKey('');
        onStored();
      }
    });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (key.trim() !== '') save('ask');
  };

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <div className={styles.inline}>
        <TextField
          label={words.key}
          type="password"
          value={key}
          maxLength={500}
          hint={words.keyHint}
          error={refusal}
          onChange={(event) => setKey(event.target.value)}
        />
        <Button
          type="submit"
          variant="primary"
          className={styles.besideField}
          loading={saving}
          disabled={key.trim() === ''}
        >
          {words.saveKey}
        </Button>
      </div>
      <div className={styles.buttons}>
        {keyPage ? (
          <Button
            variant="ghost"
            size="small"
            icon={<ExternalLink />}
            onClick={() => void request('app.openExternal', { url: keyPage })}
          >
            {words.getKey}
          </Button>
        ) : null}
        {onCancel ? (
          <Button variant="ghost" size="small" onClick={onCancel}>
            {text.ui.cancel}
          </Button>
        ) : null}
      </div>
      <KeyPlaceDialog open={asking} onChoose={save} onClose={() => setAsking(false)} />
    </form>
  );
}
