import { type PointerEvent, useEffect, useState } from 'react';
import type { Creation } from '../../../../shared/domain/creation.ts';
import { text } from '../../../app/messages.ts';
import { classNames } from '../../../ui/class-names.ts';
import type { CompareMode } from '../store.ts';
import { useZoom, type ZoomControl } from '../use-zoom.ts';
import { sharedFrame } from '../zoom.ts';
import { ComparedLayer } from './ComparedLayer.tsx';
import styles from './CompareStage.module.css';
import { Divider } from './Divider.tsx';
import type { ClipGroup } from '../clip-group.ts';

export type Side = 'left' | 'right';

/** What keys outside may ask of the stage. */
export type StageControl = ZoomControl & { readonly moveDivider: (byPercent: number) => void };

type Props = {
  readonly left: Creation;
  readonly right: Creation;
  readonly mode: CompareMode;
  /** Which one `flip` shows. */
  readonly front: Side;
  readonly clips: ClipGroup;
  readonly onControl: (control: StageControl | null) => void;
};

/** Two creations under one zoom: over each other with a divider, one at a time, or side by side. */
export function CompareStage({ left, right, mode, front, clips, onControl }: Props) {
  const words = text.viewer.compare;
  const [divider, setDivider] = useState(50);
  const { zoom, view, larger, control, stage } = useZoom((seen) =>
    sharedFrame([left, right], seen, devicePixelRatio),
  );
  useEffect(() => {
    const moveDivider = (by: number) => setDivider((before) => clamped(before + by));
    onControl({ ...control, moveDivider });
    return () => onControl(null);
  }, [control, onControl]);

  const draw = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.closest('[data-stage]')?.getBoundingClientRect();
    if (box) setDivider(clamped(((event.clientX - box.left) / box.width) * 100));
  };
  const drawing = {
    onPointerMove: draw,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      // The divider lies in the stage, which would pan.
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      draw(event);
    },
  };

  const className = classNames(styles.stage, stage.className);
  const layer = (side: Side, creation: Creation, uncovered = '0', style = {}) =>
    zoom && view ? (
      <ComparedLayer
        creation={creation}
        label={words.side(words[side], creation.recipe.prompt.trim() || text.viewer.untitled)}
        zoom={zoom}
        view={view}
        attachClip={clips.attach}
        style={style}
        uncovered={uncovered}
      />
    ) : null;

  if (mode === 'side') {
    return (
      <div className={styles.stages}>
        <div key="left" data-stage {...stage} className={className}>
          {layer('left', left)}
        </div>
        <div key="right" data-stage {...stage} className={className}>
          {layer('right', right)}
        </div>
      </div>
    );
  }
  // What is hidden stays decoded, so that the other one is there at once.
  const shown = (side: Side) =>
    mode === 'flip' && side !== front ? ({ visibility: 'hidden' } as const) : {};
  const ofRight = mode === 'slider' ? `0 0 0 ${divider}%` : '0';
  const ofLeft = mode === 'slider' ? `0 ${100 - divider}% 0 0` : '0';
  const whole = mode === 'slider' ? { clipPath: `inset(${ofLeft})` } : shown('left');
  return (
    <div className={styles.stages}>
      <div
        key="both"
        data-stage
        {...stage}
        className={className}
        {...(mode === 'slider' && !larger ? drawing : {})}
      >
        {layer('right', right, ofRight, shown('right'))}
        {layer('left', left, ofLeft, whole)}
        {mode === 'slider' ? (
          <Divider value={divider} onChange={(to) => setDivider(clamped(to))} {...drawing} />
        ) : null}
      </div>
    </div>
  );
}

function clamped(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
