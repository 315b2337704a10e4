import { useMemo } from 'react';
import { Link } from 'wouter';
import type { MediaKind } from '../../../shared/domain/media.ts';
import { text } from '../../app/messages.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { useQueue, useQueueFeed } from '../queue/store.ts';
import { titleOf } from '../queue/use-job-words.ts';
import { ResultBatch } from './ResultBatch.tsx';
import { resultBatches } from './result-batches.ts';
import styles from './Results.module.css';
import { Starters } from './Starters.tsx';

const words = text.create.result;
/** Older ones are in My Creations; a long session must not make this page heavy. */
const mostBatches = 40;

type Props = {
  readonly media: MediaKind;
  /** The model takes a prompt. */
  readonly prompted: boolean;
};

/** What was asked for since the window opened, newest first. It comes from the queue: leaving the page loses nothing. */
export function Results({ media, prompted }: Props) {
  useQueueFeed();
  const jobs = useQueue((state) => state.jobs);
  const loadState = useQueue((state) => state.loadState);
  const batches = useMemo(() => resultBatches(jobs.values(), performance.timeOrigin), [jobs]);
  const latest = batches[0]?.jobs.findLast((job) => job.state === 'done' || job.state === 'failed');
  if (batches.length === 0)
    return loadState === 'loading' ? null : <Starters media={media} prompted={prompted} />;
  return (
    <div className={styles.results}>
      {batches.slice(0, mostBatches).map((batch) => (
        <ResultBatch key={batch.id} batch={batch} />
      ))}
      {batches.length > mostBatches ? (
        <p className={styles.more}>
          {words.earlier} <Link href="/library">{words.toLibrary}</Link>
        </p>
      ) : null}
      <VisuallyHidden>
        <span role="status">
          {latest?.state === 'done' ? words.announce.done(titleOf(latest)) : null}
          {latest?.state === 'failed' ? words.announce.failed(titleOf(latest)) : null}
        </span>
      </VisuallyHidden>
    </div>
  );
}
