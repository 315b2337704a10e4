import { Ellipsis } from 'lucide-react';
import { Link } from 'wouter';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { jobMenu } from '../queue/job-menu.tsx';
import { waitingJobs, wantsLook } from '../queue/job-lists.ts';
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
        {batch.jobs.length === 1 ? <JobMenu job={first} /> : null}
      </header>
      <div className={styles.tiles}>
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

function JobMenu({ job }: { readonly job: JobView }) {
  const jobs = useQueue((state) => state.jobs);
  return (
    <Menu
      align="end"
      items={jobMenu(job, job.state === 'queued' ? waitingJobs(jobs) : [])}
      trigger={
        <IconButton size="small" label={words.result.actions(titleOf(job))} icon={<Ellipsis size={16} />} />
      }
    />
  );
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
