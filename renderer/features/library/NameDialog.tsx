import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { closeNameQuestion, useNameQuestion } from './name-prompt.ts';
import styles from './NameDialog.module.css';

/** Asks for the name of a collection, a tag or a saved search. */
export function NameDialog() {
  const question = useNameQuestion((state) => state.question);
  // A question of its own is a form of its own.
  return question ? <NameForm key={question.title} /> : null;
}

function NameForm() {
  const question = useNameQuestion((state) => state.question);
  const [name, setName] = useState(question?.value ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  if (!question) return null;
  const usable = name.trim() !== '';
  const suggested = question.suggest?.of(name) ?? [];
  const submit = async (given: string): Promise<void> => {
    if (given.trim() === '') return;
    const refused = await question.submit(given.trim());
    setProblem(refused);
    if (refused === null) closeNameQuestion();
  };
  return (
    <Dialog
      open
      title={question.title}
      onClose={closeNameQuestion}
      footer={
        <>
          <Button onClick={closeNameQuestion}>{text.library.shelves.cancel}</Button>
          <Button variant="primary" disabled={!usable} onClick={() => void submit(name)}>
            {question.confirmLabel}
          </Button>
        </>
      }
    >
      <TextField
        label={question.label}
        value={name}
        maxLength={question.maxLength}
        error={problem ?? undefined}
        onChange={(event) => {
          setName(event.target.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void submit(name);
        }}
      />
      {question.suggest ? (
        <div className={styles.suggested} role="group" aria-label={question.suggest.label}>
          {suggested.map((known) => (
            <Chip key={known} onClick={() => void submit(known)}>
              {known}
            </Chip>
          ))}
        </div>
      ) : null}
    </Dialog>
  );
}
