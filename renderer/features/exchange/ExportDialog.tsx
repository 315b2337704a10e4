import { CircleCheck, TriangleAlert } from 'lucide-react';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import type { ExportReport } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './ExportDialog.module.css';
import { ExportForm } from './ExportForm.tsx';
import { closeExport, runExport, stopExport, useExport } from './export-store.ts';

/** Exporting from the first choice to what came of it. Rendered once; `openExport` opens it. */
export function ExportDialog() {
  const words = text.exchange.export;
  const { ids, phase, options } = useExport();
  if (phase.is === 'closed') return null;
  const choosing = phase.is === 'choosing';
  const ended = phase.is === 'done' || phase.is === 'failed';
  const named = options.template.trim() !== '';
  return (
    <Dialog
      open
      size="medium"
      title={words.title(ids.length)}
      onClose={closeExport}
      footer={
        ended ? (
          <>
            {phase.is === 'done' && phase.report !== null ? (
              <Button onClick={() => void request('export.reveal', {})}>{words.reveal}</Button>
            ) : null}
            <Button variant="primary" onClick={closeExport}>
              {words.close}
            </Button>
          </>
        ) : choosing ? (
          <>
            <Button onClick={closeExport}>{words.cancel}</Button>
            <Button variant="primary" disabled={!named} onClick={() => void runExport()}>
              {words.start}
            </Button>
          </>
        ) : (
          <Button onClick={stopExport}>{words.stop}</Button>
        )
      }
    >
      {choosing ? <ExportForm ids={ids} /> : null}
      <div role="status">
        {phase.is === 'asking' ? <p className={styles.quiet}>{words.choosing}</p> : null}
        {phase.is === 'writing' ? (
          <div className={styles.progress}>
            <p>{words.running(phase.done, phase.total)}</p>
            <ProgressBar value={phase.done / phase.total} label={words.title(ids.length)} />
          </div>
        ) : null}
        {phase.is === 'failed' ? <p className={styles.bad}>{words.failed}</p> : null}
        {phase.is === 'done' ? <Outcome report={phase.report} zip={options.zip} /> : null}
      </div>
    </Dialog>
  );
}

type OutcomeProps = { readonly report: ExportReport | null; readonly zip: boolean };

function Outcome({ report, zip }: OutcomeProps) {
  const words = text.exchange.export;
  if (report === null) return <p>{zip ? words.stoppedZip : words.stopped}</p>;
  const { saved, folder, failures, stopped } = report;
  const trouble = stopped ? describeFailure(stopped, words.open) : null;
  return (
    <div className={styles.outcome}>
      <p className={styles.result} data-bad={trouble || failures.length > 0 ? '' : undefined}>
        {trouble || failures.length > 0 ? (
          <TriangleAlert size={16} aria-hidden="true" />
        ) : (
          <CircleCheck size={16} aria-hidden="true" />
        )}
        {words.done(saved)}
      </p>
      <p className={styles.folder}>{words.where(folder)}</p>
      {trouble ? <p className={styles.bad}>{`${trouble.what} ${trouble.todo}`}</p> : null}
      {failures.length > 0 ? (
        <>
          <p>{words.failures(failures.length)}</p>
          <ul className={styles.failures} tabIndex={0} aria-label={words.failures(failures.length)}>
            {failures.slice(0, 200).map(({ id, reason }) => (
              <li key={id}>{reason}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
