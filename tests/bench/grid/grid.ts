import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { ensureBrowser } from '../../../tools/browser-path.ts';
import { reportTargets, type Target } from '../targets.ts';
import { buildPage, installPeers, peerVersions } from './build-page.ts';
import { emptyFps, type GridRun, measureGrid, type Part, parts, reachesLast, type Subject } from './drive.ts';
import { ownTargets, peerTargets, printMedians } from './grid-targets.ts';
import { serveGrid } from './serve.ts';

const widths = [700, 1600, 2400];

type Options = {
  readonly rounds: number;
  readonly subjects: readonly Subject[];
  readonly only: readonly Part[];
  /** Whether a million are measured too. */
  readonly million: boolean;
};

/**
 * `npm run bench -- grid [--rounds 2] [--subject ours] [--only fling] [--million | --no-million]`: our grid beside two
 * libraries, in Chromium, over the same exact rows and the same pictures, one after the other in every round; then ours
 * over a million, at several widths. `--subject` and `--only` (each may be repeated) measure a part, `--million` that alone.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const peers = installPeers();
  if (!peers)
    console.log(
      `Without the other libraries: npm could not install ${Object.keys(peerVersions).join(', ')}.`,
    );
  const options = read(args, peers ? ['tanstack', 'ours', 'virtua'] : ['ours']);
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
    return reportTargets('grid', [
      ...(await besideLibraries(browser, server.origin, options)),
      ...(options.million ? await overAMillion(browser, server.origin, options) : []),
    ]);
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(args: readonly string[], all: readonly Subject[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      rounds: { type: 'string', default: '2' },
      subject: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      million: { type: 'boolean' },
    },
  });
  const { subject, only, million } = values;
  return {
    rounds: million === true ? 0 : Number(values.rounds),
    subjects: all.filter((name) => subject?.includes(name) ?? true),
    only: parts.filter((name) => only?.includes(name) ?? true),
    million: million ?? (subject === undefined && only === undefined),
  };
}

async function besideLibraries(
  browser: Browser,
  origin: string,
  { rounds, subjects, only }: Options,
): Promise<readonly Target[]> {
  if (rounds === 0) return [];
  const runs = new Map<Subject, GridRun[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round += 1) {
    console.log(`An empty page: ${(await emptyFps(browser)).toFixed(1)} frames a second`);
    for (const subject of subjects)
      runs.get(subject)?.push(await measureGrid(browser, origin, subject, { count: 100_000, only }));
  }
  const medians = printMedians(runs);
  const ours = medians.get('ours');
  return [...(ours ? ownTargets('100,000', ours) : []), ...peerTargets(medians)];
}

async function overAMillion(browser: Browser, origin: string, { only }: Options): Promise<readonly Target[]> {
  const measured = await measureGrid(browser, origin, 'ours', { count: 1_000_000, only });
  printMedians(new Map([['1,000,000', [measured]]]));
  const reached: boolean[] = [];
  for (const width of widths) reached.push(await reachesLast(browser, origin, width));
  return [
    ...ownTargets('1,000,000', measured),
    {
      task: `1,000,000: last one reached, ${widths.join(', ')} px wide`,
      value: reached.filter(Boolean).length,
      unit: `of ${widths.length}`,
      limit: { least: widths.length },
    },
  ];
}
