import { format } from 'date-fns';
import { isFinal, type JobView } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { useModels, useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { formatElapsed, formatEstimate, formatMicros, formatRough } from './format.ts';
import { isActive } from './job-lists.ts';
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
  return job.costMicros === 0 ? words.free : formatMicros(job.costMicros);
}

export function useProviderName(): (id: ProviderId) => string {
  const providers = useProviders();
  return (id) => providers?.find((provider) => provider.id === id)?.name ?? id;
}

export function useFailureWords(job: JobView): FailureWords | null {
  const nameOf = useProviderName();
  if (!job.failure) return null;
  const name = job.failure.code === 'model_gone' ? job.modelName : nameOf(job.provider);
  return describeFailure(job.failure, name);
}

/** How long it has been running, against what is usual: `0:14 of about 20 s`. Null while it is not running. */
export function useElapsedWords(job: JobView): string | null {
  const models = useModels();
  const running = isActive(job.state) && job.startedAt !== null;
  const now = useNow(running);
  if (!running || job.startedAt === null) return null;
  const typical = models?.find((model) => model.id === job.modelId)?.typicalSeconds;
  return words.elapsed(
    formatElapsed(now - job.startedAt),
    typical === undefined ? null : formatRough(typical),
  );
}

/** The state as a person reads it, with the time of a repeated try. */
export function stateWords(job: JobView, paused: boolean): string {
  if (job.state !== 'queued') return words.state[job.state];
  if (paused) return words.paused;
  if (job.dueAt !== null && job.dueAt > Date.now()) return words.againAt(format(job.dueAt, 'HH:mm:ss'));
  return words.state.queued;
}
