import { Copy, Trash2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { HeadSpace, HeadSummary, Subpage } from '../../ui/Subpage.tsx';
import { moveToTrash } from '../library/actions.ts';
import { DuplicateGroup } from './DuplicateGroup.tsx';
import styles from './DuplicatesPage.module.css';
import { keeperOf, sparesOf } from './spares.ts';
import { useGroups } from './use-groups.ts';

const leave = () => navigate('/library');

/** Groups of near-identical creations, with the spares of each one press away from the trash. */
export function DuplicatesPage() {
  const words = text.library.duplicates;
  const found = useGroups();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  useAction({ id: 'library.leaveDuplicates', label: words.back, keys: 'Escape', run: leave });
  if (found === null) {
    return (
      <Page summary={words.looking}>
        <div className={styles.middle}>
          <Spinner />
        </div>
      </Page>
    );
  }
  if (found === 'unreadable') {
    const { title, text: description } = text.library.unreadable;
    return (
      <Page summary="">
        <EmptyState icon={<TriangleAlert />} title={title} text={description} />
      </Page>
    );
  }
  const rows = found.groups.map((group) => ({ group, spares: sparesOf(group, chosen) }));
  const spares = rows.flatMap((row) => row.spares);
  const toggle = (group: (typeof rows)[number], id: number): void => {
    const next = new Set(chosen);
    const kept = group.group.map((each) => each.id).filter((each) => !group.spares.includes(each));
    // The choice that was made for the person becomes their own with the first press.
    for (const each of kept) next.add(each);
    if (kept.includes(id)) next.delete(id);
    else next.add(id);
    const isNone = group.group.every((each) => !next.has(each.id));
    if (isNone) next.add(keeperOf(group.group) ?? id);
    setChosen(next);
  };
  const trashAll = async (): Promise<void> => {
    const agreed = await confirm({
      title: words.trashAllTitle(spares.length),
      description: words.trashAllText(rows.length),
      confirmLabel: words.trash(spares.length),
    });
    if (agreed) await moveToTrash(spares);
  };
  return (
    <Page
      summary={rows.length === 0 ? '' : words.summary(found.total, found.creations)}
      action={
        spares.length > 0 ? (
          <Button icon={<Trash2 size={15} aria-hidden="true" />} onClick={() => void trashAll()}>
            {words.trashAll(spares.length)}
          </Button>
        ) : null
      }
    >
      {rows.length === 0 ? (
        <EmptyState
          icon={<Copy />}
          title={words.none.title}
          text={words.none.text}
          action={<Button onClick={leave}>{words.back}</Button>}
        />
      ) : (
        <ul className={styles.list} aria-label={words.title}>
          {rows.map((row) => (
            <DuplicateGroup
              key={row.group[0]?.id}
              group={row.group}
              spares={row.spares}
              onToggle={(id) => toggle(row, id)}
            />
          ))}
        </ul>
      )}
    </Page>
  );
}

type PageProps = {
  readonly summary: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

function Page({ summary, action, children }: PageProps) {
  const words = text.library.duplicates;
  return (
    <Subpage
      title={words.title}
      back={{ label: words.back, run: leave }}
      head={
        <>
          <HeadSummary role="status">{summary}</HeadSummary>
          <HeadSpace />
          {action}
        </>
      }
    >
      {children}
    </Subpage>
  );
}
