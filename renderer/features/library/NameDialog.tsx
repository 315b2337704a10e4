import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { closeNameQuestion, useNameQuestion } from './name-prompt.ts';

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
  const submit = async (): Promise<void> => {
    if (!usable) return;
    const refused = await question.submit(name.trim());
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
          <Button variant="primary" disabled={!usable} onClick={() => void submit()}>
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
          void submit();
        }}
      />
    </Dialog>
  );
}
