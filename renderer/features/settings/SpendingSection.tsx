import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { spendOverview } from '../../../shared/domain/spend.ts';
import { formatSum } from '../../../shared/format.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { request, subscribe } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/toasts.ts';
import { CapField } from './CapField.tsx';
import { Card, Section } from './Section.tsx';
import { SpendMonth } from './SpendMonth.tsx';
import styles from './SpendingSection.module.css';
import { useTask } from './use-task.ts';

const words = text.spending;

type Overview = z.infer<typeof spendOverview>;

/** What was spent with each provider, month by month, and the most that may be. */
export function SpendingSection() {
  const overview = useOverview();
  const [saving, run] = useTask();
  return (
    <Section
      title={text.settings.sections.spending}
      lead={words.lead}
      actions={
        <Button icon={<Download />} loading={saving} onClick={() => run(saveTable)}>
          {words.saveTable}
        </Button>
      }
    >
      {overview ? <Overview overview={overview} /> : <Skeleton height={320} radius={12} />}
    </Section>
  );
}

function Overview({ overview: { months, capMicros } }: { readonly overview: Overview }) {
  const [present, ...earlier] = months;
  if (!present) return null;
  return (
    <>
      <Card>
        <div className={styles.present}>
          <p className={styles.label}>{words.thisMonth}</p>
          <p className={styles.total}>{formatSum(present.spentMicros)}</p>
          {capMicros === null ? null : (
            <>
              <ProgressBar
                value={capMicros === 0 ? 1 : Math.min(1, present.spentMicros / capMicros)}
                label={words.capUsed}
              />
              <p className={styles.left}>
                {words.left(formatSum(Math.max(0, capMicros - present.spentMicros)), formatSum(capMicros))}
              </p>
            </>
          )}
        </div>
        <CapField key={capMicros} capMicros={capMicros} />
      </Card>
      {present.providers.length === 0 && earlier.length === 0 ? (
        <p className={styles.nothing}>{words.nothing}</p>
      ) : null}
      {months.map((month) =>
        month.providers.length > 0 ? <SpendMonth key={month.month} month={month} /> : null,
      )}
    </>
  );
}

/** Asked at first, and again whenever the queue has moved. */
function useOverview(): Overview | null {
  const [overview, setOverview] = useState<Overview | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const load = () => {
      request('billing.spend', {}, { signal: leaving.signal }).then(setOverview, (error: unknown) => {
        if (!leaving.signal.aborted) throw error;
      });
    };
    const stop = subscribe('queue.changed', load);
    load();
    return () => {
      stop();
      leaving.abort();
    };
  }, []);
  return overview;
}

async function saveTable(): Promise<void> {
  const saved = await request('billing.spendCsv', {});
  if (!saved.ok) {
    const { what, todo } = describeFailure(saved.error, text.frame.appName);
    toast({ kind: 'error', text: `${what} ${todo}` });
  } else if (saved.value.path !== null) {
    toast({ kind: 'success', text: words.saved(saved.value.path) });
  }
}
