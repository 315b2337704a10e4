import { navigate } from 'wouter/use-hash-location';
import { actionOf, type FailureAction } from '../../../shared/domain/failure.ts';
import { isFinal, type JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { billingPageOf, openBillingPage } from './billing-pages.ts';
import { editInCreate, editWithSuccessor, removeJobs, retryJob } from './commands.ts';
import styles from './FailureActions.module.css';
import { useProviderName } from './use-job-words.ts';

const words = text.activity;

/** The one thing to do about a failure; for an unknown outcome the question whether to risk a second charge. */
export function FailureActions({ job }: { readonly job: JobView }) {
  const nameOf = useProviderName();
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
  const remedy = remedyFor(job, actionOf(job.failure, isFinal(job.state)), nameOf(job.provider));
  return remedy ? (
    <Button size="small" onClick={remedy.run}>
      {remedy.label}
    </Button>
  ) : null;
}

type Remedy = { readonly label: string; readonly run: () => void };

function remedyFor(job: JobView, action: FailureAction, provider: string): Remedy | null {
  switch (action) {
    case 'open-settings':
      return { label: words.settings, run: () => navigate('/settings/providers') };
    case 'open-billing-page':
      return billingPageOf(job.provider)
        ? { label: words.addCredit(provider), run: () => openBillingPage(job.provider) }
        : { label: words.retry, run: () => retryJob(job.id) };
    case 'edit':
      return { label: words.edit, run: () => editInCreate(job) };
    case 'use-successor':
      return { label: words.useSuccessor, run: () => editWithSuccessor(job) };
    case 'retry':
      return { label: words.retry, run: () => retryJob(job.id) };
    case 'free-space':
      return { label: words.openStorage, run: () => navigate('/settings/storage') };
    case 'wait':
      return null;
  }
}
