import { useEffect, useState } from 'react';
import { text } from '../../app/messages.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Licences.module.css';

const words = text.settings;

type Licence = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

/** What the studio is made with: every package that is shipped with it, each with its licence in full. */
export function Licences() {
  const [licences, setLicences] = useState<readonly Licence[] | null>(null);
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    // Read when it is asked for: nobody else needs half a megabyte of licences.
    void import('../../../resources/licences.json').then((module) => setLicences(module.default));
  }, []);
  if (!licences) return <Skeleton height={240} radius={12} />;
  const wanted = query.trim().toLowerCase();
  const found = licences.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
  return (
    <>
      <div className={styles.search}>
        <TextField
          label={words.searchLicences}
          hideLabel
          type="search"
          placeholder={words.searchLicences}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <ul className={styles.list}>
        {found.map((entry) => {
          const id = `${entry.name} ${entry.version}`;
          return (
            <li key={id}>
              <Disclosure
                label={id}
                detail={entry.licence}
                open={opened === id}
                onOpenChange={(open) => setOpened(open ? id : null)}
              >
                <pre
                  className={styles.text}
                  tabIndex={0}
                  role="region"
                  aria-label={words.licenceOf(entry.name)}
                >
                  {entry.text}
                </pre>
              </Disclosure>
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? <p className={styles.none}>{words.noLicenceMatches}</p> : null}
    </>
  );
}
