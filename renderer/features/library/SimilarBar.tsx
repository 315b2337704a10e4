import { Sparkles, X } from 'lucide-react';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useCreations } from './creations.ts';
import styles from './SimilarBar.module.css';
import { showSimilar } from './store.ts';

/** Says that the grid shows prompts like one creation's, and leads back. */
export function SimilarBar({ id }: { readonly id: number }) {
  const words = text.library.similar;
  const prompt = useCreations((state) => state.byId.get(id)?.recipe.prompt.trim()) ?? '';
  return (
    <div className={styles.bar}>
      <Sparkles size={15} aria-hidden="true" />
      <p className={styles.words} role="status" dir="auto">
        {prompt === '' ? words.title : words.to(prompt)}
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
