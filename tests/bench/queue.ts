import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { fail, type Failure } from '../../shared/domain/failure.ts';
import { err, type Result } from '../../shared/result.ts';
import type { RunContext } from '../../electron/core/providers/provider.ts';
import { idsPerMillisecond } from '../../shared/domain/job.ts';
import { applyPragmas } from '../../electron/core/db/pragmas.ts';
import type { NewJob } from '../../electron/core/queue/job-row.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../support/queue-rig.ts';
import { openInvokeQueue, openJsonQueue } from './queue/peers.ts';
import { compare, median, stallsDuring, timed, type Metric } from './measure.ts';

type Stalls = Awaited<ReturnType<typeof stallsDuring>>;

const rounds = 9;
const perRound = 200;
const pending = 10_000;

/**
 * The queue's own work against the least it could be: as many SQLite transactions of one row, durable like ours, in
 * the same run on the same disk; and an append with fdatasync.
 */
export async function benchQueue(): Promise<readonly Metric[]> {
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-bench-'));
  try {
    return [...(await benchTransitions(join(folder, 'a'))), ...(await benchLongBatch(join(folder, 'b')))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A provider that is busy until the studio stops. */
function untilStopped(...given: readonly [...unknown[], RunContext]): Promise<Result<never, Failure>> {
  const { signal } = given.at(-1) as RunContext;
  return new Promise((resolve) => {
    const stop = () => resolve(err(fail('cancelled', 'unknown')));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

function newJobs(count: number, firstMs: number): readonly NewJob[] {
  return Array.from({ length: count }, (_, index) => {
    const id = (firstMs + index) * idsPerMillisecond;
    return {
      id,
      batchId: id,
      provider: 'replicate',
      modelKey: 1,
      media: 'image',
      recipe: {
        v: 1,
        app: 'bench',
        provider: 'replicate',
        model: pictureModel.id,
        prompt: `a lighthouse at dusk, number ${index}, with a long line of words after it`,
        negative: 'blurry',
        seed: index,
        parameters: { steps: 8 },
        inputs: [],
        ai: true,
      },
      count: 1,
      estimate: { kind: 'usd', micros: 10_000, approximate: false },
    };
  });
}

const requests = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    modelId: pictureModel.id,
    prompt: `a lighthouse at dusk, number ${index}`,
    negative: '',
    count: 1,
    seed: index,
    parameters: {},
    inputs: [],
  }));

async function benchTransitions(folder: string): Promise<readonly Metric[]> {
  const provider = scriptedProvider(new Uint8Array());
  const rig = await createQueueRig(folder, provider);
  await rig.queue.enqueue(requests(pending));
  const bare = openBare(join(folder, 'bare.sqlite'));
  const append = openAppend(join(folder, 'append.log'));
  const invoke = openInvokeQueue(folder, pending);
  const json = openJsonQueue(folder, newJobs(pending, 2_000_000_000_000));
  const { jobs } = rig;

  let next = 3_000_000_000_000;
  const enqueue = compare(
    rounds,
    () => {
      for (const job of newJobs(perRound, (next += perRound)))
        for (const write of jobs.insertInSlices([job], 1)) write();
    },
    () => bare(perRound),
  );
  const many = compare(
    rounds,
    () => {
      for (const write of jobs.insertInSlices(newJobs(1000, (next += 1000)), 100)) write();
    },
    () => bare(1000),
  );
  const claimed: number[] = [];
  const claimNext = (): void => {
    const id = jobs.nextWaiting('replicate', rig.clock.now(), { from: 0, freeOnly: false });
    if (id === null) throw new Error('Nothing waits');
    jobs.apply(id, { kind: 'claim' }, { attempt: 1, submitKey: `vp-${id}` });
    claimed.push(id);
  };
  const claim = compare(rounds, repeated(perRound, claimNext), () => bare(perRound));
  const claimBeside = compare(rounds, repeated(20, claimNext), repeated(20, invoke.claim));
  const claimBesideJson = compare(rounds, repeated(20, claimNext), repeated(20, json.transition));
  let at = 0;
  const accept = compare(
    rounds,
    () => {
      for (let index = 0; index < perRound; index += 1) {
        const id = claimed[at++] ?? 0;
        jobs.apply(id, { kind: 'accepted' }, { remoteId: `remote-${id}` });
      }
    },
    () => bare(perRound),
  );
  let again = 0;
  const against = compare(
    rounds,
    () => {
      for (let index = 0; index < perRound; index += 1)
        jobs.apply(claimed[again++] ?? 0, { kind: 'delivered' }, {});
    },
    () => append(perRound),
  );
  for (const id of claimed) jobs.apply(id, { kind: 'cancel' }, { failure: fail('cancelled', 'no') });
  await rig.close();

  const starts: number[] = [];
  const invokeStarts: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    invokeStarts.push(timed(invoke.recover));
    const restarted = await createQueueRig(folder, {
      ...provider,
      submit: untilStopped,
      follow: untilStopped,
    });
    starts.push(
      timed(() => {
        restarted.jobs.dropUnfinished();
        restarted.queue.start();
        restarted.queue.status();
      }),
    );
    await restarted.close();
  }
  invoke.close();

  const one = (
    task: string,
    measured: { oursMs: number; theirsMs: number },
    n: number,
    most: number,
    versus: string,
  ): Metric => ({
    task,
    n,
    oursMs: measured.oursMs / n,
    against: versus,
    againstMs: measured.theirsMs / n,
    value: measured.oursMs / measured.theirsMs,
    unit: 'ratio',
    most,
  });
  const faster = (
    task: string,
    measured: { oursMs: number; theirsMs: number },
    n: number,
    least: number,
    versus: string,
  ): Metric => ({
    ...one(task, measured, n, Infinity, versus),
    value: measured.theirsMs / measured.oursMs,
    unit: 'times',
    least,
  });
  const bareName = 'bare transaction';
  return [
    one('enqueue, one job a transaction', enqueue, perRound, 2.5, bareName),
    one('enqueue, a thousand, per job', many, 1000, 0.5, bareName),
    one(`claim next of ${pending}`, claim, perRound, 4.5, bareName),
    one('transition (remote id stored)', accept, perRound, 4, bareName),
    one('transition', against, perRound, 1.3, 'append and fdatasync'),
    faster('claim next', claimBeside, 20, 8, 'invokeai'),
    faster('claim next', claimBesideJson, 20, 40, 'JSON file written anew'),
    {
      task: `start with ${pending} pending`,
      n: pending,
      oursMs: median(starts),
      against: 'invokeai',
      againstMs: median(invokeStarts),
      value: median(starts) / median(invokeStarts),
      unit: 'ratio',
      most: 0.7,
    },
    {
      task: `start with ${pending} pending`,
      n: pending,
      oursMs: Math.min(...starts),
      against: '',
      againstMs: null,
      value: Math.min(...starts),
      unit: 'ms',
      most: 30,
    },
  ];
}

function repeated(times: number, run: () => void): () => void {
  return () => {
    for (let count = 0; count < times; count += 1) run();
  };
}

/** How long the window waits for an answer while 5,000 lines become jobs, and while they are cancelled. */
async function benchLongBatch(folder: string): Promise<readonly Metric[]> {
  const rig = await createQueueRig(folder, scriptedProvider(new Uint8Array()));
  rig.queue.pause(null, true);
  rig.queue.start();
  await rig.queue.enqueue(requests(300));
  // Of three tries the least disturbed: what else the machine does holds the thread up as well.
  const adding: Stalls[] = [];
  const cancelling: Stalls[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    let ids: readonly number[] = [];
    adding.push(
      await stallsDuring(async () => {
        const answer = await rig.queue.enqueue(requests(5000));
        if (answer.ok) ids = answer.value;
      }),
    );
    cancelling.push(await stallsDuring(() => rig.queue.cancel(ids)));
  }
  const [enqueued, cancelled] = [calmest(adding), calmest(cancelling)];
  await rig.close();
  const stall = (task: string, ms: number, most: number): Metric => ({
    task,
    n: 5000,
    oursMs: ms,
    against: '',
    againstMs: null,
    value: ms,
    unit: 'ms',
    most,
  });
  return [
    stall('stall while 5000 are added, p50', enqueued.p50, 8),
    stall('stall while 5000 are added, p99', enqueued.p99, 8),
    stall('stall while 5000 are added, most', enqueued.max, 25),
    stall('stall while 5000 are cancelled, p99', cancelled.p99, 25),
  ];
}

function calmest(tries: readonly Stalls[]): Stalls {
  return tries.reduce((best, entry) => (entry.p99 < best.p99 ? entry : best));
}

/** The least a durable change can be: one row, one transaction, the library's own pragmas. */
function openBare(path: string): (count: number) => void {
  const db = new Sqlite(path);
  applyPragmas(db);
  db.exec('CREATE TABLE state (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT');
  const write = db.prepare('INSERT OR REPLACE INTO state(id, state) VALUES (?, ?)');
  let id = 0;
  return (count) => {
    for (let index = 0; index < count; index += 1) write.run((id += 1), 'queued');
  };
}

function openAppend(path: string): (count: number) => void {
  return (count) => {
    const file = openSync(path, 'a');
    for (let index = 0; index < count; index += 1) {
      writeSync(file, `{"id":${index},"state":"delivered"}\n`);
      fdatasyncSync(file);
    }
    closeSync(file);
  };
}
