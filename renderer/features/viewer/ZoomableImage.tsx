import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import styles from './ZoomableImage.module.css';
import { actualScale, clampPan, fitted, isLarger, panBy, type Point, stepFactor, zoomAt } from './zoom.ts';
import type { Size, Zoom } from './zoom.ts';

/** What keys and buttons outside may ask of the picture. */
export type ZoomControl = {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  readonly actualSize: () => void;
  /** False when the whole picture is in view, so that the arrows can mean something else. */
  readonly pan: (by: Point) => boolean;
};

type Props = {
  readonly id: number;
  readonly image: Size;
  readonly label: string;
  readonly onControl: (control: ZoomControl | null) => void;
  /** Per cent of actual size. */
  readonly onPercent: (percent: number) => void;
  readonly onMissing: () => void;
};

const middle: Point = { x: 0, y: 0 };
/** Px of wheel travel that double the size. */
const wheelPerDoubling = 320;

/** A picture that can be looked at closely: wheel and pinch zoom at the pointer, drag pans, double click toggles. */
export function ZoomableImage({ id, image, label, onControl, onPercent, onMissing }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const drag = useRef<Point | null>(null);
  const [view, setView] = useState<Size | null>(null);
  const [chosen, setChosen] = useState<Zoom | null>(null);
  const [dragging, setDragging] = useState(false);
  const ratio = devicePixelRatio;
  const fit = view ? fitted(image, view, ratio) : null;
  const zoom = chosen && view ? clampPan(chosen, image, view) : fit;
  const larger = zoom && view ? isLarger(zoom, image, view) : false;

  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      setView({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const change = (next: (zoom: Zoom, view: Size) => Zoom | null) =>
    setChosen((before) => {
      if (!view) return before;
      return next(clampPan(before ?? fitted(image, view, ratio), image, view), view);
    });
  const scaleBy = (factor: number, at: Point) =>
    change((from, seen) => zoomAt(from, factor, at, image, seen, ratio));
  const toActual = (at: Point) =>
    change((from, seen) => zoomAt(from, actualScale(ratio) / from.scale, at, image, seen, ratio));

  const control: ZoomControl = {
    zoomIn: () => scaleBy(stepFactor, middle),
    zoomOut: () => scaleBy(1 / stepFactor, middle),
    fit: () => setChosen(null),
    actualSize: () => toActual(middle),
    pan: (by) => {
      if (larger) change((from, seen) => panBy(from, by, image, seen));
      return larger;
    },
  };
  const latest = useRef({ control, scaleBy });
  useLayoutEffect(() => {
    latest.current = { control, scaleBy };
  });

  useEffect(() => {
    onControl({
      zoomIn: () => latest.current.control.zoomIn(),
      zoomOut: () => latest.current.control.zoomOut(),
      fit: () => latest.current.control.fit(),
      actualSize: () => latest.current.control.actualSize(),
      pan: (by) => latest.current.control.pan(by),
    });
    return () => onControl(null);
  }, [onControl]);

  const percent = zoom ? Math.round(zoom.scale * ratio * 100) : null;
  useEffect(() => {
    if (percent !== null) onPercent(percent);
  }, [percent, onPercent]);

  useEffect(() => {
    const element = stage.current;
    if (!element) return undefined;
    // React's own wheel handlers are passive and could not keep the page still.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const pinch = event.ctrlKey ? 6 : 1;
      const factor = 2 ** ((-event.deltaY * pinch) / wheelPerDoubling);
      latest.current.scaleBy(factor, pointIn(element, event));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || !larger) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = drag.current;
    if (!from) return;
    control.pan({ x: event.clientX - from.x, y: event.clientY - from.y });
    drag.current = { x: event.clientX, y: event.clientY };
  };
  const endDrag = () => {
    drag.current = null;
    setDragging(false);
  };

  return (
    <div
      ref={stage}
      className={styles.stage}
      data-larger={larger || undefined}
      data-dragging={dragging || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onDoubleClick={(event) => (chosen ? setChosen(null) : toActual(pointIn(event.currentTarget, event)))}
    >
      {zoom ? (
        <img
          className={styles.image}
          src={mediaUrl.original(id)}
          alt={label}
          width={image.width}
          height={image.height}
          draggable={false}
          data-pixels={zoom.scale * ratio >= 4 || undefined}
          onError={onMissing}
          style={{
            // The thumbnail stands in, in the same place, until the original has arrived over it.
            backgroundImage: `url(${mediaUrl.thumbnail(id, 512)})`,
            transform: `translate(-50%, -50%) translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
          }}
        />
      ) : null}
    </div>
  );
}

function pointIn(element: Element, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}
