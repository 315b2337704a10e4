import { useState } from 'react';
import type { KeepOriginals } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { updateSettings } from '../../app/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioCards } from '../../ui/RadioCards.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useImports } from './import-store.ts';
import styles from './KeepDialog.module.css';

const words = text.originals.choice;
const kinds: readonly KeepOriginals[] = ['copy', 'reference'];

/** Whether files that come in are copied or stay where they are. Rendered once; `askKeep` opens it. */
export function KeepDialog() {
  const question = useImports((state) => state.question);
  const [keep, setKeep] = useState<KeepOriginals>('copy');
  const [always, setAlways] = useState(true);
  if (!question) return null;
  const watching = question.about === 'watch';
  const start = () => {
    // The import must not wait for the setting.
    if (always && !watching) void updateSettings({ importKeep: keep });
    question.answer(keep);
  };
  return (
    <Dialog
      open
      size="medium"
      title={watching ? words.watchTitle : words.title}
      description={watching ? words.watchText : undefined}
      onClose={() => question.answer(null)}
      footer={
        <>
          <Button onClick={() => question.answer(null)}>{words.cancel}</Button>
          <Button variant="primary" autoFocus onClick={start}>
            {watching ? words.watch : words.start}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <RadioCards
          label={words.title}
          value={keep}
          onChange={setKeep}
          options={kinds.map((value) => ({ value, ...words.options[value] }))}
        />
        {watching ? null : (
          <Switch label={words.remember} hint={words.rememberHint} checked={always} onChange={setAlways} />
        )}
      </div>
    </Dialog>
  );
}
