import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite, { type Database } from 'better-sqlite3';
import { openDatabase } from '../../electron/core/db/open.ts';
import { createColumns } from '../../electron/core/library/columns.ts';
import { createNewestPages } from '../../electron/core/library/newest-pages.ts';
import { oursWriter, prepareFixture, type Fixture } from './library/build.ts';
import { makeJobs } from './library/data-set.ts';
import type { PeerName } from './library/peers.ts';
import { driverFloor, invokeNames, ours, peerQueries, tasks, type Task } from './library/queries.ts';
import { median, percentile, timed, type Metric } from './measure.ts';

/** Times faster than InvokeAI's list at a million rows; below that the gap is as much smaller as the library is. */
const faster: Partial<Record<Task, number>> = {
  first_page: 3000,
  deep_page: 5000,
  search_common: 30,
  search_rare: 300,
  contains_common: 15,
  contains_rare: 15,
  cjk: 300,
  model_dates: 30,
  total: 3000,
  timeline: 300,
};
/** p95 in ms, with the count of everything that matches. */
const within: Record<Task, number> = {
  first_page: 2,
  deep_page: 2,
  search_common: 15,
  search_rare: 2,
  search_three: 15,
  prefix: 15,
  contains_common: 15,
  contains_rare: 15,
  cjk: 2,
  model_dates: 2,
  favourites: 2,
  total: 2,
  timeline: 2,
};

/** `--rows 1000000` (100,000 unless told), `--rounds 5`, `--peers invokeai,comfyui,conventional`. */
export async function benchLibrary(args: readonly string[]): Promise<readonly Metric[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      peers: { type: 'string', default: 'invokeai,comfyui,conventional' },
    },
  });
  const rows = Number(values.rows);
  const wanted = (['invokeai', 'comfyui', 'conventional'] as const).filter((name) =>
    values.peers.split(',').includes(name),
  );
  const fixture = await prepareFixture(rows, wanted, console.log);
  return [
    ...(await benchQueries(fixture, Number(values.rounds))),
    ...(await benchOpening(fixture)),
    ...benchSizes(fixture),
    ...(await benchSingleInserts()),
  ];
}

async function benchQueries(fixture: Fixture, rounds: number): Promise<Metric[]> {
  const { rows, words } = fixture;
  const db = await open(fixture);
  const own = ours(db, words);
  const peerDbs = Object.entries(peerQueries).flatMap(([name, shape]) => {
    const path = fixture.paths[name as PeerName];
    return path === undefined ? [] : [{ name, db: new Sqlite(path, { readonly: true }), shape }];
  });
  const peers = peerDbs.map((peer) => ({
    name: peer.name,
    shape: peer.shape(peer.db, words),
    times: new Map<Task, number[]>(),
  }));
  const among = new Map<Task, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const task of tasks) {
      for (const peer of rotated(peers, round)) {
        const run = peer.shape[task];
        if (run) push(peer.times, task, timed(run));
      }
      const run = own[task];
      if (run) push(among, task, timed(run));
    }
  }
  const metrics: Metric[] = [];
  const floor = driverFloor(db);
  for (const task of tasks) {
    const run = own[task];
    if (!run) continue;
    const alone = Array.from({ length: 60 }, () => timed(run));
    const mixed = median(among.get(task) ?? []);
    metrics.push({
      task: `${task} p95 alone`,
      n: rows,
      oursMs: median(alone),
      against: '',
      againstMs: null,
      value: percentile(alone, 0.95),
      unit: 'ms',
      most: within[task],
    });
    for (const peer of peers) {
      const theirs = peer.times.get(task);
      if (!theirs) continue;
      const times = median(theirs) / mixed;
      const least = peer.name === 'invokeai' ? (faster[task] ?? 0) * Math.min(1, rows / 1e6) : 0;
      metrics.push({
        task,
        n: rows,
        oursMs: mixed,
        against: peer.name,
        againstMs: median(theirs),
        value: times,
        unit: 'times',
        most: Infinity,
        least,
      });
    }
  }
  const newest = createNewestPages(db);
  const middle = Math.floor(newest.page(0, 1).total / 2);
  metrics.push(
    againstFloor('first_page', () => newest.rows(0, 200), floor, rows, 1.3),
    againstFloor('deep_page', () => newest.rows(middle, 200), floor, rows, 5),
  );
  const invoke = peerDbs.find(({ name }) => name === 'invokeai');
  if (invoke) {
    const names = median(Array.from({ length: 3 }, () => timed(invokeNames(invoke.db))));
    const first = median(among.get('first_page') ?? []);
    metrics.push({
      task: 'first_page',
      n: rows,
      oursMs: first,
      against: 'invokeai names',
      againstMs: names,
      value: names / first,
      unit: 'times',
      most: Infinity,
      least: 1500 * Math.min(1, rows / 1e6),
    });
    const load = median(Array.from({ length: 3 }, () => timed(() => createColumns(db).read())));
    metrics.push({
      task: 'columns into memory',
      n: rows,
      oursMs: load,
      against: 'invokeai names',
      againstMs: names,
      value: load / names,
      unit: 'ratio',
      most: 0.3,
    });
  }
  for (const peer of peerDbs) peer.db.close();
  db.close();
  return metrics;
}

function againstFloor(
  task: Task,
  own: () => unknown,
  floor: () => unknown,
  rows: number,
  most: number,
): Metric {
  const times = { own: [] as number[], floor: [] as number[] };
  for (let round = 0; round < 200; round += 1) {
    times.floor.push(timed(floor));
    times.own.push(timed(own));
  }
  const [oursMs, floorMs] = [median(times.own), median(times.floor)];
  return {
    task,
    n: rows,
    oursMs,
    against: 'driver floor',
    againstMs: floorMs,
    value: oursMs / floorMs,
    unit: 'ratio',
    most,
  };
}

/** Opening with the first page and the total, the file warm. */
async function benchOpening(fixture: Fixture): Promise<Metric[]> {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const start = performance.now();
    const db = await open(fixture);
    createNewestPages(db).page(0, 200);
    times.push(performance.now() - start);
    db.close();
  }
  return [
    {
      task: 'open, first page and total, warm',
      n: fixture.rows,
      oursMs: median(times),
      against: '',
      againstMs: null,
      value: percentile(times, 0.95),
      unit: 'ms',
      most: 20,
    },
  ];
}

function benchSizes({ rows, bytesPerRow, insertRate }: Fixture): Metric[] {
  const own = bytesPerRow.ours ?? Number.NaN;
  const metrics: Metric[] = [
    {
      task: 'bytes a creation, with search',
      n: rows,
      oursMs: 0,
      against: '',
      againstMs: null,
      value: own,
      unit: 'bytes',
      most: 450,
    },
  ];
  for (const [peer, most] of [
    ['invokeai', 0.45],
    ['comfyui', 0.2],
  ] as const) {
    const theirs = bytesPerRow[peer];
    if (theirs)
      metrics.push({
        task: `bytes a creation vs ${peer}`,
        n: rows,
        oursMs: 0,
        against: '',
        againstMs: null,
        value: own / theirs,
        unit: 'ratio',
        most,
      });
  }
  const invoke = insertRate.invokeai;
  if (invoke) {
    const rate = insertRate.ours ?? Number.NaN;
    metrics.push({
      task: 'insert, 1,000 a transaction',
      n: rows,
      oursMs: 1000 / rate,
      against: 'invokeai',
      againstMs: 1000 / invoke,
      value: rate / invoke,
      unit: 'times',
      most: Infinity,
      least: 2,
    });
  }
  return metrics;
}

/** One creation a transaction, on disk when it returns, against an append with fdatasync. */
async function benchSingleInserts(): Promise<Metric[]> {
  const [path, plain] = [join(tmpdir(), 'studio-bench-single.sqlite'), join(tmpdir(), 'studio-bench-append')];
  const clean = () =>
    [path, `${path}-wal`, `${path}-shm`, plain].forEach((file) => rmSync(file, { force: true }));
  clean();
  const opened = await openDatabase(path);
  if (!opened.ok) throw new Error(opened.error.kind);
  const add = oursWriter(opened.value);
  const file = openSync(plain, 'a');
  const times = { ours: [] as number[], floor: [] as number[] };
  for (const job of makeJobs(600)) {
    const single = { ...job, creations: job.creations.slice(0, 1) };
    times.ours.push(timed(opened.value.transaction(() => add(single))));
    times.floor.push(timed(() => (writeSync(file, Buffer.alloc(450, 1)), fdatasyncSync(file))));
    await Promise.resolve();
  }
  closeSync(file);
  opened.value.close();
  clean();
  const [oursMs, floorMs] = [median(times.ours), median(times.floor)];
  return [
    {
      task: 'insert, durable, one at a time',
      n: 1,
      oursMs,
      against: 'append + fdatasync',
      againstMs: floorMs,
      value: floorMs / oursMs,
      unit: 'times',
      most: Infinity,
      least: 0.4,
    },
  ];
}

async function open(fixture: Fixture): Promise<Database> {
  const opened = await openDatabase(fixture.paths.ours ?? '');
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}

function push(into: Map<Task, number[]>, task: Task, value: number): void {
  into.set(task, [...(into.get(task) ?? []), value]);
}
