import { useState } from 'react';
import type { StorageCheck } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { SettingRow } from './Section.tsx';
import styles from './StorageSection.module.css';
import { useTask } from './use-task.ts';

const words = text.settings;

/** Reads the whole library again and says what it found. */
export function StorageCheckRow() {
  const [report, setReport] = useState<StorageCheck | null>(null);
  const [checking, run] = useTask();
  const check = () =>
    run(async () => {
      setReport(null);
      setReport(await request('storage.check', {}));
    });
  return (
    <>
      <SettingRow label={words.check} hint={words.checkText}>
        <Button loading={checking} onClick={check}>
          {words.check}
        </Button>
      </SettingRow>
      <div role="status">{report ? <Report report={report} /> : null}</div>
    </>
  );
}

function Report({ report }: { readonly report: StorageCheck }) {
  const { checked, missing, damaged, strays, databaseOk } = report;
  const problems = [
    ...(databaseOk ? [] : [words.checkDatabase]),
    ...(missing.length > 0 ? [words.checkMissing(missing.length)] : []),
    ...(damaged.length > 0 ? [words.checkDamaged(damaged.length)] : []),
    ...(strays > 0 ? [words.checkStrays(strays)] : []),
  ];
  if (problems.length === 0) {
    return <p className={styles.fine}>{words.checkDone(checked.toLocaleString('en'))}</p>;
  }
  return (
    <ul className={styles.problems}>
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}
