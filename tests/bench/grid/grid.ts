import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from '../../../tools/browser-path.ts';
import { reportTargets } from '../targets.ts';
import { buildPage, installPeers, peerVersions } from './build-page.ts';
import { emptyFps, type GridRun, measureGrid, reachesLast, type Subject } from './drive.ts';
import { gridTargets, printMedians } from './grid-targets.ts';
import { serveGrid } from './serve.ts';

const widths = [700, 1600, 2400];

/**
 * `npm run bench -- grid [--rounds 2]`: our grid beside two libraries, in Chromium, over the same exact rows and the
 * same pictures, one after the other in every round; then ours over a million at several widths.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const asked = Number(args[args.indexOf('--rounds') + 1]);
  const rounds = args.includes('--rounds') && asked > 0 ? asked : 2;
  const peers = installPeers();
  if (!peers)
    console.log(
      `Without the other libraries: npm could not install ${Object.keys(peerVersions).join(', ')}.`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-bench-'));
  await buildPage(peers, folder);
  const server = await serveGrid(folder);
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: [
      '--js-flags=--expose-gc',
      '--enable-precise-memory-info',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    const subjects: readonly Subject[] = peers ? ['tanstack', 'ours', 'virtua'] : ['ours'];
    const runs = new Map<Subject, GridRun[]>(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < rounds; round += 1) {
      console.log(`An empty page: ${(await emptyFps(browser)).toFixed(1)} frames a second`);
      for (const subject of subjects)
        runs.get(subject)?.push(await measureGrid(browser, server.origin, subject, 100_000));
    }
    const million = await measureGrid(browser, server.origin, 'ours', 1_000_000);
    const reached = new Map<number, boolean>();
    for (const width of widths) reached.set(width, await reachesLast(browser, server.origin, width));
    return reportTargets('grid', gridTargets(printMedians(runs), million, reached));
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
