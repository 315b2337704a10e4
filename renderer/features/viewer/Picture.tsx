import { mediaUrl } from '../../../shared/contract.ts';
import type { Creation } from '../../../shared/domain/creation.ts';
import { needsTiles } from '../../../shared/domain/large-picture.ts';
import styles from './Picture.module.css';
import { TiledPicture } from './TiledPicture.tsx';
import type { Size, Zoom } from './zoom.ts';

export type PictureProps = {
  readonly creation: Creation;
  readonly label: string;
  readonly zoom: Zoom;
  readonly view: Size;
  readonly onBroken: () => void;
};

/** A picture in the middle of its stage, zoomed and moved: whole where the window can decode it, else by tiles. */
export function Picture(props: PictureProps) {
  return needsTiles(props.creation) ? <TiledPicture {...props} /> : <WholePicture {...props} />;
}

function WholePicture({ creation: { id, width, height }, label, zoom, onBroken }: PictureProps) {
  return (
    <img
      className={styles.whole}
      src={mediaUrl.original(id)}
      alt={label}
      width={width}
      height={height}
      draggable={false}
      data-pixels={zoom.scale * devicePixelRatio >= 4 || undefined}
      onError={onBroken}
      style={{
        // The thumbnail stands in, in the same place, until the original has arrived over it.
        backgroundImage: `url(${mediaUrl.thumbnail(id, 512)})`,
        transform: `translate(-50%, -50%) translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
      }}
    />
  );
}
