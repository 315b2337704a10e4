import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { Creation, LibraryIndex } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Subpage } from '../../ui/Subpage.tsx';
import { moveToTrash } from '../library/actions.ts';
import { hydrate } from '../library/creations.ts';
import { indexOfId } from '../library/library-index.ts';
import { MarkActions } from '../library/MarkActions.tsx';
import { followLibrary, useLibrary } from '../library/store.ts';
import { DetailsPane } from './DetailsPane.tsx';
import { Filmstrip, filmstripReach } from './Filmstrip.tsx';
import { backToGrid, Gone } from './Gone.tsx';
import { Missing } from './Missing.tsx';
import { useViewer } from './store.ts';
import { Unshown } from './Unshown.tsx';
import { useCreation } from './use-creation.ts';
import { usePreload } from './use-preload.ts';
import { useViewerActions } from './use-viewer-actions.ts';
import { VideoPlayer } from './VideoPlayer.tsx';
import { ViewerBar } from './ViewerBar.tsx';
import styles from './ViewerPage.module.css';
import type { ZoomControl } from './use-zoom.ts';
import { ZoomableImage } from './ZoomableImage.tsx';

const open = (id: number) => navigate(`/library/${id}`, { replace: true });

/** One creation, looked at closely, between its neighbours of the query it was opened from. */
export function ViewerPage({ id }: { readonly id: number }) {
  const words = text.viewer;
  const page = useRef<HTMLDivElement>(null);
  const index = useLibrary((state) => state.index);
  const creation = useCreation(id);
  const detailsOpen = useViewer((state) => state.detailsOpen);
  const [zoom, setZoom] = useState<ZoomControl | null>(null);
  const [percent, setPercent] = useState(100);
  const item = index ? indexOfId(index.ids, id) : -1;
  const previous = item === -1 ? null : (index?.ids[item - 1] ?? null);
  const next = item === -1 ? null : (index?.ids[item + 1] ?? null);

  const trash = () => {
    void moveToTrash([id]);
    const neighbour = next ?? previous;
    if (neighbour === null) backToGrid();
    else open(neighbour);
  };
  useViewerActions({
    creation: creation ?? null,
    zoom,
    previous,
    next,
    onOpen: open,
    onBack: backToGrid,
    onTrash: trash,
  });
  useEffect(followLibrary, []);
  useEffect(() => useLibrary.setState({ lastViewed: id }), [id]);
  useEffect(() => page.current?.focus({ preventScroll: true }), []);
  useNeighbours(index, item);
  usePreload(next, previous);

  if (creation === null) return <Gone />;
  const position =
    index && item !== -1
      ? words.position((item + 1).toLocaleString('en'), index.ids.length.toLocaleString('en'))
      : null;
  const onKeyDown = (event: KeyboardEvent) => {
    // The same key as "+" where that needs Shift; a chord of its own would have to be learned.
    if ((event.key === '=' || event.key === '+') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      zoom?.zoomIn();
    }
  };

  return (
    <Subpage
      ref={page}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      title={creation ? nameOf(creation) : words.label}
      titleHidden
      back={{ label: words.back, run: backToGrid }}
      head={
        creation ? (
          <ViewerBar
            creation={creation}
            position={position}
            previous={previous}
            next={next}
            zoom={zoom}
            percent={percent}
            onTrash={trash}
          />
        ) : null
      }
      pane={creation && detailsOpen ? <DetailsPane creation={creation} /> : null}
    >
      <MarkActions area="viewer" enabled={creation?.trashedAt === null} targets={() => [id]} />
      <div className={styles.stage}>
        {creation ? (
          <Media key={id} creation={creation} onControl={setZoom} onPercent={setPercent} onTrash={trash} />
        ) : null}
        <Neighbour way="previous" id={previous} />
        <Neighbour way="next" id={next} />
      </div>
      {index && item !== -1 && index.ids.length > 1 ? (
        <Filmstrip index={index} item={item} onOpen={open} />
      ) : null}
    </Subpage>
  );
}

const ways = {
  previous: { icon: <ChevronLeft size={20} />, keys: 'ArrowLeft', tooltipSide: 'right' },
  next: { icon: <ChevronRight size={20} />, keys: 'ArrowRight', tooltipSide: 'left' },
} as const;

type NeighbourProps = {
  readonly way: keyof typeof ways;
  /** Null: there is none that way. */
  readonly id: number | null;
};

/** The arrow at one side of the stage. */
function Neighbour({ way, id }: NeighbourProps) {
  if (id === null) return null;
  return (
    <IconButton
      {...ways[way]}
      label={text.viewer[way]}
      size="large"
      className={styles[way]}
      onClick={() => open(id)}
    />
  );
}

type MediaProps = {
  readonly creation: Creation;
  readonly onControl: (control: ZoomControl | null) => void;
  readonly onPercent: (percent: number) => void;
  readonly onTrash: () => void;
};

function Media({ creation, onControl, onPercent, onTrash }: MediaProps) {
  const [broken, setBroken] = useState(false);
  const onBroken = () => setBroken(true);
  if (!creation.present) return <Missing creation={creation} />;
  if (broken) {
    return <Unshown creation={creation} onAgain={() => setBroken(false)} onTrash={onTrash} />;
  }
  const name = nameOf(creation);
  return creation.media === 'video' ? (
    <VideoPlayer id={creation.id} label={text.viewer.video.label(name)} onBroken={onBroken} />
  ) : (
    <ZoomableImage
      creation={creation}
      label={name}
      onControl={onControl}
      onPercent={onPercent}
      onBroken={onBroken}
    />
  );
}

function nameOf(creation: Creation): string {
  return creation.recipe.prompt.trim() || text.viewer.untitled;
}

/** Names for the filmstrip. */
function useNeighbours(index: LibraryIndex | null, item: number): void {
  useEffect(() => {
    if (!index || item === -1) return;
    const first = Math.max(0, item - filmstripReach);
    void hydrate(Array.from(index.ids.subarray(first, item + filmstripReach + 1)));
  }, [index, item]);
}
