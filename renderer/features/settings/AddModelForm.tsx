import { useState, type SubmitEvent } from 'react';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './ModelsSection.module.css';
import { useTask } from './use-task.ts';

const words = text.settings;
const slugPattern = /^[\w.-]+\/[\w.-]+(?::[0-9a-f]{64})?$/i;

/** Adds any model of Replicate by its name. */
export function AddModelForm() {
  const [slug, setSlug] = useState('');
  const [problem, setProblem] = useState<string>();
  const [adding, run] = useTask();

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = slug.trim().replace(/^https:\/\/replicate\.com\//, '');
    if (!slugPattern.test(wanted)) {
      setProblem(words.badSlug);
      return;
    }
    setProblem(undefined);
    run(async () => {
      const answer = await request('models.addReplicate', { slug: wanted });
      if (answer.ok) {
        setSlug('');
        toast({ kind: 'success', text: words.addedModel(wanted) });
        return;
      }
      const { what, todo } = describeFailure(answer.error, wanted);
      setProblem(`${what} ${todo}`);
    });
  };

  return (
    <form className={styles.addForm} onSubmit={onSubmit}>
      <TextField
        label={words.addModel}
        placeholder={words.addModelPlaceholder}
        hint={words.addModelHint}
        error={problem}
        maxLength={200}
        value={slug}
        onChange={(event) => setSlug(event.target.value)}
      />
      <Button type="submit" className={styles.besideField} loading={adding} disabled={slug.trim() === ''}>
        {words.add}
      </Button>
    </form>
  );
}
