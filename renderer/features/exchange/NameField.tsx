import { useEffect, useRef, useState } from 'react';
import type { ExportOptions, ExportPreview } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Chip } from '../../ui/Chip.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { insertToken } from './export-form.ts';
import { changeOptions } from './export-store.ts';
import styles from './NameField.module.css';

const words = text.exchange.export;
/** The preview shows a handful; more ids would only travel. */
const previewed = 5;

type Props = { readonly ids: readonly number[]; readonly options: ExportOptions };

/** The template of the names, the words it can hold, and the names it makes. */
export function NameField({ ids, options }: Props) {
  const field = useRef<HTMLDivElement>(null);
  const preview = usePreview(ids, options);
  const blank = options.template.trim() === '';
  const unknown = preview?.unknown ?? [];
  const error = blank ? words.emptyTemplate : unknown.length > 0 ? words.unknownToken(unknown) : undefined;

  const add = (token: string): void => {
    const input = field.current?.querySelector('input');
    if (!input) return;
    const end = input.value.length;
    const next = insertToken(options.template, token, {
      start: input.selectionStart ?? end,
      end: input.selectionEnd ?? end,
    });
    changeOptions({ template: next.template.slice(0, 300) });
    input.focus();
    requestAnimationFrame(() => input.setSelectionRange(next.caret, next.caret));
  };

  return (
    <div className={styles.name} ref={field}>
      <TextField
        label={words.template}
        hint={words.templateHint}
        error={error}
        value={options.template}
        maxLength={300}
        onChange={(event) => changeOptions({ template: event.target.value })}
      />
      <div className={styles.tokens} role="group" aria-label={words.tokensLabel}>
        {Object.entries(words.tokens).map(([token, label]) => (
          <Chip key={token} onClick={() => add(token)}>
            {label}
          </Chip>
        ))}
      </div>
      <div className={styles.preview}>
        <p className={styles.caption}>{words.preview}</p>
        <ul aria-live="polite">
          {preview?.names.map((name) => (
            <li key={name} dir="auto" title={name}>
              {name}
            </li>
          ))}
        </ul>
        {preview && ids.length > preview.names.length ? (
          <p className={styles.caption}>{words.more(ids.length - preview.names.length)}</p>
        ) : null}
      </div>
    </div>
  );
}

/** The names as the export would write them; the last ones while new ones are on their way. */
function usePreview(ids: readonly number[], options: ExportOptions): ExportPreview | null {
  const [preview, setPreview] = useState<ExportPreview | null>(null);
  useEffect(() => {
    if (options.template.trim() === '') return undefined;
    const replaced = new AbortController();
    request('export.preview', { ids: ids.slice(0, previewed), options }, { signal: replaced.signal }).then(
      setPreview,
      // Replaced by a newer one, or the core is at fault: the names shown stay.
      () => undefined,
    );
    return () => replaced.abort();
  }, [ids, options]);
  return preview;
}
