import { ArrowLeftRight, PanelRight, ZoomIn, ZoomOut } from 'lucide-react';
import { text } from '../../../app/messages.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { HeadLine, HeadSpace } from '../../../ui/Subpage.tsx';
import { type CompareMode, toggleChanges, useViewer } from '../store.ts';
import type { ZoomControl } from '../use-zoom.ts';

const modes: readonly CompareMode[] = ['slider', 'side', 'flip'];

type Props = {
  readonly mode: CompareMode;
  readonly onMode: (mode: CompareMode) => void;
  readonly zoom: ZoomControl | null;
  readonly onSwap: () => void;
};

/** What stands in the head beside the title. */
export function CompareBar({ mode, onMode, zoom, onSwap }: Props) {
  const words = text.viewer.compare;
  const changesOpen = useViewer((state) => state.changesOpen);
  return (
    <>
      <SegmentedControl
        label={words.how}
        value={mode}
        onChange={onMode}
        options={modes.map((value) => ({ value, label: words.modes[value] }))}
      />
      <HeadSpace />
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
      <HeadLine />
      <IconButton
        label={words.swap}
        icon={<ArrowLeftRight size={16} />}
        keys="X"
        tooltipSide="bottom"
        onClick={onSwap}
      />
      <IconButton
        label={words.changes}
        icon={<PanelRight size={16} />}
        keys="I"
        pressed={changesOpen}
        tooltipSide="bottom"
        onClick={toggleChanges}
      />
    </>
  );
}
