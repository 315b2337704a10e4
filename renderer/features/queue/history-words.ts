import type { JobHistoryEntry } from '../../../shared/domain/job.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';

/** One step of a job as a sentence: what happened, and after a failure why and whether it cost anything. */
export function historyLine(entry: JobHistoryEntry, provider: string, model: string): string {
  const { failure } = entry;
  const step = text.activity.history[entry.kind](provider, entry.remoteId);
  if (!failure || failure.code === 'cancelled') return step;
  const { what, charged } = describeFailure(failure, failure.code === 'model_gone' ? model : provider);
  return entry.kind === 'failed' ? `${what} ${charged}` : `${what} ${step}`;
}
