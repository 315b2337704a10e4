import { Check, Columns2, Trash2 } from 'lucide-react';
import { mediaUrl } from '../../../shared/contract.ts';
import type { Creation } from '../../../shared/domain/creation.ts';
import { formatBytes } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { moveToTrash } from '../library/actions.ts';
import { formatDay } from '../library/dates.ts';
import { openCompare } from '../viewer/compare/open-compare.ts';
import styles from './DuplicatesPage.module.css';

type Props = {
  readonly group: readonly Creation[];
  /** Those of it that would go to the trash. */
  readonly spares: readonly number[];
  readonly onToggle: (id: number) => void;
};

/** Near-identical creations side by side: those with a tick stay. */
export function DuplicateGroup({ group, spares, onToggle }: Props) {
  const words = text.library.duplicates;
  const [left, right] = group;
  return (
    <li className={styles.group}>
      <div className={styles.strip}>
        {group.map((creation) => (
          <Face
            key={creation.id}
            creation={creation}
            kept={!spares.includes(creation.id)}
            onToggle={() => onToggle(creation.id)}
          />
        ))}
      </div>
      <div className={styles.actions}>
        {left && right ? (
          <IconButton
            label={text.library.compare}
            icon={<Columns2 size={16} />}
            onClick={() => openCompare(left.id, right.id)}
          />
        ) : null}
        <Button
          icon={<Trash2 size={15} aria-hidden="true" />}
          disabled={spares.length === 0}
          onClick={() => void moveToTrash(spares)}
        >
          {words.trash(spares.length)}
        </Button>
      </div>
    </li>
  );
}

type FaceProps = { readonly creation: Creation; readonly kept: boolean; readonly onToggle: () => void };

function Face({ creation, kept, onToggle }: FaceProps) {
  const { id, width, height, sizeBytes, createdAt, rating, favourite, recipe } = creation;
  const facts = `${text.viewer.pixels(width, height)} · ${formatBytes(sizeBytes)}`;
  const day = formatDay(createdAt);
  const prompt = recipe.prompt.trim() || text.library.tile.noPrompt;
  return (
    <button
      type="button"
      className={styles.face}
      aria-pressed={kept}
      aria-label={text.library.duplicates.keep(prompt, facts, day)}
      onClick={onToggle}
    >
      <img className={styles.picture} src={mediaUrl.thumbnail(id, 256)} alt="" loading="lazy" />
      {kept ? (
        <span className={styles.tick}>
          <Check size={14} aria-hidden="true" />
        </span>
      ) : null}
      <span className={styles.facts}>
        {facts}
        <span className={styles.day}>
          {[day, favourite ? '♥' : '', '★'.repeat(rating)].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
    </button>
  );
}
