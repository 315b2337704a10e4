import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { text } from '../../app/messages.ts';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import { PrivacySection } from './PrivacySection.tsx';
import { ProvidersSection } from './ProvidersSection.tsx';
import { settingsSections, type SectionId } from './sections.ts';
import styles from './SettingsPage.module.css';
import { ShortcutsSection } from './ShortcutsSection.tsx';
import { SpendingSection } from './SpendingSection.tsx';
import { StorageSection } from './StorageSection.tsx';

const bodies: Record<SectionId, () => ReactElement> = {
  providers: ProvidersSection,
  models: ModelsSection,
  spending: SpendingSection,
  storage: StorageSection,
  appearance: AppearanceSection,
  shortcuts: ShortcutsSection,
  privacy: PrivacySection,
  about: AboutSection,
};

/** @param section from the address; one that does not exist opens the first */
export function SettingsPage({ section }: { readonly section?: string | undefined }) {
  const current = settingsSections.find(({ id }) => id === section)?.id ?? 'providers';
  const Body = bodies[current];
  return (
    <div className={styles.page}>
      <nav className={styles.nav} aria-label={text.settings.sectionsLabel}>
        <h1 className={styles.title}>{text.settings.title}</h1>
        <ul>
          {settingsSections.map(({ id, label, icon: Icon }) => (
            <li key={id}>
              <Link
                href={`/settings/${id}`}
                className={styles.link}
                aria-current={id === current ? 'page' : undefined}
                draggable={false}
              >
                <Icon size={15} aria-hidden="true" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div
        key={current}
        className={styles.scroll}
        role="region"
        aria-label={text.settings.title}
        tabIndex={0}
      >
        <div className={styles.content}>
          <Body />
        </div>
      </div>
    </div>
  );
}
