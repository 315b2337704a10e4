import { ChevronLeft, ChevronRight, ImageOff } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import type { Creation, LibraryIndex } from '../../../shared/domain/creation.ts';
import { recallInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LocateButton } from '../exchange/LocateButton.tsx';
import { moveToTrash } from '../library/actions.ts';
import { hydrate, reread, useCreations } from '../library/creations.ts';
import { indexOfId } from '../library/library-index.ts';
import { MarkActions } from '../library/MarkActions.tsx';
import { followLibrary, useLibrary } from '../library/store.ts';
import { ComparePage } from './compare/ComparePage.tsx';
import { DetailsPane } from './DetailsPane.tsx';
import { Filmstrip, filmstripReach } from './Filmstrip.tsx';
import { useViewer } from './store.ts';
import { useViewerActions } from './use-viewer-actions.ts';
import { VideoPlayer } from './VideoPlayer.tsx';
import { ViewerBar } from './ViewerBar.tsx';
import styles from './ViewerPage.module.css';
import type { ZoomControl } from './use-zoom.ts';
import { ZoomableImage } from './ZoomableImage.tsx';

const backToGrid = () => navigate('/library');
const open = (id: number) => navigate(`/library/${id}`, { replace: true });

/** One creation, looked at closely, between its neighbours of the query it was opened from. */
export function ViewerPage({ id }: { readonly id: number }) {
  const comparing = useViewer((state) => state.comparing);
  useEffect(followLibrary, []);
  if (comparing?.left === id) return <ComparePage left={comparing.left} right={comparing.right} />;
  return <Single id={id} />;
}

function Single({ id }: { readonly id: number }) {
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
  useEffect(() => useLibrary.setState({ lastViewed: id }), [id]);
  useEffect(() => page.current?.focus({ preventScroll: true }), []);
  useNeighbours(index, item);

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
    <div ref={page} className={styles.page} tabIndex={-1} onKeyDown={onKeyDown}>
      <MarkActions area="viewer" enabled={creation?.trashedAt === null} targets={() => [id]} />
      <div className={styles.main}>
        {creation ? (
          <ViewerBar
            creation={creation}
            position={position}
            previous={previous}
            next={next}
            zoom={zoom}
            percent={percent}
            onBack={backToGrid}
            onTrash={trash}
          />
        ) : (
          <div className={styles.barSpace} />
        )}
        <h1 className={styles.title}>{creation ? nameOf(creation) : words.label}</h1>
        <div className={styles.stage}>
          {creation ? (
            <Media key={id} creation={creation} onControl={setZoom} onPercent={setPercent} />
          ) : null}
          {previous === null ? null : (
            <IconButton
              label={words.previous}
              icon={<ChevronLeft size={20} />}
              size="large"
              keys="ArrowLeft"
              tooltipSide="right"
              className={styles.previous}
              onClick={() => open(previous)}
            />
          )}
          {next === null ? null : (
            <IconButton
              label={words.next}
              icon={<ChevronRight size={20} />}
              size="large"
              keys="ArrowRight"
              tooltipSide="left"
              className={styles.next}
              onClick={() => open(next)}
            />
          )}
        </div>
        {index && item !== -1 && index.ids.length > 1 ? (
          <Filmstrip index={index} item={item} onOpen={open} />
        ) : null}
      </div>
      {creation && detailsOpen ? <DetailsPane creation={creation} /> : null}
    </div>
  );
}

type MediaProps = {
  readonly creation: Creation;
  readonly onControl: (control: ZoomControl | null) => void;
  readonly onPercent: (percent: number) => void;
};

function Media({ creation, onControl, onPercent }: MediaProps) {
  const [broken, setBroken] = useState(false);
  const onMissing = () => setBroken(true);
  if (broken || !creation.present) return <Missing creation={creation} />;
  const name = nameOf(creation);
  return creation.media === 'video' ? (
    <VideoPlayer id={creation.id} label={text.viewer.video.label(name)} onMissing={onMissing} />
  ) : (
    <ZoomableImage
      creation={creation}
      label={name}
      onControl={onControl}
      onPercent={onPercent}
      onMissing={onMissing}
    />
  );
}

function Missing({ creation }: { readonly creation: Creation }) {
  const words = text.originals.missing;
  const { reference } = creation;
  // Nobody here could make it again.
  const imported = creation.provider === 'import';
  const hint = imported ? words.textImported : words.text;
  const gone = reference === null ? '' : `${words.gone(reference.path)} `;
  return (
    <EmptyState
      icon={<ImageOff />}
      title={reference?.changed ? words.changedTitle : words.title}
      text={reference?.changed ? words.changedText(reference.path) : gone + hint}
      action={
        <>
          <LocateButton />
          {imported ? null : <Button onClick={() => recallInCreate(creation, 'all')}>{words.again}</Button>}
        </>
      }
    />
  );
}

function Gone() {
  const words = text.viewer.gone;
  return (
    <EmptyState
      icon={<ImageOff />}
      title={words.title}
      text={words.text}
      action={<Button onClick={backToGrid}>{words.action}</Button>}
    />
  );
}

function nameOf(creation: Creation): string {
  return creation.recipe.prompt.trim() || text.viewer.untitled;
}

/** Undefined while it is being read; null when the library does not have it. */
function useCreation(id: number): Creation | null | undefined {
  const known = useCreations((state) => state.byId.get(id));
  const [missing, setMissing] = useState<number | null>(null);
  useEffect(() => {
    if (known) return undefined;
    const reading = new AbortController();
    reread(id, reading.signal).then(
      (found) => {
        if (!found) setMissing(id);
      },
      () => {
        if (!reading.signal.aborted) setMissing(id);
      },
    );
    return () => reading.abort();
  }, [id, known]);
  return known ?? (missing === id ? null : undefined);
}

/** Names for the filmstrip, and the next original on its way before it is asked for. */
function useNeighbours(index: LibraryIndex | null, item: number): void {
  useEffect(() => {
    if (!index || item === -1) return;
    const first = Math.max(0, item - filmstripReach);
    void hydrate(Array.from(index.ids.subarray(first, item + filmstripReach + 1)));
  }, [index, item]);
}
