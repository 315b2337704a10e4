import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { createNewestPages } from '../../../electron/core/library/newest-pages.ts';
import { median, percentile, type Metric } from '../measure.ts';
import { openOurs, type Fixture } from './build.ts';
import { invokeFirstPage, invokeNames } from './queries.ts';

/** Opening with the first page and the total: the file in the system's cache, and dropped from it. */
export async function benchOpening({ rows, built }: Fixture, scale: number): Promise<Metric[]> {
  const own = built.ours?.path ?? '';
  const openAndShow = async () => {
    const start = performance.now();
    const db = await openOurs(own);
    createNewestPages(db).page(0, 200);
    const ms = performance.now() - start;
    db.close();
    return ms;
  };
  const times = { warm: [] as number[], cold: [] as number[], list: [] as number[], names: [] as number[] };
  for (let round = 0; round < 20; round += 1) times.warm.push(await openAndShow());
  const canDrop = dropFromCache(own);
  if (!canDrop)
    console.log(
      'Cold opening is left out: it takes `dd iflag=nocache` (GNU, Linux) to drop a file from the cache.',
    );
  const invoke = built.invokeai?.path;
  const coldRounds = canDrop ? 9 : 0;
  for (let round = 0; round < coldRounds; round += 1) {
    dropFromCache(own);
    times.cold.push(await openAndShow());
    if (invoke === undefined || round >= 3) continue;
    times.list.push(coldOf(invoke, invokeFirstPage));
    times.names.push(coldOf(invoke, invokeNames));
  }
  const absolute = (state: string, all: readonly number[], most: number): Metric => ({
    task: `open, first page and total, ${state}`,
    n: rows,
    oursMs: median(all),
    against: '',
    againstMs: null,
    value: percentile(all, 0.95),
    unit: 'ms',
    most,
  });
  const against = (name: string, theirs: readonly number[], least: number): Metric => ({
    task: 'open cold (dd iflag=nocache)',
    n: rows,
    oursMs: median(times.cold),
    against: name,
    againstMs: median(theirs),
    value: median(theirs) / median(times.cold),
    unit: 'times',
    most: Infinity,
    least: least * scale,
  });
  return [
    absolute('warm', times.warm, 20),
    ...(canDrop ? [absolute('cold', times.cold, 100)] : []),
    ...(times.list.length > 0
      ? [against('invokeai list', times.list, 25), against('invokeai names', times.names, 100)]
      : []),
  ];
}

function coldOf(path: string, shape: (db: Database) => () => unknown): number {
  dropFromCache(path);
  const start = performance.now();
  const db = new Sqlite(path, { readonly: true });
  shape(db)();
  const ms = performance.now() - start;
  db.close();
  return ms;
}

/** Asks the system to forget what it holds of a database. @returns whether it could be asked */
export function dropFromCache(path: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    for (const file of [path, `${path}-wal`, `${path}-shm`].filter((name) => existsSync(name))) {
      execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
    }
    return true;
  } catch {
    return false;
  }
}
