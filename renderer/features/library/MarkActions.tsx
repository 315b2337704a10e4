import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { markKeys } from './mark-keys.ts';
import { undoLast } from './undo.ts';

type Props = {
  readonly area: 'library' | 'viewer';
  /** Whether there is something to mark; the last change can be taken back in any case. */
  readonly enabled: boolean;
  /** What a key press is about; asked when it comes. */
  readonly targets: () => readonly number[];
};

function runOn(ids: readonly number[], run: (ids: readonly number[]) => unknown): void {
  if (ids.length > 0) run(ids);
}

/** Offers the marks by key and in the palette while it is on the page. Shows nothing. */
export function MarkActions({ area, enabled, targets }: Props) {
  useAction({
    id: `${area}.undoMarks`,
    label: text.library.marks.undo,
    keys: 'U',
    alsoKeys: 'Mod+Z',
    run: () => void undoLast(),
  });
  return markKeys.map((key) => (
    <MarkAction key={key.id} {...key} id={`${area}.${key.id}`} enabled={enabled} targets={targets} />
  ));
}

type MarkActionProps = (typeof markKeys)[number] & Omit<Props, 'area'>;

function MarkAction({ id, label, keys, run, enabled, targets }: MarkActionProps) {
  useAction({ id, label, keys, enabled, run: () => runOn(targets(), run) });
  return null;
}
