import { useEffect, useRef, useState } from 'react';
import type { Creation } from '../../../../shared/domain/creation.ts';
import { text } from '../../../app/messages.ts';
import { prefersStillness } from '../../../app/theme.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { Subpage } from '../../../ui/Subpage.tsx';
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx';
import { Gone } from '../Gone.tsx';
import { ResizablePane } from '../ResizablePane.tsx';
import { type CompareMode, useViewer } from '../store.ts';
import { useCreation } from '../use-creation.ts';
import { Changes } from './Changes.tsx';
import { createClipGroup } from '../clip-group.ts';
import { ClipControls } from '../ClipControls.tsx';
import { CompareBar } from './CompareBar.tsx';
import styles from './ComparePage.module.css';
import { CompareStage, type Side, type StageControl } from './CompareStage.tsx';
import { leaveCompare, swapCompared } from './open-compare.ts';
import { useCompareActions } from './use-compare-actions.ts';

type Props = { readonly left: number; readonly right: number };

/** Two creations under one zoom, and what was changed between them. */
export function ComparePage(ids: Props) {
  const words = text.viewer.compare;
  const left = useCreation(ids.left);
  const right = useCreation(ids.right);
  const mode = useViewer((state) => state.compareMode);
  const changesOpen = useViewer((state) => state.changesOpen);
  const [front, setFront] = useState<Side>('left');
  const [stage, setStage] = useState<StageControl | null>(null);
  const [clips] = useState(() => createClipGroup({ playing: !prefersStillness(), muted: true }));
  const hasClips = left?.media === 'video' || right?.media === 'video';
  const setMode = (compareMode: CompareMode) => useViewer.setState({ compareMode });
  const flip = () => {
    if (mode === 'flip') setFront(front === 'left' ? 'right' : 'left');
    else setMode('flip');
  };
  const back = () => leaveCompare(ids.left);
  const swap = () => swapCompared(ids.left, ids.right);
  useCompareActions({ stage, onMode: setMode, onFlip: flip, onSwap: swap, onBack: back, hasClips });
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => page.current?.focus({ preventScroll: true }), []);
  if (left === null || right === null) return <Gone />;

  return (
    <Subpage
      ref={page}
      tabIndex={-1}
      title={words.title}
      back={{ label: words.back, run: back }}
      head={<CompareBar mode={mode} onMode={setMode} zoom={stage} onSwap={swap} />}
      pane={
        changesOpen && left && right ? (
          <ResizablePane label={words.changes}>
            <Changes left={left} right={right} />
          </ResizablePane>
        ) : null
      }
    >
      {left && right ? (
        <CompareStage
          left={left}
          right={right}
          mode={mode}
          front={front}
          clips={clips}
          onControl={setStage}
        />
      ) : (
        <div className={styles.waiting} />
      )}
      {hasClips ? <ClipControls clips={clips} sound={false} /> : null}
      <footer className={styles.captions}>
        <Caption side={words.left} creation={left} dimmed={mode === 'flip' && front !== 'left'} />
        <Caption side={words.right} creation={right} dimmed={mode === 'flip' && front !== 'right'} />
      </footer>
      <p aria-live="polite">
        <VisuallyHidden>{mode === 'flip' ? words.showing(words[front]) : ''}</VisuallyHidden>
      </p>
    </Subpage>
  );
}

type CaptionProps = {
  readonly side: string;
  readonly creation: Creation | undefined;
  /** The other one is shown. */
  readonly dimmed: boolean;
};

function Caption({ side, creation, dimmed }: CaptionProps) {
  return (
    <p className={styles.caption} data-dimmed={dimmed || undefined}>
      <Chip>{side}</Chip>
      <span className={styles.model}>{creation?.modelName}</span>
      <span className={styles.prompt} dir="auto">
        {creation?.recipe.prompt}
      </span>
    </p>
  );
}
