import {
  ArrowDown,
  ArrowUp,
  Copy,
  ListStart,
  ListX,
  Pencil,
  RotateCcw,
  Square,
  SquareArrowOutUpRight,
} from 'lucide-react';
import { navigate } from 'wouter/use-hash-location';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import type { MenuItem } from '../../ui/menu-item.ts';
import { cancelJobs, copyPrompt, editInCreate, moveJob, removeJobs, retryJob, runNext } from './commands.ts';
import { isUnfinished, targetOfStep } from './job-lists.ts';

const words = text.activity;

/** @param waiting all waiting jobs in running order */
export function jobMenu(job: JobView, waiting: readonly JobView[]): readonly MenuItem[] {
  return [...resultItems(job), ...queueItems(job, waiting), ...recipeItems(job), ...endItems(job)];
}

function resultItems(job: JobView): readonly MenuItem[] {
  const [first] = job.creationIds;
  if (first === undefined) return [];
  const onSelect = () => navigate(`/library/${first}`);
  return [{ id: 'open', label: words.open, icon: <SquareArrowOutUpRight />, onSelect }];
}

function queueItems(job: JobView, waiting: readonly JobView[]): readonly MenuItem[] {
  if (job.state !== 'queued') return [];
  const up = targetOfStep(waiting, job.id, -1);
  const down = targetOfStep(waiting, job.id, 1);
  return [
    {
      id: 'next',
      label: words.runNext,
      icon: <ListStart />,
      disabled: waiting[0]?.id === job.id,
      onSelect: () => runNext(job.id),
    },
    {
      id: 'up',
      label: words.moveUp,
      icon: <ArrowUp />,
      keys: 'Alt+ArrowUp',
      disabled: up === undefined,
      onSelect: () => up !== undefined && moveJob(job.id, up),
    },
    {
      id: 'down',
      label: words.moveDown,
      icon: <ArrowDown />,
      keys: 'Alt+ArrowDown',
      disabled: down === undefined,
      onSelect: () => down !== undefined && moveJob(job.id, down),
    },
    { kind: 'separator', id: 'order' },
  ];
}

function recipeItems(job: JobView): readonly MenuItem[] {
  return [
    { id: 'edit', label: words.edit, icon: <Pencil />, onSelect: () => editInCreate(job) },
    {
      id: 'copy',
      label: words.copyPrompt,
      icon: <Copy />,
      disabled: job.recipe.prompt === '',
      onSelect: () => copyPrompt(job),
    },
    { kind: 'separator', id: 'end' },
  ];
}

function endItems(job: JobView): readonly MenuItem[] {
  if (isUnfinished(job.state)) {
    return [{ id: 'cancel', label: words.cancel, icon: <Square />, onSelect: () => cancelJobs([job.id]) }];
  }
  const remove: MenuItem = {
    id: 'remove',
    label: words.remove,
    icon: <ListX />,
    onSelect: () => removeJobs([job.id]),
  };
  if (job.state === 'done') return [remove];
  return [{ id: 'retry', label: words.retry, icon: <RotateCcw />, onSelect: () => retryJob(job.id) }, remove];
}
