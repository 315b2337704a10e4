import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { prepareFixture } from '../library/build.ts';
import { median, type Metric } from '../measure.ts';

const rounds = 3000;

/**
 * `npm run bench -- ipc [--rows 1000000]`: round trips between two threads, structured clone and all, as between
 * the window and the library; Electron's own channel cannot be had without Electron.
 */
export async function benchIpc(args: readonly string[]): Promise<readonly Metric[]> {
  const rows = Number(args[args.indexOf('--rows') + 1] ?? 100_000) || 100_000;
  const { built } = await prepareFixture(rows, [], console.log);
  const worker = new Worker(join(import.meta.dirname, 'library-thread.ts'), { workerData: built.ours?.path });
  await once(worker, 'message');
  const asked = ['empty', 'page'] as const;
  const times = { empty: [] as number[], page: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const what of asked) {
      const start = performance.now();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      worker.postMessage(what);
      await once(worker, 'message');
      times[what].push(performance.now() - start);
    }
  }
  await worker.terminate();
  const emptyMs = median(times.empty);
  const pageMs = median(times.page);
  return [
    {
      task: 'page of 200 with the count, round trip',
      n: rows,
      oursMs: pageMs,
      against: 'an empty message',
      againstMs: emptyMs,
      value: pageMs / emptyMs,
      unit: 'ratio',
      most: 3,
    },
  ];
}
