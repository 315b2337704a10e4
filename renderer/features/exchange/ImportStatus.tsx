import { CircleAlert, CircleCheck, ImagePlus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ImportRun } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { fractionOf, isUnderWay, isUnfinished, readCount, shownRuns } from './import-runs.ts';
import { cancelImport, dismissImport, followImports, goOnWithImport, useImports } from './import-store.ts';
import styles from './ImportStatus.module.css';
import { SkippedDialog } from './SkippedDialog.tsx';

/** Imports under way, halted, or just finished: one line each, above the grid. */
export function ImportStatus() {
  const shown = useImports(useShallow(({ runs, seen, dismissed }) => shownRuns(runs, seen, dismissed)));
  const [asked, setAsked] = useState<number | null>(null);
  useEffect(followImports, []);
  return (
    <>
      {shown.map((run) => (
        <Line key={run.id} run={run} onShowSkipped={() => setAsked(run.id)} />
      ))}
      {asked === null ? null : <SkippedDialog runId={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

type LineProps = { readonly run: ImportRun; readonly onShowSkipped: () => void };

function Line({ run, onShowSkipped }: LineProps) {
  const words = text.exchange.import;
  return (
    <section className={styles.line} data-state={run.state} aria-label={words.progressLabel}>
      <StateIcon run={run} />
      <div className={styles.words}>
        <p className={styles.title} role="status">
          {titleOf(run)}
        </p>
        <p className={styles.counts}>{run.state === 'halted' ? run.problem : countsOf(run)}</p>
      </div>
      {isUnderWay(run) ? <ProgressBar value={fractionOf(run)} label={titleOf(run)} /> : null}
      {run.skipped > 0 ? (
        <Button size="small" variant="ghost" onClick={onShowSkipped}>
          {words.showSkipped}
        </Button>
      ) : null}
      {run.state === 'halted' ? (
        <Button size="small" variant="primary" onClick={() => void goOnWithImport(run.id)}>
          {words.goOn}
        </Button>
      ) : null}
      <IconButton
        label={isUnfinished(run) ? words.cancel : words.dismiss}
        icon={<X size={15} />}
        size="small"
        tooltipSide="left"
        onClick={() => (isUnfinished(run) ? void cancelImport(run.id) : dismissImport(run.id))}
      />
    </section>
  );
}

function StateIcon({ run: { state } }: { readonly run: ImportRun }) {
  if (state === 'halted') return <CircleAlert size={16} aria-hidden="true" />;
  if (state === 'done') return <CircleCheck size={16} aria-hidden="true" />;
  return <ImagePlus size={16} aria-hidden="true" />;
}

function titleOf(run: ImportRun): string {
  const words = text.exchange.import;
  switch (run.state) {
    case 'listing':
      return words.listing(run.found);
    case 'reading':
      return words.reading(readCount(run), run.found);
    case 'halted':
      return words.halted;
    case 'done':
      return words.done(run.imported);
    case 'cancelled':
      return words.cancelled(run.imported);
  }
}

/** The counts that say more than the title. */
function countsOf({ state, imported, duplicates, skipped }: ImportRun): string {
  const { counts } = text.exchange.import;
  return [
    ...(imported > 0 && (state === 'listing' || state === 'reading') ? [counts.imported(imported)] : []),
    ...(duplicates > 0 ? [counts.duplicates(duplicates)] : []),
    ...(skipped > 0 ? [counts.skipped(skipped)] : []),
  ].join(' · ');
}
