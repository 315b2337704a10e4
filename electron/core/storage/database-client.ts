import { Worker } from 'node:worker_threads';
import { type DatabaseTask, type DatabaseTaskResult, runDatabaseTask } from './database-task.ts';

export type RunDatabaseTask = (task: DatabaseTask) => Promise<DatabaseTaskResult>;

/** @param entry module of the thread; undefined: tasks run where they are asked for, which stalls it meanwhile */
export function createDatabaseClient(entry: URL | undefined): RunDatabaseTask {
  if (!entry) return runDatabaseTask;
  return (workerData) =>
    new Promise((resolve) => {
      const worker = new Worker(entry, { workerData });
      const fail = (message: string) => resolve({ kind: 'failed', code: '', message });
      worker.once('message', (result: DatabaseTaskResult) => resolve(result));
      worker.once('error', (error: Error) => fail(error.message));
      worker.once('exit', (code) => fail(`The check ended unexpectedly (${code}).`));
    });
}
