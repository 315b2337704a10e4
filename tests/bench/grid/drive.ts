import type { Browser, CDPSession } from '@playwright/test';
import type { GridBench, Scrolled } from './page/measure.ts';

const view = { width: 1600, height: 1000 };
const speeds = { reading: 2000, fling: 8000, drag: 60_000 } as const;
const seconds = 3;

export type Subject = 'ours' | 'tanstack' | 'virtua';

/** What one grid was like, opened once. */
export type GridRun = Record<keyof typeof speeds, Scrolled> & {
  /** Ms until the first pictures. */
  readonly first: number;
  /** Ms until all is there: after the drag, after a jump to the end, after one to the middle. */
  readonly settle: number;
  readonly end: number;
  readonly middle: number;
  /** What the page's main thread did at fling speed, ms a second: code, style, layout. */
  readonly workMs: number;
  readonly heapMiB: number;
  readonly grownMiB: number;
};

async function open(browser: Browser, origin: string, query: string, viewport = view) {
  const page = await browser.newPage({ viewport });
  await page.goto(`${origin}/?${query}`);
  await page.waitForFunction(() => 'bench' in window, undefined, { timeout: 60_000 });
  const bench = await page.evaluateHandle(() => (window as unknown as { bench: GridBench }).bench);
  return { page, bench };
}

export async function measureGrid(
  browser: Browser,
  origin: string,
  subject: Subject,
  count: number,
): Promise<GridRun> {
  const { page, bench } = await open(browser, origin, `subject=${subject}&n=${count}`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  try {
    const first = await bench.evaluate((grid) => grid.firstPictures());
    const heapBefore = await bench.evaluate((grid) => grid.heapMiB());
    const scroll = (speed: number) =>
      bench.evaluate((grid, given) => grid.scroll(given.speed, given.seconds), { speed, seconds });
    const reading = await scroll(speeds.reading);
    const workBefore = await workSeconds(session);
    const fling = await scroll(speeds.fling);
    const workMs = ((await workSeconds(session)) - workBefore) * (1000 / seconds);
    const drag = await scroll(speeds.drag);
    const settle = await bench.evaluate((grid) => grid.settle());
    const end = await bench.evaluate((grid) => grid.jump(1));
    const middle = await bench.evaluate((grid) => grid.jump(0.437));
    const heapMiB = await bench.evaluate((grid) => grid.heapMiB());
    return {
      first,
      reading,
      fling,
      drag,
      settle,
      end,
      middle,
      workMs,
      heapMiB,
      grownMiB: heapMiB - heapBefore,
    };
  } finally {
    await page.close();
  }
}

async function workSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const counted = new Set(['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']);
  return metrics.reduce((sum, { name, value }) => sum + (counted.has(name) ? value : 0), 0);
}

/** Frames a second of a page that does nothing: what this machine has to give just now. */
export async function emptyFps(browser: Browser): Promise<number> {
  const page = await browser.newPage({ viewport: view });
  try {
    return await page.evaluate(async () => {
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const from = await frame();
      let frames = 0;
      let now = from;
      while (now < from + 2000) {
        now = await frame();
        frames += 1;
      }
      return (frames / (now - from)) * 1000;
    });
  } finally {
    await page.close();
  }
}

/** Whether the last of a million can be brought into view, in a window so wide. */
export async function reachesLast(browser: Browser, origin: string, width: number): Promise<boolean> {
  const { page, bench } = await open(browser, origin, 'subject=ours&n=1000000', { width, height: 900 });
  try {
    return await bench.evaluate((grid) => grid.reachesLast());
  } finally {
    await page.close();
  }
}
