import { Flag, Star, X } from 'lucide-react';
import { colorLabels } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { LabelDot } from './LabelDot.tsx';
import type { SharedMarks } from './mark-flags.ts';
import styles from './MarkEditor.module.css';
import { rate, toggleFlag, toggleLabel } from './marking.ts';

const stars = [1, 2, 3, 4, 5];
const labelKeys: Readonly<Record<string, string>> = { red: '6', yellow: '7', green: '8', blue: '9' };

type Props = { readonly ids: readonly number[]; readonly marks: SharedMarks };

/** Stars, flags and labels by mouse; pressing the one that is set takes it away. */
export function MarkEditor({ ids, marks: { rating, flag, label } }: Props) {
  const words = text.library.marks;
  return (
    <div className={styles.editor}>
      <div className={styles.group} role="group" aria-label={words.rating}>
        {stars.map((count) => (
          <IconButton
            key={count}
            size="small"
            label={words.stars(count)}
            keys={String(count)}
            pressed={rating === count}
            icon={<Star size={15} fill={rating !== null && count <= rating ? 'currentColor' : 'none'} />}
            onClick={() => void rate(ids, rating === count ? 0 : count)}
          />
        ))}
      </div>
      <div className={styles.group} role="group" aria-label={words.flag}>
        <IconButton
          size="small"
          label={flag === 'picked' ? words.unpick : words.pick}
          keys="P"
          pressed={flag === 'picked'}
          icon={<Flag size={15} fill={flag === 'picked' ? 'currentColor' : 'none'} />}
          onClick={() => void toggleFlag(ids, 'picked')}
        />
        <IconButton
          size="small"
          label={flag === 'rejected' ? words.unreject : words.reject}
          keys="X"
          pressed={flag === 'rejected'}
          icon={<X size={15} />}
          onClick={() => void toggleFlag(ids, 'rejected')}
        />
      </div>
      <div className={styles.group} role="group" aria-label={words.label}>
        {colorLabels.map((each) => (
          <IconButton
            key={each}
            size="small"
            label={words.labels[each]}
            keys={labelKeys[each]}
            pressed={label === each}
            icon={<LabelDot label={each} on={label === each} />}
            onClick={() => void toggleLabel(ids, each)}
          />
        ))}
      </div>
    </div>
  );
}
