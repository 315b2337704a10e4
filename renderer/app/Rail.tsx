import { PanelLeftClose, PanelLeftOpen, PanelRight, WifiOff } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import icon from '../../resources/icons/icon.svg';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { openWithReferences } from './compose.ts';
import { carriesCreations, droppedCreations } from './creation-drag.ts';
import { useQueueStatus } from './live-data.ts';
import { text } from './messages.ts';
import { isOnPage, mainPages, settingsPage, type Page } from './pages.ts';
import { QueueBadge } from './QueueBadge.tsx';
import styles from './Rail.module.css';
import { useKeys } from './shortcuts.ts';
import { useOnline } from './use-online.ts';

type RailProps = {
  readonly collapsed: boolean;
  readonly onToggle: () => void;
  readonly drawerOpen: boolean;
  /** The page shows the whole queue itself. */
  readonly drawerUseless: boolean;
  readonly onToggleDrawer: () => void;
};

export function Rail({ collapsed, onToggle, drawerOpen, drawerUseless, onToggleDrawer }: RailProps) {
  const status = useQueueStatus();
  const online = useOnline();
  const railKeys = useKeys('frame.rail');
  const drawerKeys = useKeys('frame.drawer');
  return (
    <nav className={styles.rail} aria-label={text.frame.navigation} data-collapsed={collapsed}>
      <div className={styles.brand}>
        <img src={icon} alt="" width={24} height={24} draggable={false} />
        {collapsed ? null : <span className={styles.name}>{text.frame.appName}</span>}
      </div>
      <ul className={styles.links}>
        {mainPages.map((page) => (
          <li key={page.id}>
            <RailLink page={page} collapsed={collapsed}>
              {page.id === 'activity' && status ? (
                <QueueBadge active={status.active + status.queued} failed={status.failed} dot={collapsed} />
              ) : null}
            </RailLink>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        {online ? null : (
          <Tooltip text={text.frame.offlineHint} side="right">
            <p className={styles.offline} role="status">
              <WifiOff size={16} aria-hidden="true" />
              <span className={classNames(collapsed && styles.hidden)}>{text.frame.offline}</span>
            </p>
          </Tooltip>
        )}
        <RailLink page={settingsPage} collapsed={collapsed} />
        <div className={styles.tools}>
          <IconButton
            label={collapsed ? text.frame.expandRail : text.frame.collapseRail}
            icon={collapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
            tooltipSide="right"
            keys={railKeys}
            onClick={onToggle}
          />
          <IconButton
            label={text.frame.queue}
            icon={<PanelRight />}
            pressed={drawerOpen}
            tooltipSide="right"
            keys={drawerKeys}
            disabled={drawerUseless}
            onClick={onToggleDrawer}
          />
        </div>
      </div>
    </nav>
  );
}

type RailLinkProps = { readonly page: Page; readonly collapsed: boolean; readonly children?: ReactNode };

function RailLink({ page, collapsed, children }: RailLinkProps) {
  const [location] = useLocation();
  const current = isOnPage(location, page);
  const keys = useKeys(`go.${page.id}`);
  const Icon = page.icon;
  const drop = useCreationDrop(page.id === 'create');
  const link = (
    <Link
      href={page.path}
      className={styles.link}
      aria-current={current ? 'page' : undefined}
      aria-label={collapsed ? page.label : undefined}
      draggable={false}
      data-drop={drop.over || undefined}
      {...drop.handlers}
    >
      <Icon size={16} aria-hidden="true" />
      {collapsed ? null : <span className={styles.label}>{page.label}</span>}
      {children}
    </Link>
  );
  return collapsed ? (
    <Tooltip text={page.label} keys={keys} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

/** Creations dragged onto Create are used there as reference pictures. */
function useCreationDrop(enabled: boolean) {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!enabled || !carriesCreations(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        if (!enabled || !carriesCreations(event.dataTransfer)) return;
        event.preventDefault();
        setOver(false);
        const ids = droppedCreations(event.dataTransfer);
        if (ids) openWithReferences(ids);
      },
    },
  };
}
