import { RotateCcw } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { chordOf, isReserved } from '../../app/chords.ts';
import { text } from '../../app/messages.ts';
import type { KnownAction } from '../../app/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { isMac } from '../../ui/key-labels.ts';
import styles from './ShortcutsSection.module.css';

const words = text.settings;

type ShortcutRowProps = {
  readonly action: KnownAction;
  /** In force; empty: none. */
  readonly keys: string;
  /** Names of the actions that want the same keys. */
  readonly rivals: readonly string[];
  readonly onChange: (keys: string) => void;
};

export function ShortcutRow({ action, keys, rivals, onChange }: ShortcutRowProps) {
  const [recording, setRecording] = useState(false);
  const [problem, setProblem] = useState<string>();

  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording) return;
    const chord = chordOf(event.nativeEvent, isMac());
    // Tab goes on to the next control, as everywhere.
    if (chord === null || chord === 'Tab' || chord === 'Shift+Tab') return;
    event.preventDefault();
    if (chord === 'Escape' || chord === 'Backspace') {
      setRecording(false);
      if (chord === 'Backspace') onChange('');
    } else if (isReserved(chord)) {
      setProblem(words.reservedKeys(chord));
    } else {
      setRecording(false);
      onChange(chord);
    }
  };

  const hint = problem ?? (recording ? words.recordingHint : undefined);
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p>{action.label}</p>
        {rivals.length > 0 ? <p className={styles.conflict}>{words.conflict(rivals.join(', '))}</p> : null}
        {hint ? (
          <p className={problem ? styles.conflict : styles.hint} role="status">
            {hint}
          </p>
        ) : null}
      </div>
      {keys === action.keys ? null : (
        <IconButton
          label={words.resetKeys(action.label)}
          icon={<RotateCcw />}
          size="small"
          onClick={() => onChange(action.keys)}
        />
      )}
      <button
        type="button"
        className={styles.keys}
        data-recording={recording}
        aria-label={words.changeKeys(action.label, keys || words.noKeys)}
        onClick={() => {
          setProblem(undefined);
          setRecording(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setRecording(false);
          setProblem(undefined);
        }}
      >
        {recording ? words.pressKeys : keys ? <Kbd keys={keys} /> : words.noKeys}
      </button>
    </li>
  );
}
