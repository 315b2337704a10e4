import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './PanelResizer.module.css';

type PanelResizerProps = {
  readonly label: string;
  /** Width of the panel in px. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Which side of the handle the panel is on. */
  readonly panel: 'before' | 'after';
  readonly onChange: (width: number) => void;
  /** Called once, when the drag or key press ends: the moment to remember the width. */
  readonly onCommit?: ((width: number) => void) | undefined;
};

const keyStepPx = 16;

/** The handle between a panel and its neighbour: drag it, or use the arrow keys, Home and End. */
export function PanelResizer({ label, value, min, max, panel, onChange, onCommit }: PanelResizerProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const latest = useRef(value);
  const clamp = (width: number) => Math.round(Math.min(max, Math.max(min, width)));
  const direction = panel === 'before' ? 1 : -1;

  const change = (width: number) => {
    latest.current = clamp(width);
    onChange(latest.current);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const start = drag.current;
    if (start) change(start.width + (event.clientX - start.x) * direction);
  };
  const endDrag = () => {
    if (drag.current) onCommit?.(latest.current);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const widths: Readonly<Record<string, number>> = {
      ArrowLeft: value - keyStepPx * direction,
      ArrowRight: value + keyStepPx * direction,
      Home: min,
      End: max,
    };
    const width = widths[event.key];
    if (width === undefined) return;
    event.preventDefault();
    change(width);
    onCommit?.(latest.current);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles.handle}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onKeyDown={onKeyDown}
    />
  );
}
