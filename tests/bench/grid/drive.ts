import type { Browser, CDPSession, JSHandle, Page } from '@playwright/test';
import type { GridBench } from './page/measure.ts';

const view = { width: 1600, height: 1000 };
/** Px a second. */
const speeds = { reading: 2000, fling: 8000, drag: 60_000 } as const;
const seconds = 3;
/** Where it is jumped to after the end: shares of the whole, as months lie all over it. */
const months = [0.437, 0.08, 0.91, 0.25, 0.66];

export type Subject = 'ours' | 'tanstack' | 'virtua';
export type Motion = keyof typeof speeds;
export type Part = Motion | 'jumps';
export const parts: readonly Part[] = ['reading', 'fling', 'drag', 'jumps'];

/**
 * `first`: ms until the first pictures · `work`, `script`: ms a second of the page's main thread, for all and for code
 * alone · `settle`: ms until all is there after the drag · `end`, `month`: after a jump to the end, after the slowest
 * of several others · `heap`: MiB that the grid has taken when all is done · `grown`: what of it came by scrolling
 */
export type MetricName =
  | 'first'
  | `${Motion} ${'fps' | 'dropped' | 'blank' | 'nodes' | 'work' | 'script'}`
  | 'settle'
  | 'end'
  | 'month'
  | 'heap'
  | 'grown';

/** What one grid was like, opened once. Parts that were not asked for are missing. */
export type GridRun = ReadonlyMap<MetricName, number>;

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
  { count, only }: { readonly count: number; readonly only: readonly Part[] },
): Promise<GridRun> {
  const { page, bench } = await open(browser, origin, `subject=${subject}&n=${count}`);
  const run = new Map<MetricName, number>();
  try {
    run.set('first', await bench.evaluate((grid) => grid.firstPictures()));
    const opened = await bench.evaluate((grid) => grid.heapMiB());
    for (const motion of ['reading', 'fling', 'drag'] as const)
      if (only.includes(motion)) await measureMotion(page, bench, motion, run);
    if (only.includes('jumps')) {
      run.set('end', await bench.evaluate((grid) => grid.jump(1)));
      let slowest = 0;
      for (const place of months)
        slowest = Math.max(slowest, await bench.evaluate((grid, to) => grid.jump(to), place));
      run.set('month', slowest);
    }
    const heap = await bench.evaluate((grid) => grid.heapMiB());
    run.set('heap', heap).set('grown', heap - opened);
    return run;
  } finally {
    await page.close();
  }
}

async function measureMotion(
  page: Page,
  bench: JSHandle<GridBench>,
  motion: Motion,
  run: Map<MetricName, number>,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await spentSeconds(session);
  // What is compared beside the libraries is timed without looking: that costs as much as a light grid does.
  const blind = motion === 'fling';
  const scroll = (time: number, look: boolean) =>
    bench.evaluate((grid, given) => grid.scroll(given.speed, given.time, given.look), {
      speed: speeds[motion],
      time,
      look,
    });
  const scrolled = await scroll(seconds, !blind);
  const after = await spentSeconds(session);
  const looked = blind ? await scroll(1, true) : scrolled;
  const perSecond = (from: number, to: number) => ((to - from) * 1000) / seconds;
  run.set(`${motion} fps`, scrolled.fps);
  run.set(`${motion} dropped`, scrolled.dropped * 100);
  run.set(`${motion} blank`, looked.blank * 100);
  run.set(`${motion} nodes`, looked.maxNodes);
  run.set(`${motion} work`, perSecond(before.work, after.work));
  run.set(`${motion} script`, perSecond(before.script, after.script));
  const settle = await bench.evaluate((grid) => grid.settle());
  if (motion === 'drag') run.set('settle', settle);
  await session.detach();
}

async function spentSeconds(
  session: CDPSession,
): Promise<{ readonly work: number; readonly script: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  const script = value('ScriptDuration');
  return { script, work: script + value('LayoutDuration') + value('RecalcStyleDuration') };
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
