import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { text } from '../../../app/messages.ts';
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx';
import { drawMask } from './draw-mask.ts';
import type { MaskPoint, MaskStep } from './mask-strokes.ts';
import styles from './MaskCanvas.module.css';

type Stroke = MaskStep & { kind: 'stroke' };
type Size = { readonly width: number; readonly height: number };

type Props = {
  readonly source: string;
  readonly steps: readonly MaskStep[];
  readonly erases: boolean;
  /** Radius of the brush in hundredths of the picture's longer side. */
  readonly brushPercent: number;
  readonly onSize: (size: Size) => void;
  readonly onStroke: (stroke: Stroke) => void;
};

const words = text.create.mask;
/** More px than this on the longer side cannot be seen here. */
const mostShownPx = 1600;
/** Arrow keys move the brush by this part of the longer side. */
const keyStep = 0.02;

const directions: Readonly<Record<string, MaskPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The picture with what is painted over it. Pointer, pen, or arrow keys: Space paints, Shift paints on the way. */
export function MaskCanvas({ source, steps, erases, brushPercent, onSize, onStroke }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [drawing, setDrawing] = useState<Stroke | null>(null);
  const [at, setAt] = useState<MaskPoint | null>(null);
  const [said, setSaid] = useState('');
  const longest = size ? Math.max(size.width, size.height) : 1;
  const radius = (longest * brushPercent) / 100;
  const scale = Math.min(1, mostShownPx / longest);

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current || !size) return;
    const colour = getComputedStyle(canvas.current).color;
    drawMask(context, drawing ? [...steps, drawing] : steps, scale, colour);
  }, [steps, drawing, scale, size]);

  const pointOf = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): MaskPoint | null => {
    if (!size) return null;
    const box = currentTarget.getBoundingClientRect();
    return {
      x: ((clientX - box.left) / box.width) * size.width,
      y: ((clientY - box.top) / box.height) * size.height,
    };
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const point = pointOf(event);
    if (!point || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawing({ kind: 'stroke', erases, radius, points: [point] });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const point = pointOf(event);
    if (!point) return;
    setAt(point);
    setDrawing((last) => last && { ...last, points: [...last.points, point] });
  };
  const finish = () => {
    if (drawing) onStroke(drawing);
    setDrawing(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!size || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = at ?? { x: size.width / 2, y: size.height / 2 };
    const direction = directions[event.key];
    if (direction) {
      const to = {
        x: within(from.x + direction.x * keyStep * longest, size.width),
        y: within(from.y + direction.y * keyStep * longest, size.height),
      };
      setAt(to);
      if (event.shiftKey) onStroke({ kind: 'stroke', erases, radius, points: [from, to] });
      setSaid(words.brushAt(inHundredths(to.x, size.width), inHundredths(to.y, size.height)));
    } else if (event.key === ' ') {
      setAt(from);
      onStroke({ kind: 'stroke', erases, radius, points: [from] });
      const [x, y] = [inHundredths(from.x, size.width), inHundredths(from.y, size.height)];
      setSaid(erases ? words.erasedAt(x, y) : words.paintedAt(x, y));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.stage}>
      {/* A place to paint in has keys of its own, which a screen reader must let through. */}
      <div
        role="application"
        aria-label={words.canvas}
        aria-describedby="mask-hint"
        tabIndex={0}
        className={styles.frame}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={finish}
        onPointerCancel={() => setDrawing(null)}
        onPointerLeave={() => setAt(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
      >
        <img
          className={styles.picture}
          src={source}
          alt=""
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            setSize({ width, height });
            onSize({ width, height });
          }}
        />
        {size ? (
          <canvas
            ref={canvas}
            className={styles.mask}
            width={Math.round(size.width * scale)}
            height={Math.round(size.height * scale)}
          />
        ) : null}
        {size && at ? (
          <span
            className={styles.brush}
            data-erases={erases || undefined}
            style={{
              left: `${(at.x / size.width) * 100}%`,
              top: `${(at.y / size.height) * 100}%`,
              width: `${((2 * radius) / size.width) * 100}%`,
            }}
            aria-hidden="true"
          />
        ) : null}
      </div>
      <VisuallyHidden>
        <span aria-live="polite">{said}</span>
      </VisuallyHidden>
    </div>
  );
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function inHundredths(value: number, whole: number): number {
  return Math.round((value / whole) * 100);
}
