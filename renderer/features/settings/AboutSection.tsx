import { Copy } from 'lucide-react';
import icon from '../../../resources/icons/icon.svg';
import type { AppInfo } from '../../../shared/contract.ts';
import { useAppInfo } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './AboutSection.module.css';
import { Licences } from './Licences.tsx';
import { Card, Section, SettingRow } from './Section.tsx';

const words = text.settings;

export function AboutSection() {
  const info = useAppInfo();
  return (
    <Section title={words.sections.about}>
      <div className={styles.product}>
        <img src={icon} alt="" width={56} height={56} draggable={false} />
        <div>
          <p className={styles.name}>{text.frame.appName}</p>
          <p className={styles.muted}>{info ? words.version(info.version) : ' '}</p>
          <p className={styles.muted}>{words.aboutLead}</p>
        </div>
      </div>
      {info ? <Details info={info} /> : <Skeleton height={320} radius={12} />}
    </Section>
  );
}

function Details({ info }: { readonly info: AppInfo }) {
  return (
    <>
      <Card>
        <SettingRow label={words.dataFolder} hint={info.dataFolder}>
          <CopyButton path={info.dataFolder} />
          <Button onClick={() => void request('app.revealData', {})}>{words.reveal}</Button>
        </SettingRow>
        <SettingRow label={words.logsFolder} hint={info.logsFolder}>
          <CopyButton path={info.logsFolder} />
          <Button onClick={() => void request('app.revealLogs', {})}>{words.reveal}</Button>
        </SettingRow>
      </Card>
      <Card>
        <table className={styles.versions}>
          <caption>{words.components}</caption>
          <thead>
            <tr>
              <th scope="col">{words.component}</th>
              <th scope="col">{words.componentVersion}</th>
            </tr>
          </thead>
          <tbody>
            <Row name={words.host} value={nameIn(words.hosts, info.host)} />
            <Row name={words.platform} value={nameIn(words.platforms, info.platform)} />
            {Object.entries(info.versions).map(([name, version]) => (
              <Row key={name} name={nameIn(words.componentNames, name)} value={version} />
            ))}
          </tbody>
        </table>
      </Card>
      <Card>
        <div className={styles.made}>
          <h3>{words.licences}</h3>
          <p>{words.licencesText}</p>
        </div>
        <Licences />
      </Card>
    </>
  );
}

/** The name people know it by; what has none is called as it calls itself. */
function nameIn(names: Readonly<Record<string, string>>, id: string): string {
  return names[id] ?? id;
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}

function CopyButton({ path }: { readonly path: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(path);
    toast({ text: words.copied });
  };
  return <IconButton label={words.copy} icon={<Copy />} onClick={() => void copy()} />;
}
