import { text } from '../../../app/messages.ts';
import { useAction } from '../../../app/shortcuts.ts';
import { type CompareMode, toggleChanges } from '../store.ts';
import type { StageControl } from './CompareStage.tsx';

const panStepPx = 80;
const dividerStep = 2;

/** Comparing by key and palette. Arrows pan what is larger than the view, and else move the divider. */
export function useCompareActions(deps: {
  readonly stage: StageControl | null;
  readonly onMode: (mode: CompareMode) => void;
  readonly onFlip: () => void;
  readonly onSwap: () => void;
  readonly onBack: () => void;
  /** Space plays them. */
  readonly hasClips: boolean;
}): void {
  const { stage, onMode, onFlip, onSwap, onBack, hasClips } = deps;
  const words = text.viewer.compare;
  const shows = text.viewer;
  const across = (direction: 1 | -1) => {
    if (!stage?.pan({ x: -direction * panStepPx, y: 0 })) stage?.moveDivider(direction * dividerStep);
  };
  useAction({ id: 'viewer.compareBack', label: words.back, keys: 'Escape', run: onBack });
  useAction({ id: 'viewer.compareSwap', label: words.swap, keys: 'X', run: onSwap });
  useAction({ id: 'viewer.compareChanges', label: words.changes, keys: 'I', run: toggleChanges });
  useAction({
    id: 'viewer.compareSlider',
    label: words.modes.slider,
    keys: '1',
    run: () => onMode('slider'),
  });
  useAction({ id: 'viewer.compareSide', label: words.modes.side, keys: '2', run: () => onMode('side') });
  useAction({ id: 'viewer.compareFlip', label: words.showOther, keys: 'F', run: onFlip });
  useAction({
    id: 'viewer.compareFlipSpace',
    label: words.showOther,
    keys: 'Space',
    enabled: !hasClips,
    run: onFlip,
  });
  useAction({ id: 'viewer.compareLeft', label: words.toLeft, keys: 'ArrowLeft', run: () => across(-1) });
  useAction({ id: 'viewer.compareRight', label: words.toRight, keys: 'ArrowRight', run: () => across(1) });
  useAction({
    id: 'viewer.compareUp',
    label: shows.panUp,
    keys: 'ArrowUp',
    run: () => stage?.pan({ x: 0, y: panStepPx }),
  });
  useAction({
    id: 'viewer.compareDown',
    label: shows.panDown,
    keys: 'ArrowDown',
    run: () => stage?.pan({ x: 0, y: -panStepPx }),
  });
  useAction({ id: 'viewer.compareZoomIn', label: shows.zoomIn, keys: 'Plus', run: () => stage?.zoomIn() });
  useAction({ id: 'viewer.compareZoomOut', label: shows.zoomOut, keys: '-', run: () => stage?.zoomOut() });
  useAction({ id: 'viewer.compareFit', label: shows.fit, keys: 'Z', run: () => stage?.fit() });
  useAction({
    id: 'viewer.compareActual',
    label: shows.actualSize,
    keys: 'Shift+Z',
    run: () => stage?.actualSize(),
  });
}
