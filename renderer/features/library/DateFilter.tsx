import { format } from 'date-fns';
import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { datePresets } from '../../../shared/domain/search-date.ts';
import { anyDate, type DateRange, presetOf, presetRange, rangeOfDays } from './date-range.ts';
import styles from './FilterBar.module.css';
import { FilterButton } from './FilterButton.tsx';
import { formatDay } from './dates.ts';

type Props = { readonly range: DateRange; readonly onChange: (range: DateRange) => void };

const fieldDay = (ms: number | null): string => (ms === null ? '' : format(ms, 'yyyy-MM-dd'));

export function DateFilter({ range, onChange }: Props) {
  const words = text.library.date;
  const [open, setOpen] = useState(false);
  const [now, setNow] = useState(Date.now);
  const preset = presetOf(range, now);
  const choose = (next: DateRange) => {
    onChange(next);
    setOpen(false);
  };
  const lastDay = range.to === null ? null : range.to - 1;

  return (
    <Popover
      label={words.label}
      open={open}
      onOpenChange={(next) => {
        setNow(Date.now());
        setOpen(next);
      }}
      trigger={<FilterButton name={words.label} chosen={describe(range, now)} />}
    >
      <div className={styles.dates}>
        <div className={styles.presets}>
          {datePresets.map((each) => (
            <Chip key={each} selected={each === preset} onClick={() => choose(presetRange(each, now))}>
              {words[each]}
            </Chip>
          ))}
        </div>
        <div className={styles.fromTo}>
          <TextField
            type="date"
            label={words.from}
            value={fieldDay(range.from)}
            onChange={(event) => onChange(rangeOfDays(event.target.value, fieldDay(lastDay)))}
          />
          <TextField
            type="date"
            label={words.to}
            value={fieldDay(lastDay)}
            onChange={(event) => onChange(rangeOfDays(fieldDay(range.from), event.target.value))}
          />
        </div>
        <Button
          variant="ghost"
          size="small"
          className={styles.anyDate}
          disabled={range.from === null && range.to === null}
          onClick={() => choose(anyDate)}
        >
          {words.clear}
        </Button>
      </div>
    </Popover>
  );
}

function describe(range: DateRange, now: number): string | null {
  const words = text.library.date;
  const preset = presetOf(range, now);
  if (preset) return words[preset];
  const { from, to } = range;
  if (from !== null && to !== null) return words.range(formatDay(from), formatDay(to - 1));
  if (from !== null) return words.since(formatDay(from));
  return to === null ? null : words.until(formatDay(to - 1));
}
