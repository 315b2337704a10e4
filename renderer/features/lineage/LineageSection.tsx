import { Waypoints } from 'lucide-react';
import { Link } from 'wouter';
import type { Lineage, Relation, Relative } from '../../../shared/domain/lineage.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './LineageSection.module.css';
import { openLineage } from './open-lineage.ts';
import { RelativeTile } from './RelativeTile.tsx';
import { useLineage } from './use-lineage.ts';

/** Enough for parents, children and the rest of the job; the lineage page has them all. */
const asked = 60;
const shown = 8;

type Kin = { readonly relative: Relative; readonly caption: string };

/** Where a creation came from, what came of it, and what was made with it. Nothing, when it stands alone. */
export function LineageSection({ id }: { readonly id: number }) {
  const words = text.lineage;
  const { lineage } = useLineage(id, asked);
  if (lineage === null || lineage === 'unreadable') return null;
  const groups = [
    { title: words.parents, kin: kinOf(lineage, id, 'parent', words.from) },
    { title: words.children, kin: kinOf(lineage, id, 'child', words.to) },
    {
      title: words.siblings,
      kin: lineage.siblings.map((sibling) => ({
        relative: { id: sibling, state: 'here' as const },
        caption: words.sibling,
      })),
    },
  ].filter(({ kin }) => kin.length > 0);
  if (groups.length === 0) return null;
  return (
    <section className={styles.section} aria-label={words.title}>
      {groups.map(({ title, kin }, place) => (
        <div key={title}>
          <div className={styles.head}>
            <h2 className={styles.heading}>{title}</h2>
            {place === 0 && lineage.relatives.length > 0 ? (
              <IconButton
                size="small"
                label={words.showAll}
                keys="G"
                icon={<Waypoints size={15} />}
                onClick={() => openLineage(id)}
              />
            ) : null}
          </div>
          <ul className={styles.tiles}>
            {kin.slice(0, shown).map(({ relative, caption }) => (
              <li key={relative.id}>
                <RelativeTile relative={relative} caption={caption} />
              </li>
            ))}
            {kin.length > shown ? <More id={id} title={title} count={kin.length - shown} /> : null}
          </ul>
        </div>
      ))}
    </section>
  );
}

function More({ id, title, count }: { readonly id: number; readonly title: string; readonly count: number }) {
  const words = text.lineage;
  return (
    <li>
      <Link
        href={`/library/${id}/lineage`}
        className={styles.more}
        aria-label={words.moreLabel(count, title)}
      >
        {words.more(count)}
      </Link>
    </li>
  );
}

function kinOf(
  { relatives, links }: Lineage,
  id: number,
  side: 'parent' | 'child',
  words: Readonly<Record<Relation, string>>,
): readonly Kin[] {
  const own = side === 'parent' ? 'child' : 'parent';
  return links
    .filter((link) => link[own] === id)
    .toSorted((one, other) => Number(one.relation === 'reference') - Number(other.relation === 'reference'))
    .flatMap((link) => {
      const relative = relatives.find((one) => one.id === link[side]);
      return relative ? [{ relative, caption: words[link.relation] }] : [];
    });
}
