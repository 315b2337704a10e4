import { ListVideo, Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { JobTab } from '../../../shared/domain/job.ts';
import { useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import styles from './ActivityPage.module.css';
import { cancelWaiting, clearFinished, pauseQueue } from './commands.ts';
import { JobList } from './JobList.tsx';
import { jobsOfTab, waitingJobs } from './job-lists.ts';
import { QueueNotes } from './QueueNotes.tsx';
import { reload, useQueue, useQueueFeed } from './store.ts';

const words = text.activity;
const tabs = ['all', 'active', 'done', 'failed'] as const satisfies readonly JobTab[];

export function ActivityPage() {
  useQueueFeed();
  const [tab, setTab] = useState<JobTab>('all');
  const { jobs, status, reach, loadState } = useQueue();
  const { oldest, complete } = reach[tab];
  const rows = useMemo(() => jobsOfTab(jobs, tab, complete ? null : oldest), [jobs, tab, oldest, complete]);
  const waiting = useMemo(() => waitingJobs(jobs), [jobs]);
  const paused = status?.paused ?? false;
  const finished =
    (status?.done ?? 0) + (status?.failed ?? 0) > 0 || rows.some((job) => job.state === 'cancelled');

  useAction({
    id: 'activity.pause',
    label: paused ? words.resumeAll : words.pauseAll,
    run: () => pauseQueue(null, !paused),
  });
  useAction({
    id: 'activity.clear',
    label: words.clearFinished,
    enabled: finished,
    run: () => void clearFinished(),
  });
  useAction({
    id: 'activity.cancel-waiting',
    label: words.cancelAll,
    enabled: waiting.length > 0,
    run: () => void cancelWaiting(waiting),
  });

  const counts: Readonly<Record<JobTab, number | undefined>> = {
    all: undefined,
    active: status ? status.queued + status.active : undefined,
    done: status?.done,
    failed: status?.failed,
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>{words.title}</h1>
        <span className={styles.space} />
        {waiting.length > 0 ? (
          <Button variant="ghost" onClick={() => void cancelWaiting(waiting)}>
            {words.cancelAll}
          </Button>
        ) : null}
        <Button variant="ghost" disabled={!finished} onClick={() => void clearFinished()}>
          {words.clearFinished}
        </Button>
        <PauseButtons paused={paused} />
      </header>
      <QueueNotes />
      <div className={styles.tabs}>
        <Tabs
          label={words.tabs}
          tabs={tabs.map((id) => ({ id, label: words.tab[id], count: counts[id] }))}
          value={tab}
          onChange={setTab}
        >
          {rows.length > 0 ? (
            <JobList key={tab} tab={tab} rows={rows} waiting={waiting} />
          ) : (
            <NoRows tab={tab} loadState={loadState} />
          )}
        </Tabs>
      </div>
    </div>
  );
}

function PauseButtons({ paused }: { readonly paused: boolean }) {
  const providers = useProviders();
  return (
    <>
      <Menu
        align="end"
        trigger={<Button>{words.pauseMenu}</Button>}
        items={(providers ?? [])
          .filter((provider) => provider.configured)
          .map((provider) => ({
            kind: 'choice' as const,
            id: provider.id,
            label: words.pauseProvider(provider.name),
            checked: provider.paused,
            onSelect: () => pauseQueue(provider.id, !provider.paused),
          }))}
      />
      <Button
        icon={paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        onClick={() => pauseQueue(null, !paused)}
      >
        {paused ? words.resumeAll : words.pauseAll}
      </Button>
    </>
  );
}

function NoRows({
  tab,
  loadState,
}: {
  readonly tab: JobTab;
  readonly loadState: 'loading' | 'ready' | 'failed';
}) {
  if (loadState === 'loading') return null;
  if (loadState === 'failed') {
    return (
      <EmptyState
        icon={<ListVideo />}
        title={words.loadFailed}
        text=""
        action={<Button onClick={() => void reload()}>{words.retry}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<ListVideo />}
      title={words.empty[tab].title}
      text={words.empty[tab].text}
      action={
        tab === 'all' ? <Button onClick={() => navigate('/create')}>{words.toCreate}</Button> : undefined
      }
    />
  );
}
