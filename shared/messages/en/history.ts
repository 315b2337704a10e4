import type { JobEventKind, JobHistoryEntry } from '../../domain/job.ts';
import { describeFailure } from './failures.ts';

const sentences: Record<JobEventKind, (name: string, entry: JobHistoryEntry) => string> = {
  queued: () => 'Added to the queue.',
  claim: (name) => `Sent to ${name}.`,
  accepted: (name, { remoteId }) => `${name} took it on${remoteId ? ` as ${remoteId}` : ''}.`,
  delivered: (name) => `${name} finished it.`,
  stored: () => 'Saved to the library.',
  requeue: () => 'Back in the queue: nothing was made and nothing was charged.',
  waiting: (name) => `${name} still has it and could not be asked; it is looked at again.`,
  failed: () => 'It failed.',
  cancel: () => 'You cancelled it.',
  retry: () => 'You started it again.',
};

/** One line of a job's history. @param name the provider's */
export function describeHistory(entry: JobHistoryEntry, name: string): string {
  const told = sentences[entry.kind](name, entry);
  if (!entry.failure || entry.kind === 'cancel') return told;
  const { what, charged } = describeFailure(entry.failure, name);
  return entry.kind === 'failed' ? `${what} ${charged}` : `${told} ${what}`;
}
