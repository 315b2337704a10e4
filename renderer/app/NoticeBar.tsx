import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { navigate } from 'wouter/use-hash-location';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useAppInfo } from './live-data.ts';
import { text } from './messages.ts';
import styles from './NoticeBar.module.css';
import { dismissNotice, useNotices } from './notices.ts';
import { updateSettings, useSettings } from './settings.ts';

/** Warnings and errors of the core, above the page until they are dismissed. */
export function NoticeBar() {
  const notices = useNotices((state) => state.notices);
  return (
    <div role="status">
      <PolicyNotice />
      {notices.map(({ id, kind, text: words }) => (
        <div key={id} className={styles.notice} data-kind={kind}>
          {kind === 'error' ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
          <p className={styles.text}>{words}</p>
          <IconButton
            label={text.frame.dismissNotice}
            icon={<X />}
            size="small"
            tooltipSide="left"
            onClick={() => dismissNotice(id)}
          />
        </div>
      ))}
    </div>
  );
}

/** A policy that changed since the person saw it is announced until they open it or say that they have seen it. */
function PolicyNotice() {
  const info = useAppInfo();
  const seen = useSettings((settings) => settings.policyVersionSeen);
  if (!info || seen === info.policyVersion) return null;
  const markSeen = () => void updateSettings({ policyVersionSeen: info.policyVersion });
  return (
    <div className={styles.notice} data-kind="info">
      <Info size={16} aria-hidden />
      <p className={styles.text}>{text.frame.policyChanged(info.policyVersion)}</p>
      <Button
        size="small"
        onClick={() => {
          markSeen();
          navigate('/settings/privacy');
        }}
      >
        {text.frame.readPolicy}
      </Button>
      <IconButton
        label={text.frame.dismissNotice}
        icon={<X />}
        size="small"
        tooltipSide="left"
        onClick={markSeen}
      />
    </div>
  );
}
