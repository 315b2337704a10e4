import { useEffect } from 'react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { classNames } from '../../ui/class-names.ts';
import { Picture } from './Picture.tsx';
import { useZoom, type ZoomControl } from './use-zoom.ts';
import { frameOf } from './zoom.ts';
import styles from './ZoomableImage.module.css';

type Props = {
  readonly creation: Creation;
  readonly label: string;
  readonly onControl: (control: ZoomControl | null) => void;
  /** Per cent of actual size. */
  readonly onPercent: (percent: number) => void;
  readonly onBroken: () => void;
};

/** A picture that can be looked at closely. */
export function ZoomableImage({ creation, label, onControl, onPercent, onBroken }: Props) {
  const { width, height } = creation;
  const { zoom, view, control, stage } = useZoom((seen) =>
    frameOf({ width, height }, seen, devicePixelRatio),
  );

  useEffect(() => {
    onControl(control);
    return () => onControl(null);
  }, [control, onControl]);

  const percent = zoom ? Math.round(zoom.scale * devicePixelRatio * 100) : null;
  useEffect(() => {
    if (percent !== null) onPercent(percent);
  }, [percent, onPercent]);

  return (
    <div {...stage} className={classNames(styles.stage, stage.className)}>
      {zoom && view ? (
        <Picture creation={creation} label={label} zoom={zoom} view={view} onBroken={onBroken} />
      ) : null}
    </div>
  );
}
