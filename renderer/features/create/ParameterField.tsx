import { useState } from 'react';
import { jsonValue, type JsonValue } from '../../../shared/domain/json.ts';
import { text } from '../../app/messages.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { isShapeChoice, sliderRange, valueLabel, type ValueParameter } from './parameter-form.ts';
import { ShapeTiles } from './ShapeTiles.tsx';
import { dispatch } from './store.ts';

const words = text.create;

type Props = {
  readonly entry: ValueParameter;
  readonly value: JsonValue | undefined;
  readonly error: string | undefined;
};

type Of<Kind extends ValueParameter['kind']> = Props & {
  readonly entry: Extract<ValueParameter, { kind: Kind }>;
};

/** One input of a model, by its kind. Knows no model and no provider. */
export function ParameterField({ entry, value, error }: Props) {
  switch (entry.kind) {
    case 'choice':
      return <ChoiceField entry={entry} value={value} error={error} />;
    case 'number':
      return <NumericField entry={entry} value={value} error={error} />;
    case 'boolean':
      return (
        <Switch
          label={entry.title}
          hint={entry.description}
          checked={value === true}
          onChange={(next) => set(entry.key, next)}
        />
      );
    case 'text':
      return <WordsField entry={entry} value={value} error={error} />;
    case 'json':
      return <JsonField entry={entry} value={value} error={error} />;
  }
}

function set(key: string, value: JsonValue | undefined): void {
  dispatch({ type: 'value', key, value });
}

/** Stands for "the provider's own default" in a list. */
const automatic = '';

function ChoiceField({ entry, value, error }: Of<'choice'>) {
  if (isShapeChoice(entry)) return <ShapeTiles entry={entry} value={value} />;
  const options = entry.options.map((option) => ({
    value: String(option),
    label: valueLabel(entry, option),
  }));
  const canBeUnset = entry.default === undefined && !entry.required;
  const current = typeof value === 'string' || typeof value === 'number' ? String(value) : automatic;
  return (
    <Select
      label={entry.title}
      hint={entry.description}
      error={error}
      value={current}
      onChange={(next) =>
        set(
          entry.key,
          entry.options.find((option) => String(option) === next),
        )
      }
      options={
        canBeUnset || current === automatic
          ? [{ value: automatic, label: words.automatic }, ...options]
          : options
      }
    />
  );
}

function NumericField({ entry, value, error }: Of<'number'>) {
  const range = sliderRange(entry);
  const number = typeof value === 'number' ? value : null;
  // A slider has no place for "not set": only where there is a value to begin with.
  if (range && number !== null && entry.default !== undefined && number >= range.min && number <= range.max) {
    return (
      <Slider
        label={entry.title}
        value={number}
        {...range}
        onChange={(next) => set(entry.key, next)}
        format={(shown) => valueLabel(entry, Number(shown.toFixed(4)))}
      />
    );
  }
  return (
    <NumberField
      label={entry.title}
      hint={entry.description}
      error={error}
      value={number}
      min={entry.min}
      max={entry.max}
      step={entry.step ?? (entry.integer ? 1 : 0.1)}
      placeholder={words.automatic}
      onChange={(next) => set(entry.key, next ?? undefined)}
    />
  );
}

function WordsField({ entry, value, error }: Of<'text'>) {
  const shared = {
    label: entry.title,
    hint: entry.description,
    error,
    value: typeof value === 'string' ? value : '',
    onChange: (event: { readonly target: { readonly value: string } }) =>
      set(entry.key, event.target.value === '' ? undefined : event.target.value),
  };
  if (entry.multiline && !entry.secret) return <TextArea {...shared} rows={2} />;
  return <TextField {...shared} type={entry.secret ? 'password' : 'text'} />;
}

type Draft = { readonly text: string; readonly value: JsonValue | undefined; readonly isBad: boolean };

/** Kept as text while it is being written; a value only once it can be read. */
function JsonField({ entry, value, error }: Of<'json'>) {
  const [draft, setDraft] = useState<Draft | null>(null);
  // A value that came from elsewhere, such as a recipe, takes the place of what was being written.
  const isOwn = draft !== null && JSON.stringify(draft.value) === JSON.stringify(value);
  const written = value === undefined ? '' : JSON.stringify(value, null, 2);
  const change = (next: string) => {
    const parsed = next.trim() === '' ? { ok: true as const, value: undefined } : parseJson(next);
    setDraft({ text: next, value: parsed.ok ? parsed.value : value, isBad: !parsed.ok });
    if (parsed.ok) set(entry.key, parsed.value);
  };
  return (
    <TextArea
      label={`${entry.title} (${words.json})`}
      hint={entry.description}
      error={isOwn && draft.isBad ? words.badJson : error}
      rows={2}
      dir="ltr"
      spellCheck={false}
      value={isOwn ? draft.text : written}
      onChange={(event) => change(event.target.value)}
    />
  );
}

function parseJson(source: string): { ok: true; value: JsonValue } | { ok: false } {
  try {
    return { ok: true, value: jsonValue.parse(JSON.parse(source)) };
  } catch {
    return { ok: false };
  }
}
