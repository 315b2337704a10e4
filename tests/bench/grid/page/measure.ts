/** What a scroll was like. */
export type Scrolled = {
  /** Frames a second. */
  readonly fps: number;
  /** Share of the display's frames that showed nothing new, 0–1. */
  readonly dropped: number;
  /** Share of what was seen that had no tile, not even a colour, 0–1. */
  readonly blank: number;
  readonly maxNodes: number;
};

const frameMs = 1000 / 60;
const settleLimitMs = 8000;
/** Where it is looked whether there is a tile: shares of the view's width and height. */
const samplePoints = [0.1, 0.3, 0.5, 0.7, 0.9];
const sampleEvery = 6;
/** Px: more than the gap between tiles. */
const besideGap = 6;

/** MiB of JavaScript's heap that are in use, arrays included, after collecting what is not. */
export function heapMiB(): number {
  const given = globalThis as unknown as {
    readonly gc?: () => void;
    readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
  };
  // Twice: what the first one finds unused is given back by the second.
  given.gc?.();
  given.gc?.();
  return (given.performance.memory?.usedJSHeapSize ?? 0) / 1024 ** 2;
}

type Opening = {
  /** When the grid began to be, in ms of `performance.now()`. */
  readonly opened: number;
  /** What the page, its libraries and the list of creations took before. */
  readonly heapBefore: number;
  /** The creation at the very end. */
  readonly lastId: number;
};

/** What drives and measures a grid, whoever made it. */
export function measureFrom(scroller: HTMLElement, { opened, heapBefore, lastId }: Opening) {
  // Some libraries hide what is under the pointer while they scroll; here it is looked for all the same.
  const seen = document.createElement('style');
  seen.textContent = '* { pointer-events: auto !important }';
  document.head.append(seen);
  const tileUnder = (x: number, y: number): Element | null =>
    document.elementFromPoint(x, y)?.closest('[role=gridcell], [data-tile]') ?? null;
  /** The gap between tiles is no blank: beside it there are some. */
  const tileAt = (x: number, y: number): Element | null =>
    tileUnder(x, y) ?? tileUnder(x + besideGap, y) ?? tileUnder(x + besideGap, y + besideGap);
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  /** Right after a frame has been painted, where a person's next movement arrives. */
  const afterPaint = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => resolve(), { once: true });
      port1.start();
      port2.postMessage(null);
    });
  const maxScroll = () => scroller.scrollHeight - scroller.clientHeight;
  const nodes = () => scroller.querySelectorAll('*').length;

  function points(): readonly (readonly [number, number])[] {
    const { left, top, width, height } = scroller.getBoundingClientRect();
    return samplePoints.flatMap((x) =>
      samplePoints.map((y) => [left + x * width, top + y * height] as const),
    );
  }

  function blankShare(): number {
    const all = points();
    return all.filter(([x, y]) => !tileAt(x, y)).length / all.length;
  }

  /** The pictures in view; null while one of them is missing, hidden or on its way. */
  function picturesShown(): readonly HTMLImageElement[] | null {
    const pictures = points().map(([x, y]) => tileAt(x, y)?.querySelector('img') ?? null);
    const shown = pictures.filter(
      (image) =>
        image?.complete === true &&
        image.naturalWidth > 0 &&
        image.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    );
    return shown.length === pictures.length ? shown.filter((image) => image !== null) : null;
  }

  /** Until everything in view shows its picture, loaded and decoded; looked at right after each frame. */
  async function untilSettled(from: number): Promise<number> {
    let pictures: readonly HTMLImageElement[] | null = null;
    while (!pictures && performance.now() - from < settleLimitMs) {
      await frame();
      await afterPaint();
      pictures = picturesShown();
    }
    await Promise.all((pictures ?? []).map((image) => image.decode()));
    return performance.now() - from;
  }

  return {
    /** Ms from the first line of the grid's code to its first pictures. */
    firstPictures: () => untilSettled(opened),

    /**
     * Scrolls steadily, turning round at the ends.
     * @param look whether blanks and nodes are looked for: that itself takes a good part of the page's time
     */
    async scroll(pxPerSecond: number, seconds: number, look: boolean): Promise<Scrolled> {
      const bottom = maxScroll();
      const stamps: number[] = [];
      let blank = 0;
      let samples = 0;
      let maxNodes = 0;
      let direction = 1;
      let position = scroller.scrollTop;
      let last = await frame();
      const end = last + seconds * 1000;
      while (last < end) {
        const now = await frame();
        stamps.push(now - last);
        await afterPaint();
        if (look && stamps.length % sampleEvery === 0) {
          blank += blankShare();
          samples += 1;
          maxNodes = Math.max(maxNodes, nodes());
        }
        position += ((direction * pxPerSecond) / 1000) * (now - last);
        if (position >= bottom || position <= 0) direction = -direction;
        scroller.scrollTop = position;
        last = now;
      }
      const total = stamps.reduce((sum, ms) => sum + ms, 0);
      const missed = stamps.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / frameMs) - 1), 0);
      return {
        fps: (stamps.length / total) * 1000,
        dropped: missed / (missed + stamps.length),
        blank: samples > 0 ? blank / samples : 0,
        maxNodes,
      };
    },

    /** Ms until everything in view shows its picture. */
    settle: () => untilSettled(performance.now()),

    /** Ms until a place shows its pictures, after going there at once. @param fraction of the whole, 0–1 */
    async jump(fraction: number): Promise<number> {
      const from = performance.now();
      scroller.scrollTop = fraction * maxScroll();
      await frame();
      return untilSettled(from);
    },

    /** Whether the last creation can be brought into view. */
    async reachesLast(): Promise<boolean> {
      scroller.scrollTop = maxScroll();
      await untilSettled(performance.now());
      const tile = document.querySelector(`#creation-tile-${lastId}, #item-${lastId}`);
      if (!tile) return false;
      const { top, bottom } = tile.getBoundingClientRect();
      return top < innerHeight && bottom > 0;
    },

    nodes,

    /** MiB that the grid has taken. */
    heapMiB: () => heapMiB() - heapBefore,
  };
}
export type GridBench = ReturnType<typeof measureFrom>;
