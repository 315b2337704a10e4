import { format } from 'date-fns';
import { isFinal, type JobView } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import { formatEstimate, formatMicros, formatRough, formatSeconds } from '../../../shared/format.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { isActive } from './job-lists.ts';
import type { Wait } from './queue-notes.ts';
import { useNow } from './use-now.ts';

const words = text.activity;

type FailureWords = { readonly what: string; readonly todo: string; readonly charged: string };

/** The prompt on one line, or words for its absence. */
export function titleOf(job: JobView): string {
  return job.recipe.prompt.replace(/\s+/g, ' ').trim() || words.noPrompt;
}

/** What it cost, or is expected to; empty where it certainly cost nothing because it failed. */
export function costOf(job: JobView): string {
  if (job.failure?.charged === 'no' && isFinal(job.state)) return '';
  if (job.costMicros === null) return formatEstimate(job.estimate);
  return job.costMicros === 0 ? formatEstimate({ kind: 'free' }) : formatMicros(job.costMicros);
}

export function useProviderName(): (id: ProviderId) => string {
  const providers = useProviders();
  return (id) => providers?.find((provider) => provider.id === id)?.name ?? id;
}

export function useFailureWords(job: JobView): FailureWords | null {
  const nameOf = useProviderName();
  const models = useModels();
  if (!job.failure) return null;
  const name = job.failure.code === 'model_gone' ? job.modelName : nameOf(job.provider);
  const { successor } = job.failure;
  const replacement = models?.find((model) => model.id === successor)?.name ?? successor;
  return describeFailure(replacement ? { ...job.failure, successor: replacement } : job.failure, name);
}

/** How long it has been running, against what is usual: `14 s of about 20 s`. Null while it is not running. */
export function useElapsedWords(job: JobView): string | null {
  const models = useModels();
  const running = isActive(job.state) && job.startedAt !== null;
  const now = useNow(running);
  if (!running || job.startedAt === null) return null;
  const typical = models?.find((model) => model.id === job.modelId)?.typicalSeconds;
  return words.elapsed(
    formatSeconds(Math.floor((now - job.startedAt) / 1000)),
    typical === undefined ? null : formatRough(typical),
  );
}

/**
 * The state as a person reads it, with the time of a repeated try.
 * @param wait what holds it up while it waits
 * @param fraction progress; a provider that reports some has the job, whatever its answer to the sending still is
 */
export function stateWords(
  job: JobView,
  wait: Wait | null,
  fraction: number | null,
  provider: string,
): string {
  if (job.state === 'submitting' && fraction !== null) return words.state.running;
  if (job.state !== 'queued') return words.state[job.state];
  if (wait !== null) return words.wait[wait](provider);
  if (job.dueAt !== null && job.dueAt > Date.now()) return words.againAt(format(job.dueAt, 'HH:mm:ss'));
  return words.state.queued;
}
