import { parentPort, workerData } from 'node:worker_threads';
import { type DatabaseTask, runDatabaseTask } from './database-task.ts';

/** The thread's entry: one task, then its end. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `database-client.ts` starts this
const task = workerData as DatabaseTask;
// A thread has no origin to name.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(await runDatabaseTask(task));
