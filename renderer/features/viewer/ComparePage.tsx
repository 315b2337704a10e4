import { ArrowLeft, ArrowLeftRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { mediaUrl } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { hydrate, useCreations } from '../library/creations.ts';
import styles from './ComparePage.module.css';
import { closeCompare, openCompare } from './store.ts';

type Props = { readonly left: number; readonly right: number };

/** Two creations in the same place, with a divider to draw across. */
export function ComparePage({ left, right }: Props) {
  const words = text.viewer.compare;
  const [divider, setDivider] = useState(50);
  const leave = () => {
    closeCompare();
    navigate('/library');
  };
  const swap = () => openCompare(right, left, { replace: true });
  useEffect(() => void hydrate([left, right]), [left, right]);
  useAction({ id: 'viewer.compareBack', label: words.back, keys: 'Escape', run: leave });
  useAction({ id: 'viewer.compareSwap', label: words.swap, keys: 'X', run: swap });

  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <IconButton
          label={words.back}
          icon={<ArrowLeft size={17} />}
          keys="Escape"
          tooltipSide="bottom"
          onClick={leave}
        />
        <h1 className={styles.title}>{words.title}</h1>
        <span className={styles.space} />
        <IconButton
          label={words.swap}
          icon={<ArrowLeftRight size={16} />}
          keys="X"
          tooltipSide="bottom"
          onClick={swap}
        />
      </header>
      <div className={styles.stage}>
        <Side id={right} side={words.right} />
        <div className={styles.over} style={{ clipPath: `inset(0 ${100 - divider}% 0 0)` }}>
          <Side id={left} side={words.left} />
        </div>
        <div className={styles.divider} style={{ left: `${divider}%` }} aria-hidden="true" />
        <input
          type="range"
          className={styles.range}
          aria-label={words.slider}
          min={0}
          max={100}
          step={0.5}
          value={divider}
          onChange={(event) => setDivider(event.target.valueAsNumber)}
        />
      </div>
      <footer className={styles.captions}>
        <Caption id={left} />
        <Caption id={right} />
      </footer>
    </div>
  );
}

function Side({ id, side }: { readonly id: number; readonly side: string }) {
  const creation = useCreations((state) => state.byId.get(id));
  if (!creation) return null;
  const label = `${side}: ${creation.recipe.prompt.trim() || text.viewer.untitled}`;
  return creation.media === 'video' ? (
    <video
      className={styles.picture}
      src={mediaUrl.original(id)}
      aria-label={label}
      muted
      loop
      autoPlay
      playsInline
    />
  ) : (
    <img className={styles.picture} src={mediaUrl.original(id)} alt={label} draggable={false} />
  );
}

function Caption({ id }: { readonly id: number }) {
  const creation = useCreations((state) => state.byId.get(id));
  return (
    <p className={styles.caption}>
      <span className={styles.model}>{creation?.modelName}</span>
      <span className={styles.prompt} dir="auto">
        {creation?.recipe.prompt}
      </span>
    </p>
  );
}
