import { useEffect } from 'react';
import type { ReferenceUse } from '../../../shared/domain/storage.ts';
import { text } from '../../app/messages.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { request, subscribe } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Select } from '../../ui/Select.tsx';
import { LocateButton } from '../exchange/LocateButton.tsx';
import { Card, SettingRow } from './Section.tsx';
import styles from './StorageSection.module.css';
import { useAnswer } from './use-answer.ts';

const words = text.originals.settings;
const kinds = ['ask', 'copy', 'reference'] as const;

/** Where imported files are kept, what stays in place, and finding again what is missing. */
export function StorageOriginals() {
  const keep = useSettings((settings) => settings.importKeep);
  return (
    <Card>
      <SettingRow label={words.importTitle} hint={words.importText}>
        <div className={styles.choice}>
          <Select
            label={words.importTitle}
            hideLabel
            value={keep}
            onChange={(importKeep) => void updateSettings({ importKeep })}
            options={kinds.map((value) => ({ value, label: words.importOptions[value] }))}
          />
        </div>
      </SettingRow>
      <References />
      <SettingRow label={words.locate} hint={words.locateText}>
        <LocateButton />
      </SettingRow>
    </Card>
  );
}

const readReferences = (signal: AbortSignal) => request('storage.references', {}, { signal });

function References() {
  const [use, askAgain] = useAnswer(readReferences);
  useEffect(
    () =>
      subscribe('storage.progress', ({ task }) => {
        if (task === 'copy-in') askAgain();
      }),
    [askAgain],
  );

  const change = async (route: 'storage.copyReferences' | 'storage.cancelCopies') => {
    await request(route, {});
    askAgain();
  };
  const copyIn = async ({ count, sizeBytes }: ReferenceUse) => {
    const agreed = await confirm({
      title: words.copyTitle(count),
      description: words.copyText(sizeBytes),
      confirmLabel: words.copyIn,
    });
    if (agreed) await change('storage.copyReferences');
  };

  if (!use) return null;
  const { count, sizeBytes, copying, failed } = use;
  const said = copying ? copyingWords(copying) : words.referencesUse(count, sizeBytes);
  return (
    <SettingRow
      label={words.references}
      hint={failed > 0 && !copying ? `${said} ${words.copyFailed(failed)}` : said}
    >
      {copying?.problem ? (
        <Button onClick={() => void change('storage.copyReferences')}>{words.copyGoOn}</Button>
      ) : null}
      {copying ? (
        <Button onClick={() => void change('storage.cancelCopies')}>{words.copyCancel}</Button>
      ) : null}
      {count > 0 && !copying ? <Button onClick={() => void copyIn(use)}>{words.copyIn}</Button> : null}
    </SettingRow>
  );
}

function copyingWords({ left, leftBytes, problem }: NonNullable<ReferenceUse['copying']>): string {
  return problem === null ? words.copying(left, leftBytes) : words.copyStopped(problem);
}
