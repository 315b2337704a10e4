import {
  type Band,
  bandBetween,
  edgeVelocity,
  type ItemRange,
  itemsIn,
  type Point,
  touches,
} from './band.ts';
import type { Tile } from './tile.ts';
import type { VirtualGrid } from './virtual-grid.ts';

type DragSelectTarget = {
  readonly grid: VirtualGrid;
  readonly scroller: HTMLElement;
  /** Draws the band; lies over the scroller, hidden. */
  readonly frame: HTMLElement;
  readonly selected: () => ReadonlySet<number>;
  /** @param adds true: to what is selected already */
  readonly chosen: (ranges: readonly ItemRange[], adds: boolean) => void;
  /** Pressed beside the tiles and let go there. */
  readonly pressedNothing: () => void;
};

/** Nearer than this, in px, a press is not yet a drag. */
const slack = 4;
/** A press on a tile that rests this long selects; moved sooner, it drags the tile. */
const holdMs = 450;

/**
 * Selecting by drawing a band: from beside the tiles, or from a tile after holding it. While it is drawn only the tiles
 * in the page are looked at; all that it touches is worked out once, when it is let go.
 * @returns the way to stop
 */
export function followDragSelect(target: DragSelectTarget): () => void {
  const { grid, scroller, frame } = target;
  const listening = new AbortController();
  const { signal } = listening;
  let press: Press | null = null;
  let ticking = 0;
  let tickedAt = 0;

  const contentPoint = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) =>
    grid.contentPoint(clientX, clientY);

  function begin(given: Press): void {
    given.active = true;
    scroller.setPointerCapture(given.pointerId);
    frame.hidden = false;
    tickedAt = performance.now();
    ticking = requestAnimationFrame(tick);
  }

  function end(): void {
    clearTimeout(press?.holdTimer);
    if (press?.tile) press.tile.element.draggable = true;
    cancelAnimationFrame(ticking);
    frame.hidden = true;
    press = null;
  }

  function draw(): void {
    if (!press?.active) return;
    const band = bandBetween(press.from, contentPoint(press.pointer));
    const { x, y } = grid.viewPoint({ x: band.left, y: band.top });
    frame.style.transform = `translate(${x}px, ${y}px)`;
    frame.style.width = `${band.right - band.left}px`;
    frame.style.height = `${band.bottom - band.top}px`;
    const kept = press.adds ? target.selected() : null;
    grid.markSelected((tile) => kept?.has(tile.id) === true || touches(band, boxOf(tile)));
  }

  /** Follows the pointer beyond the edges, however still it is held there. */
  function tick(now: number): void {
    if (!press?.active) return;
    const box = scroller.getBoundingClientRect();
    const velocity = edgeVelocity(press.pointer.clientY - box.top, box.height);
    if (velocity !== 0) grid.scrollBy((velocity * (now - tickedAt)) / 1000);
    tickedAt = now;
    ticking = requestAnimationFrame(tick);
  }

  function onDown(event: PointerEvent): void {
    if (press || event.button !== 0 || event.pointerType === 'touch') return;
    if (event.target instanceof Element && event.target.closest('button')) return;
    const tile = grid.tileAt(event.target) ?? null;
    const given: Press = {
      pointerId: event.pointerId,
      from: contentPoint(event),
      tile,
      adds: event.shiftKey || event.ctrlKey || event.metaKey,
      pointer: event,
      active: false,
      holdTimer: undefined,
    };
    press = given;
    if (!tile) return;
    given.holdTimer = setTimeout(() => {
      tile.element.draggable = false;
      begin(given);
      draw();
    }, holdMs);
  }

  function onMove(event: PointerEvent): void {
    if (!press || event.pointerId !== press.pointerId) return;
    press.pointer = event;
    const to = contentPoint(event);
    if (!press.active) {
      const far = Math.hypot(to.x - press.from.x, to.y - press.from.y) > slack;
      // From a tile this is the beginning of dragging it.
      if (far && press.tile) return end();
      if (!far) return undefined;
      begin(press);
    }
    return draw();
  }

  function onUp(event: PointerEvent): void {
    if (!press || event.pointerId !== press.pointerId) return;
    const { active, adds, from, tile } = press;
    const band = grow(bandBetween(from, contentPoint(event)));
    end();
    if (active) target.chosen(itemsIn(grid.layout, band), adds);
    else if (!tile && !adds) target.pressedNothing();
  }

  function cancel(): void {
    const drawn = press?.active === true;
    end();
    if (drawn) grid.markSelected((tile) => target.selected().has(tile.id));
  }

  scroller.addEventListener('pointerdown', onDown, { signal });
  scroller.addEventListener('pointermove', onMove, { signal });
  scroller.addEventListener('pointerup', onUp, { signal });
  scroller.addEventListener('pointercancel', cancel, { signal });
  window.addEventListener('blur', cancel, { signal });
  // Before the page hears it: there Escape would give up the whole selection.
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !press?.active) return;
      event.stopPropagation();
      event.preventDefault();
      cancel();
    },
    { signal, capture: true },
  );
  const stopFollowing = grid.onMoved(draw);
  return () => {
    end();
    stopFollowing();
    listening.abort();
  };
}

type Press = {
  readonly pointerId: number;
  readonly from: Point;
  readonly tile: Tile | null;
  readonly adds: boolean;
  pointer: { readonly clientX: number; readonly clientY: number };
  /** A band is being drawn. */
  active: boolean;
  holdTimer: ReturnType<typeof setTimeout> | undefined;
};

function boxOf({ left, top, width, height }: Tile): Band {
  return { left, right: left + width, top, bottom: top + height };
}

/** A tile that is held and let go in one place is touched too. */
function grow(band: Band): Band {
  return { ...band, right: band.right + 0.5, bottom: band.bottom + 0.5 };
}
