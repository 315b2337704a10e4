// `npm run bench -- queue`: measures, prints a table and a JSON line a metric, and fails when a target is missed.
import { benchLibrary } from './library.ts';
import { benchQueue } from './queue.ts';
import { report } from './measure.ts';

const benches = { queue: benchQueue, library: benchLibrary } as const;

const [wanted, ...args] = process.argv.slice(2);
const chosen = Object.entries(benches).filter(([name]) => wanted === undefined || name === wanted);
if (chosen.length === 0) {
  console.error(`There is no bench ${wanted}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
}
for (const [name, run] of chosen) {
  if (!report(name, await run(args))) process.exitCode = 1;
}
process.exit();
