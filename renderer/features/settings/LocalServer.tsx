import { useState } from 'react';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { LocalServerForm } from './LocalServerForm.tsx';
import styles from './ProvidersSection.module.css';

const words = text.settings;

/** The person's own server: set up by its address, then changed or removed. */
export function LocalServer({ provider }: { readonly provider: ProviderStatus }) {
  const [changing, setChanging] = useState(false);
  if (provider.address === null || changing) {
    return (
      <LocalServerForm
        initialAddress={provider.address ?? ''}
        providerName={provider.name}
        onSaved={() => setChanging(false)}
        onCancel={changing ? () => setChanging(false) : undefined}
      />
    );
  }
  return (
    <div className={styles.line}>
      <div className={styles.words}>
        <p className={styles.mono}>{provider.address}</p>
        {provider.serverKind ? (
          <p className={styles.detail}>{words.serverKind(provider.serverKind)}</p>
        ) : null}
      </div>
      <Button onClick={() => setChanging(true)}>{words.changeServer}</Button>
      <Button variant="ghost" onClick={() => void removeServer()}>
        {words.removeServer}
      </Button>
    </div>
  );
}

async function removeServer(): Promise<void> {
  const confirmed = await confirm({
    title: words.removeServerTitle,
    description: words.removeServerText,
    confirmLabel: words.removeServer,
    danger: true,
  });
  if (confirmed) await request('providers.setServer', null);
}
