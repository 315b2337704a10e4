import { text } from '../../app/messages.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import styles from './ProvidersSection.module.css';

const words = text.settings;

type WorkflowFieldProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
};

/** The graph ComfyUI runs, and how the studio fills it in. */
export function WorkflowField({ value, onChange, error }: WorkflowFieldProps) {
  return (
    <div className={styles.workflow}>
      <TextArea
        label={words.workflow}
        rows={6}
        dir="ltr"
        spellCheck={false}
        maxLength={2_000_000}
        value={value}
        error={error}
        hint={words.workflowHint}
        onChange={(event) => onChange(event.target.value)}
      />
      <dl className={styles.placeholders}>
        {words.workflowPlaceholders.map(([placeholder, meaning]) => (
          <div key={placeholder} className={styles.placeholder}>
            <dt className={styles.mono}>{placeholder}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
