import { type CSSProperties, useState } from 'react';
import { mediaUrl } from '../../../../shared/contract.ts';
import type { Creation } from '../../../../shared/domain/creation.ts';
import { text } from '../../../app/messages.ts';
import { Picture } from '../Picture.tsx';
import { containScale, type Size, type Zoom } from '../zoom.ts';
import styles from './CompareStage.module.css';
import type { ClipGroup } from '../clip-group.ts';

type Props = {
  readonly creation: Creation;
  readonly label: string;
  /** Of the shared frame. */
  readonly zoom: Zoom;
  readonly view: Size;
  /** Lets a clip run in step with the other. */
  readonly attachClip: ClipGroup['attach'];
  readonly style?: CSSProperties;
  /** The part of the stage that is not behind the other one, as CSS `inset`. */
  readonly uncovered: string;
};

/** One of the two, at its place in the shared frame, filling its stage. */
export function ComparedLayer({ creation, label, zoom, view, attachClip, style, uncovered }: Props) {
  const [failed, setFailed] = useState<number | null>(null);
  const { id, width, height } = creation;
  const own = { ...zoom, scale: zoom.scale * containScale(creation, view) };
  const onBroken = () => setFailed(id);
  return (
    <div className={styles.layer} style={style}>
      {failed === id || !creation.present ? (
        <p className={styles.missing} style={{ inset: uncovered }}>
          {text.viewer.compare.missing}
        </p>
      ) : creation.media === 'video' ? (
        <video
          key={id}
          ref={attachClip}
          className={styles.clip}
          src={mediaUrl.original(id)}
          aria-label={label}
          width={width}
          height={height}
          muted
          playsInline
          preload="auto"
          onError={onBroken}
          style={{
            transform: `translate(-50%, -50%) translate(${own.x}px, ${own.y}px) scale(${own.scale})`,
          }}
        />
      ) : (
        <Picture key={id} creation={creation} label={label} zoom={own} view={view} onBroken={onBroken} />
      )}
    </div>
  );
}
