import { format, isToday } from 'date-fns';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isFinal, type JobHistoryEntry, type JobView } from '../../../shared/domain/job.ts';
import { formatEstimate, formatMicros } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { historyLine } from './history-words.ts';
import styles from './JobDetails.module.css';
import { titleOf, useProviderName } from './use-job-words.ts';

const words = text.activity;

type Props = {
  readonly job: JobView;
  /** Told how tall this is, in px, at first and at every change. */
  readonly onHeight: (px: number) => void;
};

/** What happened to a job, step by step, and what it came to. */
export function JobDetails({ job, onHeight }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const history = useHistory(job);
  const nameOf = useProviderName();
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return undefined;
    const measure = () => onHeight(element.offsetHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [onHeight]);

  return (
    <div ref={panel} className={styles.panel} role="group" aria-label={words.whatHappened}>
      <ol className={styles.steps}>
        {history === 'failed' ? <li>{words.historyFailed}</li> : null}
        {typeof history === 'string'
          ? null
          : history.map((entry) => (
              <li key={`${entry.at} ${entry.kind}`} data-kind={entry.kind}>
                <time dateTime={new Date(entry.at).toISOString()}>{timeOf(entry.at)}</time>
                <span>{historyLine(entry, nameOf(job.provider), job.modelName)}</span>
              </li>
            ))}
      </ol>
      <dl className={styles.facts}>
        <dt>{words.fact.prompt}</dt>
        <dd className={styles.prompt} dir="auto">
          {titleOf(job)}
        </dd>
        <dt>{words.fact.cost}</dt>
        <dd>{costWords(job)}</dd>
        {job.failure?.detail ? (
          <>
            <dt>{words.fact.said(nameOf(job.provider))}</dt>
            <dd dir="auto">{job.failure.detail}</dd>
          </>
        ) : null}
        {job.failure?.requestId ? (
          <>
            <dt>{words.fact.requestId}</dt>
            <dd className={styles.code}>{job.failure.requestId}</dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}

/** Asked at first, and again whenever the job has changed. */
function useHistory(job: JobView): readonly JobHistoryEntry[] | 'loading' | 'failed' {
  const [history, setHistory] = useState<readonly JobHistoryEntry[] | 'loading' | 'failed'>('loading');
  useEffect(() => {
    const leaving = new AbortController();
    request('jobs.history', { id: job.id }, { signal: leaving.signal }).then(setHistory, () => {
      if (!leaving.signal.aborted) setHistory('failed');
    });
    return () => leaving.abort();
  }, [job]);
  return history;
}

function timeOf(at: number): string {
  return format(at, isToday(at) ? 'HH:mm:ss' : 'd MMM HH:mm:ss');
}

/** What it cost beside what was expected. */
function costWords(job: JobView): string {
  const expected = formatEstimate(job.estimate);
  if (job.estimate.kind === 'free') return expected;
  if (job.costMicros !== null) return words.fact.costAgainst(formatMicros(job.costMicros), expected);
  if (!isFinal(job.state)) return words.fact.expected(expected);
  if (job.failure?.charged === 'no' || job.state === 'cancelled') return words.fact.notCharged(expected);
  return words.fact.costUnknown(expected);
}
