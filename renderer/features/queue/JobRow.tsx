import { ChevronDown, Ellipsis, GripVertical } from 'lucide-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { JobView } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { FailureActions } from './FailureActions.tsx';
import { JobDetails } from './JobDetails.tsx';
import { jobMenu } from './job-menu.tsx';
import { wantsLook } from './job-lists.ts';
import styles from './JobRow.module.css';
import { JobState } from './JobState.tsx';
import { JobThumb } from './JobThumb.tsx';
import { costOf, titleOf, useFailureWords, useProviderName } from './use-job-words.ts';

const words = text.activity;

type JobRowProps = {
  readonly job: JobView;
  readonly waiting: readonly JobView[];
  readonly top: number;
  /** Shows what happened below. */
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Px that the open part takes. */
  readonly onPanelHeight: (px: number) => void;
  readonly place: number;
  readonly of: number;
  readonly focusable: boolean;
  /** Waiting rows of the running order can be dragged. */
  readonly sortable: boolean;
  /** Where a dragged row would land: before or after this one. */
  readonly dropMark: 'before' | 'after' | null;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onDragStart: (event: DragEvent<HTMLElement>) => void;
  readonly onDragEnd: () => void;
};

export function JobRow(props: JobRowProps) {
  const { job, sortable } = props;
  const title = titleOf(job);
  return (
    <div
      role="listitem"
      className={styles.item}
      style={{ transform: `translateY(${props.top}px)` }}
      tabIndex={props.focusable ? 0 : -1}
      aria-posinset={props.place}
      aria-setsize={props.of}
      data-job={job.id}
      data-drop={props.dropMark ?? undefined}
      draggable={sortable}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onDragStart={props.onDragStart}
      onDragEnd={props.onDragEnd}
    >
      <div className={styles.row}>
        <span className={styles.grip} title={sortable ? words.dragHint : undefined}>
          {sortable ? <GripVertical size={14} aria-hidden="true" /> : null}
        </span>
        <JobThumb job={job} />
        <div className={styles.words}>
          <Title job={job} title={title} />
          <Detail job={job} />
        </div>
        <span className={styles.cost}>{costOf(job)}</span>
        <div className={styles.state}>
          <JobState job={job} />
          {wantsLook(job.state) ? <FailureActions job={job} /> : null}
        </div>
        <IconButton
          label={words.whatHappened}
          aria-expanded={props.isOpen}
          className={styles.toggle}
          icon={<ChevronDown size={16} />}
          onClick={props.onToggle}
        />
        <Menu
          align="end"
          items={jobMenu(job, props.waiting)}
          trigger={<IconButton label={words.more(title)} icon={<Ellipsis size={16} />} />}
        />
      </div>
      {props.isOpen ? <JobDetails job={job} onHeight={props.onPanelHeight} /> : null}
    </div>
  );
}

function Title({ job, title }: { readonly job: JobView; readonly title: string }) {
  const [first] = job.creationIds;
  return (
    <span className={styles.title} dir="auto" title={title}>
      {first === undefined ? title : <Link href={`/library/${first}`}>{title}</Link>}
    </span>
  );
}

function Detail({ job }: { readonly job: JobView }) {
  const failure = useFailureWords(job);
  const nameOf = useProviderName();
  if (failure && job.state !== 'cancelled') {
    const sentence = `${failure.what} ${failure.charged} ${failure.todo}`;
    return (
      <span className={styles.failure} title={[sentence, job.failure?.detail].filter(Boolean).join('\n')}>
        {failure.what} <strong>{failure.charged}</strong> {failure.todo}
      </span>
    );
  }
  const note = job.note ? ` · ${job.note}` : '';
  return (
    <span className={styles.detail} title={job.note ?? undefined}>
      {job.provider === 'sketch' ? job.modelName : `${job.modelName} · ${nameOf(job.provider)}`}
      {note}
    </span>
  );
}
