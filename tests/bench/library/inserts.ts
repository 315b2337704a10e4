import { closeSync, copyFileSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { median, timed, type Metric } from '../measure.ts';
import { inTransactions, openOurs, oursWriter, type Fixture } from './build.ts';
import { lastMs, makeJobs, type MadeJob } from './data-set.ts';
import { peers } from './peers.ts';

const batches = 30;
const perBatch = 1000;

/** 1,000 creations a transaction into a library that holds as many as the fixture, taking turns. */
export async function benchBatches({ rows, built }: Fixture): Promise<Metric[]> {
  const [own, invoke] = [built.ours?.path, built.invokeai?.path];
  if (own === undefined || invoke === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-inserts-'));
  try {
    const [ownCopy, invokeCopy] = [join(folder, 'ours.sqlite'), join(folder, 'invokeai.sqlite')];
    copyFileSync(own, ownCopy);
    copyFileSync(invoke, invokeCopy);
    const [db, peer] = [await openOurs(ownCopy), new Sqlite(invokeCopy)];
    const writers = [
      { db, add: oursWriter(db), times: [] as number[] },
      { db: peer, add: peers.invokeai.writer(peer), times: [] as number[] },
    ] as const;
    const jobs = newerJobs();
    for (let batch = 0; batch < batches; batch += 1) {
      const some = takeCreations(jobs, perBatch);
      for (const { db: into, add, times } of writers)
        times.push((inTransactions(into, some.values(), add) * 1000) / perBatch);
    }
    db.close();
    peer.close();
    const [oursMs = 0, theirsMs = 0] = writers.map(({ times }) => mean(times));
    return [
      {
        task: 'insert, 1,000 a transaction, each',
        n: rows,
        oursMs,
        against: 'invokeai',
        againstMs: theirsMs,
        value: theirsMs / oursMs,
        unit: 'times',
        most: Infinity,
        least: 2,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One creation a transaction, on disk when it returns, against an append with fdatasync. */
export async function benchSingles(): Promise<Metric[]> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-inserts-'));
  try {
    const db = await openOurs(join(folder, 'library.sqlite'));
    const add = oursWriter(db);
    const file = openSync(join(folder, 'append'), 'a');
    const times = { ours: [] as number[], floor: [] as number[] };
    for (const job of makeJobs(600)) {
      const write = add([{ ...job, creations: job.creations.slice(0, 1) }]);
      times.ours.push(timed(db.transaction(write)));
      times.floor.push(timed(() => (writeSync(file, Buffer.alloc(450, 1)), fdatasyncSync(file))));
    }
    closeSync(file);
    db.close();
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Jobs like those of the data set, made after all of them. */
function* newerJobs(): Generator<MadeJob> {
  let id = (Math.ceil(lastMs) + 86_400_000) * idsPerMillisecond;
  for (const job of makeJobs(batches * perBatch * 2)) {
    id += 60_000 * idsPerMillisecond;
    const first = id;
    yield { ...job, id, creations: job.creations.map((each, n) => ({ ...each, id: first + n })) };
  }
}

function takeCreations(jobs: Generator<MadeJob>, wanted: number): readonly MadeJob[] {
  const taken: MadeJob[] = [];
  for (let count = 0; count < wanted;) {
    const next = jobs.next();
    if (next.done) break;
    taken.push(next.value);
    count += next.value.creations.length;
  }
  return taken;
}

/** Not the median: what is put off to some of the transactions (merges, checkpoints) counts. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
