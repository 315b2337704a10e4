import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { text } from '../../app/messages.ts';
import { formatMonth } from './dates.ts';
import type { JustifiedLayout } from './justified-layout.ts';
import { monthAt, type Month } from './months.ts';
import { timelineMarks } from './timeline-marks.ts';
import styles from './TimelineScrubber.module.css';
import type { VirtualGrid } from './virtual-grid.ts';

type Props = { readonly grid: VirtualGrid; readonly months: readonly Month[] };

/** The grid's scrollbar, drawn as the calendar it stands for. Drag it, click a month, or step with the arrows. */
export function TimelineScrubber({ grid, months }: Props) {
  const thumb = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<JustifiedLayout>(grid.layout);
  const [height, setHeight] = useState(0);
  const [place, setPlace] = useState(0);
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    const follow = () => {
      thumb.current?.style.setProperty('--at', String(grid.fraction));
      setLayout(grid.layout);
      setPlace(monthAt(months, grid.topItem));
    };
    follow();
    return grid.onMoved(follow);
  }, [grid, months]);

  const shown = months.length > 0 && layout.height > grid.viewportHeight;
  const measure = useCallback((element: HTMLDivElement) => {
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const marks = useMemo(() => timelineMarks(months, layout, height), [months, layout, height]);
  const current = months[place];
  if (!current || !shown) return null;
  const label = formatMonth(current.year, current.month);

  const jump = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    grid.jumpToFraction((event.clientY - box.top) / box.height);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowRight: place + 1,
      ArrowUp: place - 1,
      ArrowLeft: place - 1,
      PageDown: place + 12,
      PageUp: place - 12,
      Home: 0,
      End: months.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const month = months[Math.min(Math.max(0, step), months.length - 1)];
    if (month) grid.jumpTo(month.first);
  };

  return (
    <div
      ref={measure}
      role="slider"
      tabIndex={0}
      aria-label={text.library.timeline}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={months.length - 1}
      aria-valuenow={place}
      aria-valuetext={label}
      className={styles.track}
      data-dragging={dragging || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        jump(event);
      }}
      onPointerMove={(event) => {
        if (dragging) jump(event);
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onWheel={(event) => grid.scrollBy(event.deltaY)}
    >
      {marks.map(({ at, year, month }) => (
        <span
          key={month.first}
          className={year === null ? styles.tick : styles.year}
          style={{ top: `${at * 100}%` }}
          aria-hidden="true"
        >
          {year}
        </span>
      ))}
      <div ref={thumb} className={styles.thumb} aria-hidden="true">
        <span className={styles.bubble}>{label}</span>
      </div>
    </div>
  );
}
