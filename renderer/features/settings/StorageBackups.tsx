import { format } from 'date-fns';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { LibraryBackup } from '../../../shared/domain/storage.ts';
import { formatBytes } from '../../../shared/format.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { toast } from '../../ui/toasts.ts';
import { restart } from './restart.ts';
import { Card, SettingRow } from './Section.tsx';
import styles from './StorageBackups.module.css';
import { useAnswer } from './use-answer.ts';
import { useTask } from './use-task.ts';

const words = text.settings;

function tell(failure: Failure): void {
  const { what, todo } = describeFailure(failure, words.backups);
  toast({ text: `${what} ${todo}`, kind: 'error' });
}

const readBackups = (signal: AbortSignal) => request('storage.backups', {}, { signal });

const dayOf = (backup: LibraryBackup): string => format(backup.madeAt, 'd MMMM yyyy, HH:mm');

/** Copies of the database: made, listed, and brought back at the next start. */
export function StorageBackups() {
  const [kept, reload] = useAnswer(readBackups);
  const [backingUp, run] = useTask();

  const backUp = () =>
    run(async () => {
      const answer = await request('storage.backup', {});
      if (answer.ok) toast({ kind: 'success', text: words.backedUp(formatBytes(answer.value.sizeBytes)) });
      else tell(answer.error);
      reload();
    });
  const restore = async (name: string | null) => {
    const answer = await request('storage.restore', { name });
    if (!answer.ok) tell(answer.error);
    reload();
  };
  const askRestore = async (backup: LibraryBackup) => {
    const agreed = await confirm({
      title: words.restoreTitle(dayOf(backup)),
      description: words.restoreText,
      confirmLabel: words.restore,
    });
    if (agreed) await restore(backup.name);
  };

  const restoring = kept?.backups.find(({ name }) => name === kept.restoring);
  return (
    <Card>
      <SettingRow label={words.backups} hint={words.backupsText}>
        <Button loading={backingUp} onClick={backUp}>
          {words.backUpNow}
        </Button>
      </SettingRow>
      {restoring ? (
        <div className={styles.pending} role="status">
          <p>{words.restorePending(dayOf(restoring))}</p>
          <Button size="small" onClick={() => void restore(null)}>
            {words.restoreNot}
          </Button>
          <Button size="small" variant="primary" onClick={() => void restart()}>
            {words.restartNow}
          </Button>
        </div>
      ) : null}
      {kept && kept.backups.length > 0 ? (
        <div className={styles.list}>
          <Disclosure label={words.backupList} detail={kept.backups.length}>
            <ul className={styles.backups}>
              {kept.backups.map((backup) => (
                <li key={backup.name}>
                  <span className={styles.made}>{dayOf(backup)}</span>
                  <span className={styles.note}>{words.backupReasons[backup.reason]}</span>
                  <span className={styles.note}>{formatBytes(backup.sizeBytes)}</span>
                  <Button
                    size="small"
                    variant="ghost"
                    disabled={backup.name === kept.restoring}
                    aria-label={words.restoreThis(dayOf(backup))}
                    onClick={() => void askRestore(backup)}
                  >
                    {words.restore}
                  </Button>
                </li>
              ))}
            </ul>
            <p className={styles.folder}>{words.backupFolder(kept.folder)}</p>
          </Disclosure>
        </div>
      ) : null}
    </Card>
  );
}
