import { Columns2 } from 'lucide-react';
import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { LibraryPicker } from '../create/LibraryPicker.tsx';
import { openCompare } from './compare/open-compare.ts';

type Props = {
  readonly id: number;
  /** Neighbours of the query it was opened from. */
  readonly previous: number | null;
  readonly next: number | null;
};

/** Compares what is open with a neighbour, or with any other creation. */
export function CompareMenu({ id, previous, next }: Props) {
  const words = text.viewer.compare;
  const [picking, setPicking] = useState(false);
  const neighbour = next ?? previous;
  const compare = (other: number | null) => {
    if (other !== null) openCompare(id, other);
  };
  useAction({
    id: 'viewer.compare',
    label: words.open,
    keys: 'C',
    enabled: neighbour !== null,
    run: () => compare(neighbour),
  });
  useAction({
    id: 'viewer.compareOther',
    label: `${words.title}: ${words.withOther}`,
    keys: 'Shift+C',
    run: () => setPicking(true),
  });
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={words.open} icon={<Columns2 size={16} />} tooltipSide="bottom" />}
        items={[
          {
            id: 'next',
            label: words.withNext,
            keys: next === null ? undefined : 'C',
            disabled: next === null,
            onSelect: () => compare(next),
          },
          {
            id: 'previous',
            label: words.withPrevious,
            keys: next === null ? 'C' : undefined,
            disabled: previous === null,
            onSelect: () => compare(previous),
          },
          { id: 'other', label: words.withOther, keys: 'Shift+C', onSelect: () => setPicking(true) },
        ]}
      />
      <LibraryPicker
        title={words.pick}
        use={words.pickOne}
        media={null}
        open={picking}
        onClose={() => setPicking(false)}
        onPick={compare}
      />
    </>
  );
}
