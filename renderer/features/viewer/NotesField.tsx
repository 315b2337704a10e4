import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Creation, maxNoteLength } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { saveNote } from '../library/noting.ts';
import styles from './NotesField.module.css';
import { useViewer, wantNotes } from './store.ts';

/** How long the keys must rest before what was typed is kept. */
const restMs = 600;

/** A person's own words on one creation, kept while they are typed. One component a creation: give it a `key`. */
export function NotesField({ creation: { id, notes } }: { readonly creation: Creation }) {
  const words = text.library.notes;
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(notes);
  const [known, setKnown] = useState(notes);
  /** What there was before; swapped with what there is by each undo. */
  const [former, setFormer] = useState(notes);
  const wanted = useViewer((state) => state.notesWanted);
  const isKept = draft.trim() === notes;

  // Changed elsewhere: followed, unless something is being typed.
  if (notes !== known) {
    setKnown(notes);
    if (draft.trim() === known) setDraft(notes);
  }

  const keep = useEffectEvent(() => {
    if (!isKept) void saveNote(id, draft);
  });
  useEffect(() => {
    if (draft.trim() === notes) return undefined;
    const timer = setTimeout(() => void saveNote(id, draft), restMs);
    return () => clearTimeout(timer);
  }, [draft, notes, id]);
  useEffect(() => {
    const onHide = () => keep();
    window.addEventListener('pagehide', onHide);
    return () => {
      window.removeEventListener('pagehide', onHide);
      keep();
    };
  }, []);
  useEffect(() => {
    if (!wanted) return;
    field.current?.focus();
    wantNotes(false);
  }, [wanted]);

  const undo = (): void => {
    setFormer(notes);
    setDraft(former);
    void saveNote(id, former);
  };
  return (
    <section>
      <TextArea
        ref={field}
        label={words.label}
        rows={2}
        placeholder={words.placeholder}
        value={draft}
        maxLength={maxNoteLength}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={() => setFormer(notes)}
        onBlur={keep}
      />
      <div className={styles.state}>
        <span role="status">{isKept ? (notes === former ? '' : words.saved) : words.saving}</span>
        {isKept && notes !== former ? (
          <Button variant="ghost" size="small" onClick={undo}>
            {text.library.undo}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
