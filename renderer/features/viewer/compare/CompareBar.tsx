import { ArrowLeft, ArrowLeftRight, PanelRight, ZoomIn, ZoomOut } from 'lucide-react';
import { text } from '../../../app/messages.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { type CompareMode, leaveCompare, swapCompared, toggleChanges, useViewer } from '../store.ts';
import bar from '../ViewerBar.module.css';
import type { ZoomControl } from '../use-zoom.ts';
import styles from './ComparePage.module.css';

const modes: readonly CompareMode[] = ['slider', 'side', 'flip'];

type Props = {
  readonly mode: CompareMode;
  readonly onMode: (mode: CompareMode) => void;
  readonly zoom: ZoomControl | null;
};

export function CompareBar({ mode, onMode, zoom }: Props) {
  const words = text.viewer.compare;
  const changesOpen = useViewer((state) => state.changesOpen);
  return (
    <header className={bar.bar}>
      <IconButton
        label={words.back}
        icon={<ArrowLeft size={17} />}
        keys="Escape"
        tooltipSide="bottom"
        onClick={leaveCompare}
      />
      <h1 className={styles.title}>{words.title}</h1>
      <SegmentedControl
        label={words.how}
        value={mode}
        onChange={onMode}
        options={modes.map((value) => ({ value, label: words.modes[value] }))}
      />
      <span className={bar.space} />
      <IconButton
        label={text.viewer.zoomOut}
        icon={<ZoomOut size={16} />}
        keys="-"
        tooltipSide="bottom"
        disabled={!zoom}
        onClick={() => zoom?.zoomOut()}
      />
      <Button variant="ghost" size="small" disabled={!zoom} onClick={() => zoom?.fit()}>
        {words.fit}
      </Button>
      <IconButton
        label={text.viewer.zoomIn}
        icon={<ZoomIn size={16} />}
        keys="Plus"
        tooltipSide="bottom"
        disabled={!zoom}
        onClick={() => zoom?.zoomIn()}
      />
      <span className={bar.line} />
      <IconButton
        label={words.swap}
        icon={<ArrowLeftRight size={16} />}
        keys="X"
        tooltipSide="bottom"
        onClick={swapCompared}
      />
      <IconButton
        label={words.changes}
        icon={<PanelRight size={16} />}
        keys="I"
        pressed={changesOpen}
        tooltipSide="bottom"
        onClick={toggleChanges}
      />
    </header>
  );
}
