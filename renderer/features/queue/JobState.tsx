import type { JobView } from '../../../shared/domain/job.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { isActive } from './job-lists.ts';
import styles from './JobState.module.css';
import { waitOf } from './queue-notes.ts';
import { useQueue } from './store.ts';
import { stateWords, titleOf, useElapsedWords, useProviderName } from './use-job-words.ts';

const words = text.activity;

/** State, and while it runs a bar with the time. */
export function JobState({ job }: { readonly job: JobView }) {
  const fraction = useQueue((state) => state.progress.get(job.id) ?? null);
  const wait = useQueue(({ status }) => (status ? waitOf(job, status) : null));
  const nameOf = useProviderName();
  const said = stateWords(job, wait, fraction, nameOf(job.provider));
  const elapsed = useElapsedWords(job);
  if (isActive(job.state)) {
    return (
      <div className={styles.running}>
        <div className={styles.line}>
          <span>{said}</span>
          <span className={styles.time}>
            {fraction === null ? elapsed : words.progress(Math.round(fraction * 100))}
          </span>
        </div>
        <ProgressBar value={fraction} label={words.progressOf(titleOf(job))} />
      </div>
    );
  }
  const took =
    job.state === 'done' && job.startedAt !== null && job.finishedAt !== null
      ? words.took(formatSeconds((job.finishedAt - job.startedAt) / 1000))
      : null;
  return (
    <div className={styles.line}>
      <span className={styles.state} data-state={job.state}>
        {said}
      </span>
      {took ? <span className={styles.time}>{took}</span> : null}
    </div>
  );
}
