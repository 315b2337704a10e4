import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ConsentDialog.module.css';
import type { Composer } from './use-composer.ts';

const words = text.create.consent;

type Props = {
  readonly composer: Composer;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAgree: () => void;
};

/** Before the first use of a provider: what is sent, and to whom. */
export function ConsentDialog({ composer, open, onClose, onAgree }: Props) {
  const { provider, form } = composer;
  const [remember, setRemember] = useState(false);
  if (!provider) return null;
  const files = form.files.filter((file) => file.key !== null).length;
  const agree = () => {
    // The answer is remembered beside the job, not before it: sending must not wait for it.
    if (remember) void request('providers.acknowledge', { provider: provider.id });
    onAgree();
  };
  return (
    <Dialog
      title={words.title(provider.name)}
      description={words.text(provider.sendsTo)}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button variant="primary" autoFocus onClick={agree}>
            {words.send}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <ul>
          <li>{words.items.prompt}</li>
          {files > 0 ? <li>{words.items.files(files)}</li> : null}
        </ul>
        <p>{words.not}</p>
        <Switch label={words.remember} checked={remember} onChange={setRemember} />
      </div>
    </Dialog>
  );
}
