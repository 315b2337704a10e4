import { useState } from 'react';
import { maxNoteLength } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { keysInWords } from '../../ui/key-labels.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { appendNote, closeNoteQuestion, setNote, useNoteQuestion } from './noting.ts';

/** Asks for a note on one creation or on many. */
export function NoteDialog() {
  const question = useNoteQuestion((state) => state.question);
  return question ? <NoteForm ids={question.ids} text={question.text} /> : null;
}

function NoteForm({ ids, text: before }: { readonly ids: readonly number[]; readonly text: string }) {
  const words = text.library.notes;
  const [note, setText] = useState(before);
  const [single, ...others] = ids;
  const many = others.length > 0;
  const usable = many ? note.trim() !== '' : note.trim() !== before;
  const submit = (): void => {
    if (!usable || single === undefined) return;
    closeNoteQuestion();
    void (many ? appendNote(ids, note) : setNote(single, note));
  };
  return (
    <Dialog
      open
      title={words.title(ids.length)}
      onClose={closeNoteQuestion}
      footer={
        <>
          <Button onClick={closeNoteQuestion}>{text.library.shelves.cancel}</Button>
          <Button variant="primary" disabled={!usable} onClick={submit}>
            {many ? words.append : words.save}
          </Button>
        </>
      }
    >
      <TextArea
        label={words.label}
        hideLabel
        hint={(many ? words.appendHint : words.hint)(keysInWords('Mod+Enter'))}
        rows={6}
        value={note}
        maxLength={maxNoteLength}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          submit();
        }}
      />
    </Dialog>
  );
}
