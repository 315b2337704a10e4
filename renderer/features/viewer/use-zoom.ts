import { type MouseEvent, type PointerEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { clampPan, fitted, isLarger, middle, panBy, stepFactor, zoomAt } from './zoom.ts';
import type { Frame, Point, Size, Zoom } from './zoom.ts';
import styles from './zoom-stage.module.css';

/** What keys and buttons outside may ask of a picture. */
export type ZoomControl = {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  readonly actualSize: () => void;
  /** False when the whole picture is in view, so that the arrows can mean something else. */
  readonly pan: (by: Point) => boolean;
};

/** Px of wheel travel that double the size. */
const wheelPerDoubling = 320;

/**
 * Wheel and pinch zoom at the pointer, drag pans, double click toggles. Several stages of one size may share it: what
 * is done to one happens in all.
 * @param frameFor what is looked at through a stage of that size
 */
export function useZoom(frameFor: (view: Size) => Frame) {
  const drag = useRef<Point | null>(null);
  const [view, setView] = useState<Size | null>(null);
  const [chosen, setChosen] = useState<Zoom | null>(null);
  const [dragging, setDragging] = useState(false);
  const frame = view ? frameFor(view) : null;
  const zoom = frame ? (chosen ? clampPan(chosen, frame) : fitted(frame)) : null;
  const larger = zoom && frame ? isLarger(zoom, frame) : false;

  const change = (next: (zoom: Zoom, frame: Frame) => Zoom) =>
    setChosen((before) => (frame ? next(clampPan(before ?? fitted(frame), frame), frame) : before));
  const scaleBy = (factor: number, at: Point) => change((from, seen) => zoomAt(from, factor, at, seen));
  const toActual = (at: Point) => change((from, seen) => zoomAt(from, seen.actual / from.scale, at, seen));
  const pan = (by: Point) => {
    if (larger) change((from, seen) => panBy(from, by, seen));
    return larger;
  };

  const latest = useRef({ scaleBy, toActual, pan });
  useLayoutEffect(() => {
    latest.current = { scaleBy, toActual, pan };
  });
  const [control] = useState<ZoomControl>(() => ({
    zoomIn: () => latest.current.scaleBy(stepFactor, middle),
    zoomOut: () => latest.current.scaleBy(1 / stepFactor, middle),
    fit: () => setChosen(null),
    actualSize: () => latest.current.toActual(middle),
    pan: (by) => latest.current.pan(by),
  }));

  const attach = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      setView({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    // React's own wheel handlers are passive and could not keep the page still.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const pinch = event.ctrlKey ? 6 : 1;
      const factor = 2 ** ((-event.deltaY * pinch) / wheelPerDoubling);
      latest.current.scaleBy(factor, pointIn(element, event));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, []);

  const endDrag = () => {
    drag.current = null;
    setDragging(false);
  };
  const stage = {
    ref: attach,
    className: styles.stage,
    'data-larger': larger || undefined,
    'data-dragging': dragging || undefined,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !larger) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY };
      setDragging(true);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = drag.current;
      if (!from) return;
      pan({ x: event.clientX - from.x, y: event.clientY - from.y });
      drag.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: endDrag,
    onPointerCancel: endDrag,
    onDoubleClick: (event: MouseEvent<HTMLElement>) => {
      if (chosen) setChosen(null);
      else toActual(pointIn(event.currentTarget, event));
    },
  };
  return { zoom, view, larger, control, stage };
}

function pointIn(element: Element, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}
