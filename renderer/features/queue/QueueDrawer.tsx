import { Pause, Play, X } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { JobView } from '../../../shared/domain/job.ts';
import { formatSum } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { cancelJobs, pauseQueue } from './commands.ts';
import { activeJobs, isActive, waitingJobs } from './job-lists.ts';
import { JobState } from './JobState.tsx';
import { JobThumb } from './JobThumb.tsx';
import styles from './QueueDrawer.module.css';
import { useQueue, useQueueFeed } from './store.ts';
import { costOf, titleOf } from './use-job-words.ts';

const words = text.activity;
const mostNext = 12;

/** The queue in short: what runs, what comes next, what it will cost. */
export function QueueDrawer() {
  useQueueFeed();
  const { jobs, status } = useQueue();
  const running = useMemo(() => activeJobs(jobs), [jobs]);
  const waiting = useMemo(() => waitingJobs(jobs), [jobs]);
  const paused = status?.paused ?? false;
  return (
    <div className={styles.drawer}>
      <header className={styles.header}>
        <h2>{words.drawer.title}</h2>
        <IconButton
          size="small"
          label={paused ? words.resumeAll : words.pauseAll}
          icon={paused ? <Play size={14} /> : <Pause size={14} />}
          tooltipSide="bottom"
          onClick={() => pauseQueue(null, !paused)}
        />
      </header>
      <p className={styles.summary} role="status">
        {summaryOf(waiting.length, status?.pendingMicros ?? 0, paused)}
      </p>
      <div className={styles.body}>
        {running.length + waiting.length === 0 ? <p className={styles.idle}>{words.drawer.idle}</p> : null}
        <Section title={words.drawer.running} jobs={running} />
        <Section title={words.drawer.next} jobs={waiting.slice(0, mostNext)} />
        {waiting.length > mostNext ? (
          <p className={styles.rest}>{words.drawer.rest(waiting.length - mostNext)}</p>
        ) : null}
      </div>
      <footer className={styles.footer}>
        {status && status.failed > 0 ? <span>{words.drawer.failed(status.failed)}</span> : <span />}
        <Link href="/activity">{words.drawer.all}</Link>
      </footer>
    </div>
  );
}

function summaryOf(waiting: number, pendingMicros: number, paused: boolean): string {
  const parts = [
    paused ? words.paused : null,
    waiting > 0 ? words.drawer.waiting(waiting) : null,
    pendingMicros > 0 ? words.drawer.pending(formatSum(pendingMicros)) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function Section({ title, jobs }: { readonly title: string; readonly jobs: readonly JobView[] }) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.list}>
        {jobs.map((job) => (
          <li key={job.id} className={styles.item}>
            <JobThumb job={job} />
            <div className={styles.words}>
              <span className={styles.title} dir="auto" title={titleOf(job)}>
                {titleOf(job)}
              </span>
              {isActive(job.state) ? (
                <JobState job={job} />
              ) : (
                <span className={styles.detail}>{`${costOf(job)} · ${job.modelName}`}</span>
              )}
            </div>
            <IconButton
              size="small"
              className={styles.cancel}
              label={`${words.cancel}: ${titleOf(job)}`}
              icon={<X size={14} />}
              tooltipSide="left"
              onClick={() => cancelJobs([job.id])}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
