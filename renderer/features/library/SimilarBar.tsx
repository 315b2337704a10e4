import { ScanSearch, Sparkles, X } from 'lucide-react';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useCreations } from './creations.ts';
import styles from './SimilarBar.module.css';
import type { SimilarTo } from './similar.ts';
import { showSimilar, useLibrary } from './store.ts';

/** Says what the grid shows in place of everything, and leads back. */
export function SimilarBar({ to }: { readonly to: SimilarTo }) {
  const words = text.library.similar;
  const prompt = useCreations((state) => state.byId.get(to.id)?.recipe.prompt.trim()) ?? '';
  const shown = useLibrary((state) => state.index?.ids.length ?? 0);
  const comparable = useLibrary((state) => state.comparable);
  const none = comparable ? words[to.by].none : words.look.unknown;
  const Icon = to.by === 'prompt' ? Sparkles : ScanSearch;
  return (
    <div className={styles.bar}>
      <Icon size={15} aria-hidden="true" />
      <p className={styles.words} role="status">
        <span className={styles.title} dir="auto">
          {words[to.by].title(prompt)}
        </span>
        {shown > 1 ? null : <span className={styles.none}>{none}</span>}
      </p>
      <IconButton
        size="small"
        label={words.close}
        icon={<X size={15} />}
        tooltipSide="left"
        onClick={() => showSimilar(null)}
      />
    </div>
  );
}
