import { useState } from 'react';
import type { StorageCheck, StorageRepair } from '../../../shared/domain/storage.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { toast } from '../../ui/toasts.ts';
import { BrokenOriginals } from './BrokenOriginals.tsx';
import { SettingRow } from './Section.tsx';
import { findingsOf, isRepairable, repairsOf } from './storage-findings.ts';
import styles from './StorageSection.module.css';
import { useStorageTask } from './use-storage-task.ts';

const words = text.settings;

/** Reads the whole library again, says what it found, and puts right what can be. */
export function StorageCheckRow() {
  const [found, setFound] = useState<StorageCheck | null>(null);
  const [repaired, setRepaired] = useState<StorageRepair | null>(null);
  const checking = useStorageTask('check');
  const repairing = useStorageTask('repair');
  const busy = checking.running || repairing.running;
  const task = repairing.running ? repairing : checking;

  const check = () =>
    checking.run(async (signal) => {
      setFound(null);
      setRepaired(null);
      setFound(await request('storage.check', {}, { signal }));
    });
  const repair = () =>
    repairing.run(async (signal) => {
      const answer = await request('storage.repair', {}, { signal });
      if (answer.ok) {
        setRepaired(answer.value);
        setFound(answer.value.left);
      } else {
        const { what, todo } = describeFailure(answer.error, words.folder);
        toast({ text: `${what} ${todo}`, kind: 'error' });
      }
    });

  return (
    <>
      <SettingRow label={words.check} hint={words.checkText}>
        {busy ? (
          <div className={styles.task}>
            <ProgressBar
              value={task.fraction}
              label={repairing.running ? words.repairRunning : words.checkRunning}
            />
            <Button onClick={task.cancel}>{words.stopTask}</Button>
          </div>
        ) : (
          <Button onClick={check}>{words.check}</Button>
        )}
      </SettingRow>
      <div role="status">
        {repaired && !busy ? <Lines lines={repairsOf(repaired)} good /> : null}
        {found && !busy ? <Findings found={found} onRepair={repaired ? null : repair} /> : null}
      </div>
    </>
  );
}

type FindingsProps = {
  readonly found: StorageCheck;
  /** Null after a repair: a second one would find the same. */
  readonly onRepair: (() => void) | null;
};

function Findings({ found, onRepair }: FindingsProps) {
  const findings = findingsOf(found, onRepair === null);
  if (findings.length === 0) {
    return <Lines lines={[words.checkDone(found.checked.toLocaleString('en'))]} good />;
  }
  return (
    <>
      <Lines lines={findings} good={false} />
      <BrokenOriginals check={found} />
      {onRepair && isRepairable(found) ? (
        <div className={styles.repair}>
          <p>{words.repairText}</p>
          <Button variant="primary" onClick={onRepair}>
            {words.repair}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Lines({ lines, good }: { readonly lines: readonly string[]; readonly good: boolean }) {
  return (
    <ul className={good ? styles.fine : styles.problems}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
