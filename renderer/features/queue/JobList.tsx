import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { JobTab, JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { moveJob } from './commands.ts';
import { targetOfStep } from './job-lists.ts';
import styles from './JobList.module.css';
import { JobRow } from './JobRow.tsx';
import { listHeight, type RowGeometry, rowTop } from './row-geometry.ts';
import { readMore } from './store.ts';
import { useReorder } from './use-reorder.ts';
import { useVisibleRows } from './use-visible-rows.ts';

const words = text.activity;
const rowHeight = 72;

type Props = {
  readonly tab: JobTab;
  readonly rows: readonly JobView[];
  readonly waiting: readonly JobView[];
};

/** The rows of a tab. Only those in view are in the page; arrows move between them. */
export function JobList({ tab, rows, waiting }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const refocus = useRef(false);
  const [opened, setOpened] = useState<number | null>(null);
  const [extra, setExtra] = useState(0);
  const openIndex = opened === null ? -1 : rows.findIndex((job) => job.id === opened);
  const geometry: RowGeometry = { rowHeight, count: rows.length, open: openIndex, extra };
  const { start, end } = useVisibleRows(scroller, geometry);
  const reorder = useReorder(list, rows, geometry);
  const focusedIndex = rows.findIndex((job) => job.id === focused);

  useEffect(() => {
    if (end >= rows.length - 20) void readMore(tab);
  }, [end, rows.length, tab]);

  // A row that was moved, or scrolled to, gets the focus once it is there.
  useEffect(() => {
    if (!refocus.current || focused === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-job="${focused}"]`);
    if (!row) return;
    refocus.current = false;
    row.focus({ preventScroll: true });
  });

  const goTo = (index: number) => {
    const job = rows[Math.min(rows.length - 1, Math.max(0, index))];
    const element = scroller.current;
    if (!job || !element) return;
    const top = rowTop(geometry, rows.indexOf(job));
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + rowHeight - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
    refocus.current = true;
    setFocused(job.id);
  };
  const step = (job: JobView, steps: -1 | 1) => {
    const before = targetOfStep(waiting, job.id, steps);
    if (before === undefined) return;
    refocus.current = true;
    moveJob(job.id, before);
    const place = waiting.findIndex((entry) => entry.id === job.id) + 1 + steps;
    setSaid(words.movedTo(place, waiting.length));
  };
  const toggle = (job: JobView) => {
    setExtra(0);
    setOpened(opened === job.id ? null : job.id);
  };
  const onKeyDown = (job: JobView, index: number) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      if (job.state === 'queued') step(job, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Enter' || event.key === ' ') {
      toggle(job);
    } else {
      const targets: Readonly<Record<string, number>> = {
        ArrowUp: index - 1,
        ArrowDown: index + 1,
        Home: 0,
        End: rows.length - 1,
      };
      const target = targets[event.key];
      if (target === undefined) return;
      goTo(target);
    }
    event.preventDefault();
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        ref={list}
        role="list"
        aria-label={words.rows}
        className={styles.list}
        style={{ height: listHeight(geometry) }}
        onDragOver={reorder.over}
        onDrop={reorder.drop}
      >
        {rows.slice(start, end).map((job, offset) => {
          const index = start + offset;
          return (
            <JobRow
              key={job.id}
              job={job}
              waiting={waiting}
              top={rowTop(geometry, index)}
              isOpen={job.id === opened}
              onToggle={() => toggle(job)}
              onPanelHeight={setExtra}
              place={index + 1}
              of={rows.length}
              focusable={focusedIndex === -1 ? index === 0 : focused === job.id}
              sortable={tab === 'active' && job.state === 'queued'}
              dropMark={reorder.mark?.id === job.id ? reorder.mark.side : null}
              onFocus={() => setFocused(job.id)}
              onKeyDown={onKeyDown(job, index)}
              onDragStart={(event) => reorder.start(job.id, event)}
              onDragEnd={reorder.end}
            />
          );
        })}
      </div>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </div>
  );
}
