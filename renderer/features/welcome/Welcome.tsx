import { Folder, ShieldCheck, Sparkles, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import icon from '../../../resources/icons/icon.svg';
import { useAppInfo } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { updateSettings } from '../../app/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PolicyText } from '../settings/PolicyText.tsx';
import styles from './Welcome.module.css';

/** The first thing a person sees: what this is, where files are kept, what leaves the machine. */
export function Welcome() {
  const info = useAppInfo();
  const [policyOpen, setPolicyOpen] = useState(false);
  const start = () =>
    void updateSettings({ welcomed: true, ...(info ? { policyVersionSeen: info.policyVersion } : {}) });
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <img src={icon} alt="" width={64} height={64} draggable={false} />
        <h1 className={styles.title}>{text.welcome.title}</h1>
        <p className={styles.lead}>{text.welcome.lead}</p>
        <ul className={styles.facts}>
          <Fact icon={Sparkles} title={text.welcome.worksTitle}>
            {text.welcome.works}
          </Fact>
          <Fact icon={Folder} title={text.welcome.filesTitle}>
            {text.welcome.files}
            <code className={styles.path}>{info?.dataFolder ?? '…'}</code>
          </Fact>
          <Fact icon={ShieldCheck} title={text.welcome.leavesTitle}>
            {text.welcome.leaves}
          </Fact>
        </ul>
        <div className={styles.foot}>
          <Button variant="primary" size="large" onClick={start}>
            {text.welcome.start}
          </Button>
          <Button variant="ghost" onClick={() => setPolicyOpen(true)}>
            {text.welcome.policy(info?.policyVersion ?? '…')}
          </Button>
        </div>
      </div>
      <Dialog
        title={text.welcome.policyTitle}
        size="large"
        reading
        open={policyOpen}
        onClose={() => setPolicyOpen(false)}
      >
        <PolicyText />
      </Dialog>
    </main>
  );
}

type FactProps = { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode };

function Fact({ icon: Icon, title, children }: FactProps) {
  return (
    <li className={styles.fact}>
      <Icon className={styles.factIcon} size={18} aria-hidden="true" />
      <div>
        <h2 className={styles.factTitle}>{title}</h2>
        <p className={styles.factText}>{children}</p>
      </div>
    </li>
  );
}
