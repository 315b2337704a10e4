import { useCallback, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { QueueDrawer } from '../features/queue/QueueDrawer.tsx';
import styles from './Frame.module.css';
import { FrameActions } from './FrameActions.tsx';
import { text } from './messages.ts';
import { NoticeBar } from './NoticeBar.tsx';
import { Rail } from './Rail.tsx';
import { updateSettings, useSettings } from './settings.ts';
import { useEscape } from './use-escape.ts';
import { useMediaQuery } from './use-media-query.ts';

/** Below this width rail and drawer step back by themselves, without the person's choice being changed. */
const narrow = '(max-width: 1199px)';

/** Rail, page, and the queue at the side. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const isNarrow = useMediaQuery(narrow);
  const railCollapsed = useSettings((settings) => settings.railCollapsed);
  const drawerKept = useSettings((settings) => settings.drawerOpen);
  const [expandedOver, setExpandedOver] = useState(false);
  const [drawerOver, setDrawerOver] = useState(false);

  const collapsed = isNarrow ? !expandedOver : railCollapsed;
  const drawerOpen = isNarrow ? drawerOver : drawerKept;
  const toggleRail = () =>
    isNarrow ? setExpandedOver(collapsed) : void updateSettings({ railCollapsed: !collapsed });
  const toggleDrawer = () =>
    isNarrow ? setDrawerOver(!drawerOpen) : void updateSettings({ drawerOpen: !drawerOpen });
  const onQueuePage = location.startsWith('/activity');
  useEscape(
    isNarrow && drawerOpen && !onQueuePage,
    useCallback(() => setDrawerOver(false), []),
  );

  return (
    <div className={styles.frame}>
      <FrameActions onToggleRail={toggleRail} onToggleDrawer={toggleDrawer} />
      <a className={styles.skip} href="#content" onClick={focusContent}>
        {text.frame.skipToContent}
      </a>
      <Rail
        collapsed={collapsed}
        onToggle={toggleRail}
        drawerOpen={drawerOpen && !onQueuePage}
        drawerUseless={onQueuePage}
        onToggleDrawer={toggleDrawer}
      />
      <div className={styles.column}>
        <NoticeBar />
        <main id="content" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      {drawerOpen && !onQueuePage ? (
        <aside className={styles.drawer} data-over={isNarrow} aria-label={text.frame.queue}>
          <QueueDrawer />
        </aside>
      ) : null}
    </div>
  );
}

/** A plain jump would change the hash, which is the window's route. */
function focusContent(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}
