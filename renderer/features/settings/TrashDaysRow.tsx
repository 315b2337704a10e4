import { text } from '../../app/messages.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { Select } from '../../ui/Select.tsx';
import { SettingRow } from './Section.tsx';
import styles from './StorageSection.module.css';

const words = text.settings;
const offered = [7, 30, 90, 365];

/** How long things wait in the trash. */
export function TrashDaysRow() {
  const days = useSettings((settings) => settings.trashDays);
  // A number from the settings file itself is kept and shown too.
  const choices =
    days === null || offered.includes(days) ? offered : [...offered, days].toSorted((a, b) => a - b);
  return (
    <SettingRow label={words.trash} hint={words.trashText}>
      <div className={styles.choice}>
        <Select
          label={words.trash}
          hideLabel
          value={days === null ? 'never' : String(days)}
          onChange={(value) => void updateSettings({ trashDays: value === 'never' ? null : Number(value) })}
          options={[
            ...choices.map((each) => ({ value: String(each), label: words.trashAfter(each) })),
            { value: 'never', label: words.trashNever },
          ]}
        />
      </div>
    </SettingRow>
  );
}
