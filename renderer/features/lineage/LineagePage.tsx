import { Waypoints } from 'lucide-react';
import { navigate } from 'wouter/use-hash-location';
import type { Lineage } from '../../../shared/domain/lineage.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { HeadSummary, Subpage } from '../../ui/Subpage.tsx';
import { LineageGraph } from './LineageGraph.tsx';
import { useLineage } from './use-lineage.ts';

const limit = 500;

/** Everything that led to a creation and everything that came of it. */
export function LineagePage({ id }: { readonly id: number }) {
  const words = text.lineage;
  const { lineage, retry } = useLineage(id, limit);
  const leave = () => navigate(`/library/${id}`);
  useAction({ id: 'viewer.lineageBack', label: words.back, keys: 'Escape', run: leave });
  const known = lineage === 'unreadable' ? null : lineage;
  const isCut = known !== null && (known.more.ancestors || known.more.descendants);
  return (
    <Subpage
      title={words.title}
      back={{ label: words.back, run: leave }}
      head={
        known && known.relatives.length > 0 ? (
          <HeadSummary>
            {words.summary(...countsOf(known, id))}
            {isCut ? ` · ${words.cut(limit)}` : ''}
          </HeadSummary>
        ) : null
      }
    >
      <Body id={id} lineage={lineage} onRetry={retry} onLeave={leave} />
    </Subpage>
  );
}

type BodyProps = {
  readonly id: number;
  readonly lineage: Lineage | 'unreadable' | null;
  readonly onRetry: () => void;
  readonly onLeave: () => void;
};

function Body({ id, lineage, onRetry, onLeave }: BodyProps) {
  const { empty, unreadable } = text.lineage;
  if (lineage === null) return null;
  if (lineage !== 'unreadable' && lineage.relatives.length > 0) {
    return <LineageGraph id={id} lineage={lineage} />;
  }
  const [words, run] = lineage === 'unreadable' ? [unreadable, onRetry] : [empty, onLeave];
  return (
    <EmptyState
      icon={<Waypoints />}
      title={words.title}
      text={words.text}
      action={<Button onClick={run}>{words.action}</Button>}
    />
  );
}

/** Ancestors and descendants. */
function countsOf({ relatives, links }: Lineage, id: number): [number, number] {
  const above = new Set([id]);
  for (const at of above) for (const { parent, child } of links) if (child === at) above.add(parent);
  return [above.size - 1, relatives.length - (above.size - 1)];
}
