import { Ellipsis, ListX, Pencil, Square } from 'lucide-react';
import { Link } from 'wouter';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuItem } from '../../ui/menu-item.ts';
import { cancelJobs, editInCreate, removeJobs } from '../queue/commands.ts';
import { jobMenu } from '../queue/job-menu.tsx';
import { isUnfinished, waitingJobs, wantsLook } from '../queue/job-lists.ts';
import { useQueue } from '../queue/store.ts';
import { titleOf } from '../queue/use-job-words.ts';
import { type ResultBatch as Batch, tileHeight } from './result-batches.ts';
import styles from './ResultBatch.module.css';
import { FailedTile, OutputTile, PendingTile } from './ResultTile.tsx';

const words = text.create;
const mostJobs = 48;

/** One press of Generate: its prompt, and a tile for every output, made or still to come. */
export function ResultBatch({ batch }: { readonly batch: Batch }) {
  const [first] = batch.jobs;
  if (!first) return null;
  const height = tileHeight(batch.outputs);
  const prompts = new Set(batch.jobs.map((job) => job.recipe.prompt)).size;
  const note = batch.jobs.find((job) => job.note !== null)?.note;
  return (
    <article className={styles.batch} aria-label={titleOf(first)}>
      <header className={styles.header}>
        <p className={styles.prompt} dir="auto" title={first.recipe.prompt}>
          {titleOf(first)}
        </p>
        <span className={styles.facts}>
          {prompts > 1 ? `${words.expansions(prompts)} · ` : ''}
          {words.result.of(first.modelName, batch.outputs)}
        </span>
        <BatchMenu batch={batch} first={first} />
      </header>
      <div className={styles.tiles} data-several={batch.outputs > 1 || undefined}>
        {batch.jobs.slice(0, mostJobs).map((job) => (
          <JobTiles key={job.id} job={job} height={height} captioned={prompts > 1} />
        ))}
      </div>
      {batch.jobs.length > mostJobs ? (
        <Link className={styles.rest} href="/activity">
          {text.activity.drawer.rest(batch.jobs.length - mostJobs)}
        </Link>
      ) : null}
      {note ? <p className={styles.note}>{note}</p> : null}
    </article>
  );
}

function BatchMenu({ batch, first }: { readonly batch: Batch; readonly first: JobView }) {
  const jobs = useQueue((state) => state.jobs);
  const items =
    batch.jobs.length === 1
      ? jobMenu(first, first.state === 'queued' ? waitingJobs(jobs) : [])
      : batchMenu(batch, first);
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <IconButton size="small" label={words.result.actions(titleOf(first))} icon={<Ellipsis size={16} />} />
      }
    />
  );
}

function batchMenu(batch: Batch, first: JobView): readonly MenuItem[] {
  const idsOf = (unfinished: boolean) =>
    batch.jobs.filter((job) => isUnfinished(job.state) === unfinished).map((job) => job.id);
  const [toCancel, toRemove] = [idsOf(true), idsOf(false)];
  return [
    { id: 'edit', label: text.activity.edit, icon: <Pencil />, onSelect: () => editInCreate(first) },
    { kind: 'separator', id: 'end' },
    {
      id: 'cancel',
      label: words.result.cancelRest(toCancel.length),
      icon: <Square />,
      disabled: toCancel.length === 0,
      onSelect: () => cancelJobs(toCancel),
    },
    {
      id: 'remove',
      label: words.result.removeDone,
      icon: <ListX />,
      disabled: toRemove.length === 0,
      onSelect: () => removeJobs(toRemove),
    },
  ];
}

type TilesProps = { readonly job: JobView; readonly height: number; readonly captioned: boolean };

function JobTiles({ job, height, captioned }: TilesProps) {
  if (wantsLook(job.state) || job.state === 'cancelled') return <FailedTile job={job} height={height} />;
  const caption = captioned ? titleOf(job) : null;
  if (job.state === 'done') {
    return job.creationIds.map((id, index) => (
      <OutputTile key={id} job={job} id={id} index={index} height={height} caption={caption} />
    ));
  }
  return Array.from({ length: Math.min(job.count, mostJobs) }, (_, index) => (
    <PendingTile key={index} job={job} index={index} height={height} caption={caption} />
  ));
}
