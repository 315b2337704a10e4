import { ImageOff, Play } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { mediaUrl } from '../../../shared/contract.ts';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { dragCreations } from '../../app/creation-drag.ts';
import { FailureActions } from '../queue/FailureActions.tsx';
import { JobState } from '../queue/JobState.tsx';
import { usePreview } from '../queue/previews.ts';
import { titleOf, useFailureWords } from '../queue/use-job-words.ts';
import { expectedRatio } from './result-batches.ts';
import styles from './ResultTile.module.css';

const words = text.create.result;

/** A larger tile shows the picture itself, over the thumbnail that is there sooner. */
const thumbnailPx = 512;
const waitingPx = 200;

type TileProps = {
  readonly job: JobView;
  readonly index: number;
  readonly height: number;
  readonly caption: string | null;
};

/** A finished output; opens the viewer. The last preview stays underneath until the thumbnail is there. */
export function OutputTile({ job, id, index, height, caption }: TileProps & { readonly id: number }) {
  const preview = usePreview(job.id);
  const [ratio, setRatio] = useState(() => expectedRatio(job.recipe.parameters, job.media));
  const [source, setSource] = useState<'thumbnail' | 'none'>('thumbnail');
  return (
    <figure className={styles.tile} style={sizeOf(ratio, height)}>
      <Link
        href={`/library/${id}`}
        className={styles.open}
        aria-label={words.open(titleOf(job), index + 1, job.creationIds.length)}
        onDragStart={(event) => dragCreations(event, [id], event.currentTarget.querySelector('img'))}
      >
        {preview && index === 0 ? <img className={styles.under} src={preview} alt="" /> : null}
        {source === 'thumbnail' ? (
          <img
            src={mediaUrl.thumbnail(id, 512)}
            alt=""
            decoding="async"
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
              if (naturalHeight > 0) setRatio(naturalWidth / naturalHeight);
            }}
            onError={() => setSource('none')}
          />
        ) : null}
        {source === 'thumbnail' && height > thumbnailPx && job.media === 'image' ? (
          <img className={styles.under} src={mediaUrl.original(id)} alt="" decoding="async" />
        ) : null}
        {source === 'none' && job.media === 'video' ? (
          <video src={mediaUrl.original(id)} muted preload="metadata" tabIndex={-1} />
        ) : null}
        {source === 'none' && job.media === 'image' ? (
          <span className={styles.missing}>
            <ImageOff size={20} aria-hidden="true" />
          </span>
        ) : null}
        {job.media === 'video' ? (
          <span className={styles.badge}>
            <Play size={12} aria-hidden="true" />
          </span>
        ) : null}
      </Link>
      <Caption words={caption} />
    </figure>
  );
}

/** A place for an output that is being made: its preview where the provider streams one. */
export function PendingTile({ job, index, height, caption }: TileProps) {
  const preview = usePreview(job.id);
  const ratio = expectedRatio(job.recipe.parameters, job.media);
  // What only waits may wait for long: it leaves the room to what there is to see.
  const shownHeight = job.state === 'queued' ? Math.min(height, waitingPx) : height;
  return (
    <figure className={styles.tile} style={sizeOf(ratio, shownHeight)}>
      <div className={styles.pending}>
        {preview && index === 0 ? (
          <img className={styles.under} src={preview} alt={words.preview(titleOf(job))} />
        ) : null}
        {index === 0 ? (
          <div className={styles.state} data-over={preview !== undefined}>
            <JobState job={job} />
          </div>
        ) : null}
      </div>
      <Caption words={caption} />
    </figure>
  );
}

/** What happened, whether it was charged, and the one thing to do. */
export function FailedTile({ job, height }: { readonly job: JobView; readonly height: number }) {
  const failure = useFailureWords(job);
  return (
    <div className={styles.failed} style={{ minHeight: Math.min(height, 168) }} data-state={job.state}>
      <p className={styles.what}>{failure?.what ?? text.activity.state[job.state]}</p>
      {failure ? (
        <p>
          {failure.charged} {failure.todo}
        </p>
      ) : null}
      {job.failure?.detail ? (
        <p className={styles.detail} dir="auto">
          {job.failure.detail}
        </p>
      ) : null}
      <FailureActions job={job} />
    </div>
  );
}

function Caption({ words: line }: { readonly words: string | null }) {
  if (line === null) return null;
  return (
    <figcaption className={styles.caption} dir="auto" title={line}>
      {line}
    </figcaption>
  );
}

/** Never wider or taller than the pane: see the style sheet. */
function sizeOf(ratio: number, height: number): Record<`--${string}`, number | string> {
  return { '--ratio': ratio, '--height': `${height}px` };
}
