import { useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './Picture.module.css';
import type { PictureProps } from './Picture.tsx';
import { levelFor, placeOf, tilesInView, type PlacedTile } from './tiles.ts';

/**
 * A picture too large to be decoded at once: a rendition of screen size and, where that has too few pixels, the tiles
 * that are in view. The level seen before stays underneath until the finer one is there.
 */
export function TiledPicture({ creation, label, zoom, view, onBroken }: PictureProps) {
  const { id } = creation;
  const pixelRatio = devicePixelRatio;
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  const look = { image: creation, zoom, view, pixelRatio };
  const level = levelFor(creation, zoom.scale, pixelRatio);
  const wanted = level === null ? [] : tilesInView(look, level);
  const complete = wanted.every((tile) => arrived.has(keyOf(tile)));
  const [underLevel, setUnderLevel] = useState<number | null>(null);
  if (complete && underLevel !== level) setUnderLevel(level);
  const under =
    !complete && level !== null && underLevel !== null && underLevel > level
      ? tilesInView(look, underLevel)
      : [];
  const settle = (tile: PlacedTile) => setArrived((before) => new Set(before).add(keyOf(tile)));
  return (
    <>
      <div className={styles.tiled} style={placeOf(look)}>
        <img
          className={classNames(styles.part, styles.rendition)}
          src={mediaUrl.screen(id)}
          alt={label}
          draggable={false}
          onError={onBroken}
          style={{ backgroundImage: `url(${mediaUrl.thumbnail(id, 512)})` }}
        />
        {[...under, ...wanted].map((tile) => (
          <img
            key={keyOf(tile)}
            className={styles.part}
            src={mediaUrl.tile(id, tile.level, tile.x, tile.y)}
            alt=""
            draggable={false}
            data-pixels={zoom.scale * pixelRatio >= 4 || undefined}
            // A tile that cannot be had leaves what is underneath; waiting for it would not end.
            onError={() => settle(tile)}
            onLoad={() => settle(tile)}
            style={{ left: tile.left, top: tile.top, width: tile.width, height: tile.height }}
          />
        ))}
      </div>
      {complete ? null : (
        <p aria-hidden="true" className={styles.status}>
          <Spinner />
          {text.viewer.sharpening}
        </p>
      )}
    </>
  );
}

function keyOf({ level, x, y }: PlacedTile): string {
  return `${level}/${x}/${y}`;
}
