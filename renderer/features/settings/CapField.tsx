import { type FormEvent, useState } from 'react';
import { toMicroUsd } from '../../../shared/domain/money.ts';
import { formatSum } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/toasts.ts';
import { readDollars } from './read-dollars.ts';
import styles from './SpendingSection.module.css';
import { useTask } from './use-task.ts';

const words = text.spending;

/** The most to spend in a month; beyond it paid jobs wait. */
export function CapField({ capMicros }: { readonly capMicros: number | null }) {
  const [typed, setTyped] = useState(capMicros === null ? '' : (capMicros / 1_000_000).toFixed(2));
  const [saving, run] = useTask();
  const usd = readDollars(typed);
  const isWrong = typed.trim() !== '' && usd === null;
  const next = usd === null ? null : toMicroUsd(usd);

  const save = (cap: number | null) =>
    run(async () => {
      await request('billing.setCap', { capMicros: cap });
      toast({
        kind: 'success',
        text: cap === null ? words.capRemoved : words.capSaved(formatSum(cap)),
      });
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong) save(next);
  };

  return (
    <form className={styles.cap} onSubmit={onSubmit}>
      <TextField
        label={words.cap}
        hint={words.capHint}
        error={isWrong ? words.capWrong : undefined}
        inputMode="decimal"
        placeholder={words.noCap}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles.capButtons}>
        <Button type="submit" loading={saving} disabled={isWrong || next === capMicros}>
          {words.setCap}
        </Button>
        {capMicros === null ? null : (
          <Button variant="ghost" onClick={() => save(null)}>
            {words.removeCap}
          </Button>
        )}
      </div>
    </form>
  );
}
