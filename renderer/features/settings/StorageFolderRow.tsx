import { useEffect } from 'react';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { LibraryMove } from '../../../shared/domain/storage.ts';
import { formatBytes } from '../../../shared/format.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { useAppInfo } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { request, subscribe } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { toast } from '../../ui/toasts.ts';
import { restart } from './restart.ts';
import { SettingRow } from './Section.tsx';
import styles from './StorageSection.module.css';
import { useAnswer } from './use-answer.ts';
import { fractionOf } from './use-storage-task.ts';
import { useTask } from './use-task.ts';

const words = text.settings;

/** Where the library is, and moving it somewhere else while it stays in use. */
export function StorageFolderRow() {
  const info = useAppInfo();
  const [move, askAgain] = useAnswer(readMove);
  const [asking, run] = useTask();

  useEffect(
    () =>
      subscribe('storage.progress', ({ task }) => {
        if (task === 'move') askAgain();
      }),
    [askAgain],
  );

  const settle = (answer: { readonly ok: true } | { readonly ok: false; readonly error: Failure }) => {
    if (!answer.ok) {
      const { what, todo } = describeFailure(answer.error, words.folder);
      toast({ text: `${what} ${todo}`, kind: 'error' });
    }
    askAgain();
  };
  const start = (folder: string | null) => run(async () => settle(await request('storage.move', { folder })));
  const callOff = () => run(async () => settle(await request('storage.cancelMove', {})));

  return (
    <>
      <SettingRow label={words.folder} hint={info?.dataFolder}>
        <div className={styles.buttons}>
          {move ? null : (
            <Button loading={asking} onClick={() => start(null)}>
              {words.move}
            </Button>
          )}
          <Button onClick={() => void request('app.revealData', {})}>{words.reveal}</Button>
        </div>
      </SettingRow>
      {move ? <Moving move={move} onRetry={start} onCallOff={callOff} /> : null}
    </>
  );
}

const readMove = (signal: AbortSignal) => request('storage.moveStatus', {}, { signal });

type MovingProps = {
  readonly move: LibraryMove;
  readonly onRetry: (folder: string) => void;
  readonly onCallOff: () => void;
};

function Moving({ move, onRetry, onCallOff }: MovingProps) {
  const { state, to, copiedBytes, totalBytes, problem } = move;
  return (
    <div className={styles.move} data-state={state}>
      <div className={styles.moveWords}>
        <p role="status">{words.moveStates[state]}</p>
        <p className={styles.moveTo}>{state === 'failed' ? problem : words.moveTo(to)}</p>
      </div>
      {state === 'copying' ? (
        <div className={styles.moveProgress}>
          <ProgressBar value={fractionOf({ done: copiedBytes, total: totalBytes })} label={words.move} />
          <span>{words.moveBytes(formatBytes(copiedBytes), formatBytes(totalBytes))}</span>
        </div>
      ) : null}
      <Button size="small" onClick={onCallOff}>
        {words.moveCancel}
      </Button>
      {state === 'waiting' ? (
        <Button size="small" variant="primary" onClick={() => void restart()}>
          {words.restartNow}
        </Button>
      ) : null}
      {state === 'failed' ? (
        <Button size="small" variant="primary" onClick={() => onRetry(to)}>
          {words.moveRetry}
        </Button>
      ) : null}
    </div>
  );
}
