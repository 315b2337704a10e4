import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import styles from './RadioCards.module.css';

type RadioCardsProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly text: string }[];
};

/** One of a few that need a sentence each; arrow keys move the choice. */
export function RadioCards<Value extends string>({
  label,
  value,
  onChange,
  options,
}: RadioCardsProps<Value>) {
  return (
    <RadioGroup aria-label={label} className={styles.group} value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          className={styles.card}
          aria-label={option.label}
          aria-description={option.text}
        >
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.words}>
            <span className={styles.label}>{option.label}</span>
            <span className={styles.text}>{option.text}</span>
          </span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
