import { navigate } from 'wouter/use-hash-location';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { editInCreate, removeJobs, retryJob } from './commands.ts';
import { actionFor } from './failure-action.ts';
import styles from './FailureActions.module.css';

const words = text.activity;

/** The one thing to do about a failure; for an unknown outcome the question whether to risk a second charge. */
export function FailureActions({ job }: { readonly job: JobView }) {
  if (job.state === 'interrupted') {
    return (
      <span className={styles.actions}>
        <Button size="small" onClick={() => retryJob(job.id)}>
          {words.retry}
        </Button>
        <Button size="small" variant="ghost" onClick={() => removeJobs([job.id])}>
          {words.leave}
        </Button>
      </span>
    );
  }
  if (!job.failure) return null;
  switch (actionFor(job.failure.code)) {
    case 'retry':
      return (
        <Button size="small" onClick={() => retryJob(job.id)}>
          {words.retry}
        </Button>
      );
    case 'edit':
      return (
        <Button size="small" onClick={() => editInCreate(job)}>
          {words.edit}
        </Button>
      );
    case 'settings':
      return (
        <Button size="small" onClick={() => navigate('/settings/providers')}>
          {words.settings}
        </Button>
      );
  }
}
