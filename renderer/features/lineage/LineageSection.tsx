import { Columns2, Waypoints } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Lineage, Relation, Relative } from '../../../shared/domain/lineage.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { PaneHeading } from '../../ui/PaneHeading.tsx';
import { openCompare } from '../viewer/compare/open-compare.ts';
import styles from './LineageSection.module.css';
import { referencesLast } from './lineage-layout.ts';
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
  const hasFamily = lineage.relatives.length > 0;
  const siblings = lineage.siblings.map((sibling) => ({
    relative: { id: sibling, state: 'here' as const },
    caption: '',
  }));
  if (!hasFamily && siblings.length === 0) return null;
  const whole = `/library/${id}/lineage`;
  const parents = kinOf(lineage, id, 'parent', words.from);
  return (
    <section className={styles.section} aria-label={words.title}>
      <Row title={words.parents} kin={parents} whole={whole}>
        <CompareButton id={id} parents={parents} />
        <WholeButton id={id} />
      </Row>
      <Row
        title={words.children}
        kin={kinOf(lineage, id, 'child', words.to)}
        hasMore={lineage.more.descendants}
        whole={whole}
      >
        {parents.length > 0 ? null : <WholeButton id={id} />}
      </Row>
      {/* Another creation begins with its own row folded again. */}
      <Row key={id} title={words.siblings} kin={siblings} whole={null} />
    </section>
  );
}

/** Beside the parent it owes most to: what was worked on or taken over comes first. */
function CompareButton({ id, parents }: { readonly id: number; readonly parents: readonly Kin[] }) {
  const parent = parents.find(({ relative }) => relative.state !== 'erased')?.relative.id;
  return parent === undefined ? null : (
    <IconButton
      size="small"
      label={text.lineage.compare}
      icon={<Columns2 size={15} />}
      onClick={() => openCompare(parent, id)}
    />
  );
}

function WholeButton({ id }: { readonly id: number }) {
  return (
    <IconButton
      size="small"
      label={text.lineage.showAll}
      keys="G"
      icon={<Waypoints size={15} />}
      onClick={() => openLineage(id)}
    />
  );
}

type RowProps = {
  readonly title: string;
  readonly kin: readonly Kin[];
  /** There are more than were asked for. */
  readonly hasMore?: boolean;
  /** Address of the page that shows all of them; null: they are unfolded here. */
  readonly whole: string | null;
  readonly children?: ReactNode;
};

function Row({ title, kin, hasMore = false, whole, children }: RowProps) {
  const words = text.lineage;
  const [isOpen, setOpen] = useState(false);
  if (kin.length === 0) return null;
  // The place of the last one leads to the rest, so that the rows stay whole.
  const visible = isOpen || kin.length <= shown ? kin : kin.slice(0, shown - 1);
  const rest = kin.length - visible.length;
  const more = {
    className: styles.more,
    'aria-label': words.moreLabel(rest, title, hasMore),
    children: words.more(rest, hasMore),
  };
  return (
    <div>
      <PaneHeading title={title} action={<span className={styles.buttons}>{children}</span>} />
      <ul className={styles.tiles}>
        {visible.map(({ relative, caption }) => (
          <li key={relative.id}>
            <RelativeTile relative={relative} caption={caption} />
          </li>
        ))}
        {rest > 0 ? (
          <li>
            {whole === null ? (
              <button type="button" {...more} onClick={() => setOpen(true)} />
            ) : (
              <Link href={whole} {...more} />
            )}
          </li>
        ) : null}
      </ul>
    </div>
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
    .toSorted((one, other) => referencesLast(one.relation, other.relation))
    .flatMap((link) => {
      const relative = relatives.find((one) => one.id === link[side]);
      return relative ? [{ relative, caption: words[link.relation] }] : [];
    });
}
