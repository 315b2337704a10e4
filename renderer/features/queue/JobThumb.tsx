import { Clapperboard, ImageIcon } from 'lucide-react';
import { useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import type { JobView } from '../../../shared/domain/job.ts';
import styles from './JobThumb.module.css';
import { usePreview } from './previews.ts';

/** The result, else the picture as far as it is, else what was given to the model. */
export function JobThumb({ job }: { readonly job: JobView }) {
  const preview = usePreview(job.id);
  const [creation] = job.creationIds;
  const input = job.recipe.inputs.find((entry) => entry.mime.startsWith('image/'));
  const url =
    creation === undefined
      ? (preview ?? (input ? mediaUrl.input(input.sha256) : undefined))
      : mediaUrl.thumbnail(creation, 256);
  const [broken, setBroken] = useState<string | null>(null);
  const Icon = job.media === 'video' ? Clapperboard : ImageIcon;
  return (
    <span className={styles.thumb} data-input={creation === undefined && !preview && input !== undefined}>
      {url === undefined || broken === url ? (
        <Icon size={16} aria-hidden="true" />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(url)} />
      )}
    </span>
  );
}
