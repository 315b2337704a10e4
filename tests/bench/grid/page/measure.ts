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

/**
 * What drives and measures a grid, whoever made it.
 * @param opened when the grid began to be, in ms of `performance.now()`
 * @param lastId the creation at the very end
 */
export function measureFrom(scroller: HTMLElement, opened: number, lastId: number) {
  const tileAt = (x: number, y: number): Element | null =>
    document.elementFromPoint(x, y)?.closest('[role=gridcell], [data-tile]') ?? null;
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

  /** Every tile in view shows its picture. The gap between tiles is no tile: a few points may miss. */
  function isSettled(): boolean {
    const tiles = points().map(([x, y]) => tileAt(x, y));
    const there = tiles.filter((tile) => tile !== null);
    return (
      there.length >= tiles.length * 0.8 &&
      there.every((tile) => {
        const image = tile.querySelector('img');
        return image !== null && image.complete && image.naturalWidth > 0;
      })
    );
  }

  async function untilSettled(from: number): Promise<number> {
    while (!isSettled() && performance.now() - from < settleLimitMs) await frame();
    return performance.now() - from;
  }

  return {
    /** Ms from the first line of the grid's code to its first pictures. */
    firstPictures: () => untilSettled(opened),

    /** Scrolls steadily, turning round at the ends. */
    async scroll(pxPerSecond: number, seconds: number): Promise<Scrolled> {
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
        if (stamps.length % sampleEvery === 0) {
          blank += blankShare();
          samples += 1;
          maxNodes = Math.max(maxNodes, nodes());
        }
        position += ((direction * pxPerSecond) / 1000) * (now - last);
        if (position >= maxScroll() || position <= 0) direction = -direction;
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

    /** MiB of JavaScript's heap that are in use, after collecting what is not. */
    heapMiB(): number {
      const given = globalThis as unknown as {
        readonly gc?: () => void;
        readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
      };
      given.gc?.();
      return (given.performance.memory?.usedJSHeapSize ?? 0) / 1024 ** 2;
    },
  };
}
export type GridBench = ReturnType<typeof measureFrom>;
