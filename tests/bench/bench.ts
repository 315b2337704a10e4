// `npm run bench -- queue`: measures, prints a table and a JSON line a metric, and fails when a target is missed.
import { benchCloud } from './cloud.ts';
import { run as runGrid } from './grid/grid.ts';
import { benchImport } from './import.ts';
import { benchIpc } from './ipc/ipc.ts';
import { benchLibrary } from './library.ts';
import { benchQueue } from './queue.ts';
import { type Metric, report } from './measure.ts';
import { benchSimilar } from './similar/similar.ts';
import { benchStall } from './stall/stall.ts';
import { benchStartup } from './startup/startup.ts';
import { run as runThumbs } from './thumbs/thumbs.ts';

type Bench = (args: readonly string[]) => Promise<boolean>;

const reported =
  (name: string, bench: (args: readonly string[]) => Promise<readonly Metric[]>): Bench =>
  async (args) =>
    report(name, await bench(args));

const benches: Record<string, Bench> = {
  queue: reported('queue', benchQueue),
  library: reported('library', benchLibrary),
  cloud: reported('cloud', benchCloud),
  import: reported('import', benchImport),
  thumbs: runThumbs,
  ipc: reported('ipc', benchIpc),
  similar: reported('similar', benchSimilar),
  stall: reported('stall', benchStall),
  startup: reported('startup', benchStartup),
  grid: runGrid,
};

const [wanted, ...args] = process.argv.slice(2);
const chosen = Object.entries(benches).filter(([name]) => wanted === undefined || name === wanted);
if (chosen.length === 0) {
  console.error(`There is no bench ${wanted}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
}
for (const [, run] of chosen) {
  if (!(await run(args))) process.exitCode = 1;
}
process.exit();
