import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { useProviders } from '../../app/live-data.ts';
import { text } from '../../app/messages.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { KeyProvider } from './KeyProvider.tsx';
import { LocalServer } from './LocalServer.tsx';
import styles from './ProvidersSection.module.css';
import { Card, Section } from './Section.tsx';
import { StatusBadge } from './StatusBadge.tsx';

const words = text.settings;

export function ProvidersSection() {
  const providers = useProviders();
  return (
    <Section title={words.sections.providers} lead={words.providersLead}>
      {providers ? (
        providers.map((provider) => <ProviderCard key={provider.id} provider={provider} />)
      ) : (
        <Skeleton height={320} radius={12} />
      )}
    </Section>
  );
}

function ProviderCard({ provider }: { readonly provider: ProviderStatus }) {
  return (
    <Card>
      <section className={styles.provider} aria-label={provider.name}>
        <header className={styles.head}>
          <h3 className={styles.name}>{provider.name}</h3>
          <ProviderBadge provider={provider} />
        </header>
        {provider.auth === 'none' ? (
          <p className={styles.muted}>{words.sketchBody}</p>
        ) : (
          <p className={styles.muted}>
            {words.sendsTo} {provider.sendsTo}
          </p>
        )}
        {provider.auth === 'key' ? <KeyProvider provider={provider} /> : null}
        {provider.auth === 'address' ? <LocalServer provider={provider} /> : null}
      </section>
    </Card>
  );
}

function ProviderBadge({ provider }: { readonly provider: ProviderStatus }) {
  if (!provider.configured) {
    const missing = provider.auth === 'address' ? words.needsAddress : words.needsKey;
    return <StatusBadge tone="plain">{missing}</StatusBadge>;
  }
  return provider.paused ? (
    <StatusBadge tone="warning">{words.paused}</StatusBadge>
  ) : (
    <StatusBadge tone="good">{words.ready}</StatusBadge>
  );
}
