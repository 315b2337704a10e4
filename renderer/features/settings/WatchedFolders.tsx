import { CircleAlert, FolderSync } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { WatchedFolder } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { request, subscribe } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Select } from '../../ui/Select.tsx';
import { toast } from '../../ui/toasts.ts';
import { askKeep } from '../exchange/import-store.ts';
import { SkippedDialog } from '../exchange/SkippedDialog.tsx';
import { Card, SettingRow } from './Section.tsx';
import { useAnswer } from './use-answer.ts';
import styles from './WatchedFolders.module.css';

const words = text.originals.settings;
const kinds = ['copy', 'reference'] as const;

const readFolders = (signal: AbortSignal) => request('watched.list', {}, { signal });

async function addFolder(): Promise<void> {
  const keep = await askKeep('watch');
  if (keep === null) return;
  const answer = await request('watched.add', { keep });
  if (!answer.ok) toast({ text: `${words.addFailed}: ${answer.error.detail ?? ''}`, kind: 'error' });
}

async function stopWatching({ id, path }: WatchedFolder): Promise<void> {
  const agreed = await confirm({
    title: words.stopTitle,
    description: words.stopText(path),
    confirmLabel: words.stopWatching,
  });
  if (agreed) await request('watched.remove', { id });
}

/** Folders whose pictures and clips come in by themselves. */
export function WatchedFolders() {
  const [folders, askAgain] = useAnswer(readFolders);
  const [skippedRun, setSkippedRun] = useState<number | null>(null);
  useEffect(() => subscribe('watched.changed', askAgain), [askAgain]);
  return (
    <Card>
      <SettingRow
        label={words.watched}
        hint={folders?.length === 0 ? `${words.watchedText} ${words.watchedNone}` : words.watchedText}
      >
        <Button onClick={() => void addFolder()}>{words.addWatched}</Button>
      </SettingRow>
      {folders && folders.length > 0 ? (
        <ul className={styles.folders} aria-label={words.watched}>
          {folders.map((folder) => (
            <Folder key={folder.id} folder={folder} onShowSkipped={setSkippedRun} />
          ))}
        </ul>
      ) : null}
      {skippedRun === null ? null : <SkippedDialog runId={skippedRun} onClose={() => setSkippedRun(null)} />}
    </Card>
  );
}

/** What people know a folder by; the whole of a root such as `/` or `D:\\`. */
function lastName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

type FolderProps = {
  readonly folder: WatchedFolder;
  readonly onShowSkipped: (runId: number) => void;
};

function Folder({ folder, onShowSkipped }: FolderProps) {
  const { id, path, keep, state, skippedRunId } = folder;
  return (
    <li className={styles.folder} data-state={state}>
      {state === 'watching' ? (
        <FolderSync size={16} aria-hidden="true" />
      ) : (
        <CircleAlert size={16} aria-hidden="true" />
      )}
      <div className={styles.words}>
        <p className={styles.name} dir="auto">
          {lastName(path)}
        </p>
        <p className={styles.state} title={path}>
          {`${words.watchStates[state]} · ${path}`}
        </p>
      </div>
      {skippedRunId === null ? null : (
        <Button size="small" variant="ghost" onClick={() => onShowSkipped(skippedRunId)}>
          {words.watchedSkipped}
        </Button>
      )}
      <div className={styles.keep}>
        <Select
          label={words.keepOf(path)}
          hideLabel
          value={keep}
          onChange={(next) => void request('watched.setKeep', { id, keep: next })}
          options={kinds.map((value) => ({ value, label: words.keep[value] }))}
        />
      </div>
      <Button
        size="small"
        variant="ghost"
        aria-label={words.stopWatchingThis(path)}
        onClick={() => void stopWatching(folder)}
      >
        {words.stopWatching}
      </Button>
    </li>
  );
}
