import { useState } from 'react';
import { ui } from '../../shared/messages/en/ui.ts';
import { Button } from './Button.tsx';
import { useQuestion } from './confirm.ts';
import { Dialog } from './Dialog.tsx';

/** Shows the question asked by `confirm`; rendered once, by the app. */
export function ConfirmHost() {
  const question = useQuestion((state) => state.question);
  // Keeps the words in place while the dialog fades out.
  const [shown, setShown] = useState(question);
  if (question && question !== shown) setShown(question);
  return (
    <Dialog
      title={shown?.title ?? ''}
      description={shown?.description}
      open={question !== null}
      onClose={() => question?.answer(false)}
      footer={
        <>
          <Button onClick={() => question?.answer(false)}>{ui.cancel}</Button>
          <Button variant={shown?.danger ? 'danger' : 'primary'} onClick={() => question?.answer(true)}>
            {shown?.confirmLabel}
          </Button>
        </>
      }
    />
  );
}
