import { useAppInfo, useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { PolicyText } from './PolicyText.tsx';
import styles from './PrivacySection.module.css';
import { Card, Section } from './Section.tsx';
import { StatusBadge } from './StatusBadge.tsx';

const words = text.settings;

export function PrivacySection() {
  const providers = useProviders();
  const info = useAppInfo();
  return (
    <>
      <Section title={words.leavesTitle} lead={words.leavesLead}>
        <Card>
          {providers ? (
            <ul>
              {providers.map(({ id, name, configured, sendsTo }) => (
                <li key={id} className={styles.provider}>
                  <div className={styles.words}>
                    <p className={styles.name}>{name}</p>
                    <p className={styles.what}>{words.leavesWhat[id]}</p>
                    {id === 'sketch' ? null : (
                      <p className={styles.to}>
                        {words.sendsTo} {sendsTo}
                      </p>
                    )}
                  </div>
                  {id === 'sketch' ? null : (
                    <StatusBadge tone={configured ? 'good' : 'plain'}>
                      {configured ? words.leavesOn : words.leavesOff}
                    </StatusBadge>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            <Skeleton height={240} />
          )}
        </Card>
        <p className={styles.note}>{words.noTelemetry}</p>
      </Section>
      <Section title={words.policyTitle} lead={info ? words.policyLead(info.policyVersion) : ' '}>
        <PolicyText />
      </Section>
    </>
  );
}
