import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { createNewestPages } from '../../../electron/core/library/newest-pages.ts';
import { openOurs, prepareFixture } from '../library/build.ts';
import { dropFromCache } from '../library/opening.ts';
import { median, timed, type Metric } from '../measure.ts';

const rounds = 15;
const root = join(import.meta.dirname, '../../..');

/**
 * `npm run bench -- startup [--rows 1000000]`: what the main process loads (the core and all its handlers, bundled as for
 * the desktop) and what opening the library costs, against starting Node with nothing to do.
 */
export async function benchStartup(args: readonly string[]): Promise<readonly Metric[]> {
  const rows = Number(args[args.indexOf('--rows') + 1] ?? 100_000) || 100_000;
  const { built } = await prepareFixture(rows, [], console.log);
  const path = built.ours?.path ?? '';
  // Inside the project, so that what is not bundled is found.
  const folder = mkdtempSync(join(root, 'node_modules/.bench-startup-'));
  try {
    const bundle = await bundleCore(folder);
    const times = { bare: [] as number[], main: [] as number[], warm: [] as number[], cold: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.bare.push(timed(() => runNode(['-e', '0'])));
      times.main.push(timed(() => runNode([bundle])));
      times.warm.push(await openAndShow(path));
      if (dropFromCache(path)) times.cold.push(await openAndShow(path));
    }
    const bareMs = median(times.bare);
    const against = (task: string, all: readonly number[], most: number): Metric => ({
      task,
      n: rows,
      oursMs: median(all),
      against: 'node -e 0',
      againstMs: bareMs,
      value: median(all) / bareMs,
      unit: 'ratio',
      most,
    });
    return [
      against('node with the main modules loaded', times.main, 3.5),
      against('library open and first page, warm', times.warm, 0.5),
      ...(times.cold.length > 0 ? [against('library open and first page, cold', times.cold, 3)] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openAndShow(path: string): Promise<number> {
  const start = performance.now();
  const db = await openOurs(path);
  createNewestPages(db).page(0, 200);
  const ms = performance.now() - start;
  db.close();
  return ms;
}

function runNode(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** @returns the file to run */
async function bundleCore(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3', 'sharp'] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node24',
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: { core: join(import.meta.dirname, 'main-modules.ts') },
        // As a module from the start, as in the studio: of a `.js` in here Node would find out by failing first.
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  });
  return join(folder, 'core.mjs');
}
