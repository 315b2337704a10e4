import {
  Download,
  FolderOpen,
  Heart,
  PanelRight,
  RotateCcw,
  Share,
  Trash2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { HeadLine, HeadSpace, HeadSummary } from '../../ui/Subpage.tsx';
import { openExport } from '../exchange/export-store.ts';
import { reveal, restore, saveCopies } from '../library/actions.ts';
import { setFavourite } from '../library/marking.ts';
import { CompareMenu } from './CompareMenu.tsx';
import { toggleDetails, useViewer } from './store.ts';
import styles from './ViewerBar.module.css';
import type { ZoomControl } from './use-zoom.ts';

type Props = {
  readonly creation: Creation;
  /** `3 of 57`; null when it is not part of the current query. */
  readonly position: string | null;
  readonly previous: number | null;
  readonly next: number | null;
  readonly zoom: ZoomControl | null;
  readonly percent: number;
  readonly onTrash: () => void;
};

/** What stands in the head of the viewer. */
export function ViewerBar({ creation, position, previous, next, zoom, percent, onTrash }: Props) {
  const words = text.viewer;
  const detailsOpen = useViewer((state) => state.detailsOpen);
  const { id, favourite, present } = creation;
  return (
    <>
      <HeadSummary>{position}</HeadSummary>
      {creation.trashedAt === null ? null : <Chip>{words.inTrash}</Chip>}
      <HeadSpace />
      {zoom ? (
        <>
          <IconButton
            label={words.zoomOut}
            icon={<ZoomOut size={16} />}
            keys="-"
            tooltipSide="bottom"
            onClick={zoom.zoomOut}
          />
          <Button
            variant="ghost"
            size="small"
            className={styles.percent}
            aria-label={words.zoomLevel(`${percent} %`)}
            onClick={percent === 100 ? zoom.fit : zoom.actualSize}
          >
            {`${percent} %`}
          </Button>
          <IconButton
            label={words.zoomIn}
            icon={<ZoomIn size={16} />}
            keys="Plus"
            tooltipSide="bottom"
            onClick={zoom.zoomIn}
          />
          <HeadLine />
        </>
      ) : null}
      <IconButton
        label={favourite ? words.unfavourite : words.favourite}
        icon={<Heart size={16} fill={favourite ? 'currentColor' : 'none'} />}
        keys="F"
        pressed={favourite}
        tooltipSide="bottom"
        onClick={() => void setFavourite([id], !favourite)}
      />
      <CompareMenu id={id} previous={previous} next={next} />
      <IconButton
        label={words.saveCopy}
        icon={<Download size={16} />}
        keys="Mod+S"
        tooltipSide="bottom"
        disabled={!present}
        onClick={() => void saveCopies([id])}
      />
      <IconButton
        label={words.export}
        icon={<Share size={16} />}
        keys="Mod+E"
        tooltipSide="bottom"
        disabled={!present}
        onClick={() => openExport([id])}
      />
      <IconButton
        label={words.reveal}
        icon={<FolderOpen size={16} />}
        keys="Mod+Shift+R"
        tooltipSide="bottom"
        disabled={!present}
        onClick={() => void reveal(id)}
      />
      {creation.trashedAt === null ? (
        <IconButton
          label={words.trash}
          icon={<Trash2 size={16} />}
          keys="Delete"
          tooltipSide="bottom"
          onClick={onTrash}
        />
      ) : (
        <IconButton
          label={words.restore}
          icon={<RotateCcw size={16} />}
          tooltipSide="bottom"
          onClick={() => void restore([id])}
        />
      )}
      <HeadLine />
      <IconButton
        label={detailsOpen ? words.hideDetails : words.showDetails}
        icon={<PanelRight size={16} />}
        keys="I"
        pressed={detailsOpen}
        tooltipSide="bottom"
        onClick={toggleDetails}
      />
    </>
  );
}
