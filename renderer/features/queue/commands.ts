import type { JobView } from '../../../shared/domain/job.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { openInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { confirm } from '../../ui/confirm.ts';
import { toast } from '../../ui/toasts.ts';
import { parentsOfNextTry } from './job-parents.ts';
import { reload, showMoved, useQueue } from './store.ts';

/** What a person can do with jobs. The queue answers by events; what cannot be done is said in a toast. */

const words = text.activity;

function told(step: Promise<unknown>): void {
  step.catch(() => toast({ text: words.didNotWork, kind: 'error' }));
}

export function cancelJobs(ids: readonly number[]): void {
  if (ids.length > 0) told(request('jobs.cancel', { ids: [...ids] }));
}

export function retryJob(id: number): void {
  told(request('jobs.retry', { ids: [id] }));
}

export function runNext(id: number): void {
  told(request('jobs.runNext', { id }));
}

/** Takes finished jobs off the list; what they made stays. */
export function removeJobs(ids: readonly number[]): void {
  if (ids.length > 0) told(request('jobs.clear', { ids: [...ids] }));
}

export function moveJob(id: number, before: number | null): void {
  if (id === before) return;
  showMoved(id, before);
  request('jobs.move', { id, before }).catch(() => {
    toast({ text: words.didNotWork, kind: 'error' });
    void reload();
  });
}

/** @param provider null: the whole queue */
export function pauseQueue(provider: ProviderId | null, paused: boolean): void {
  told(
    request('jobs.pause', { provider, paused }).then((status) => {
      useQueue.setState({ status });
    }),
  );
}

export async function clearFinished(): Promise<void> {
  const agreed = await confirm({
    title: words.clearTitle,
    description: words.clearText,
    confirmLabel: words.clearFinished,
  });
  if (agreed) told(request('jobs.clear', { ids: null }));
}

export async function cancelWaiting(waiting: readonly JobView[]): Promise<void> {
  const agreed = await confirm({
    title: words.cancelTitle(waiting.length),
    description: words.cancelText,
    confirmLabel: words.cancelAll,
    danger: true,
  });
  if (agreed) cancelJobs(waiting.map((job) => job.id));
}

export function editInCreate(job: JobView): void {
  told(openWithParents(job, job.recipe));
}

/** The same again with the model that took the place of a retired one. */
export function editWithSuccessor(job: JobView): void {
  told(openWithParents(job, { ...job.recipe, model: job.failure?.successor ?? job.recipe.model }));
}

async function openWithParents(job: JobView, recipe: Recipe): Promise<void> {
  const parents = await request('jobs.parents', { id: job.id });
  openInCreate(recipe, 'all', { parents: parentsOfNextTry(parents, job.recipe) });
}

export function copyPrompt(job: JobView): void {
  told(
    navigator.clipboard
      .writeText(job.recipe.prompt)
      .then(() => toast({ text: words.copied, kind: 'success' })),
  );
}
