import { Worker } from 'node:worker_threads';
import { type IntakeResult, type IntakeTask, runIntakeTask, SourceError } from './intake-task.ts';

/** `task` null: the one with this number is called off. */
export type IntakeRequest = { readonly id: number; readonly task: IntakeTask | null };

export type IntakeReply =
  | { readonly id: number; readonly ok: true; readonly result: IntakeResult }
  | {
      readonly id: number;
      readonly ok: false;
      readonly kind: 'source' | 'disk' | 'bug';
      readonly code: string;
      readonly message: string;
    };

type Waiting = {
  readonly resolve: (result: IntakeResult) => void;
  readonly reject: (error: unknown) => void;
};

export type Intake = {
  /** Rejects as `runIntakeTask` does. */
  readonly run: <T extends IntakeTask>(task: T, signal: AbortSignal) => Promise<IntakeResult<T>>;
  /** Ends the thread once nothing runs in it any more: ending it in the middle of a picture would end the program. */
  readonly close: () => Promise<void>;
};

/** @param entry module of the thread; undefined: tasks run where they are asked for, which stalls it meanwhile */
export function createIntake(entry: URL | undefined): Intake {
  return entry ? inThread(entry) : { run: runIntakeTask, close: async () => undefined };
}

function inThread(entry: URL): Intake {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;
  let idle = Promise.withResolvers<void>();
  idle.resolve();

  function settle(id: number, end: (entry: Waiting) => void): void {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (asked) end(asked);
    if (waiting.size > 0) return;
    worker?.unref();
    idle.resolve();
  }

  function start(): Worker {
    const started = new Worker(entry, { name: 'intake' });
    started.on('message', (reply: IntakeReply) =>
      settle(reply.id, ({ resolve, reject }) => (reply.ok ? resolve(reply.result) : reject(toError(reply)))),
    );
    const ended = (message: string) => {
      if (worker === started) worker = null;
      for (const id of waiting.keys()) settle(id, ({ reject }) => reject(new Error(message)));
    };
    started.on('error', (error: Error) => ended(`The intake thread failed: ${error.message}`));
    started.on('exit', (code) => ended(`The intake thread ended (${code})`));
    return started;
  }

  function post(message: IntakeRequest): void {
    // A thread has no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker?.postMessage(message);
  }

  async function run(task: IntakeTask, signal: AbortSignal): Promise<IntakeResult> {
    signal.throwIfAborted();
    worker ??= start();
    worker.ref();
    if (waiting.size === 0) idle = Promise.withResolvers<void>();
    lastId += 1;
    const id = lastId;
    const callOff = () => post({ id, task: null });
    signal.addEventListener('abort', callOff, { once: true });
    try {
      return await new Promise<IntakeResult>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post({ id, task });
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', callOff);
    }
  }

  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each kind with its own result
    run: run as Intake['run'],
    async close() {
      await idle.promise;
      await worker?.terminate();
    },
  };
}

function toError({ kind, code, message }: Extract<IntakeReply, { ok: false }>): Error {
  if (kind === 'source') return new SourceError(message);
  return kind === 'disk' ? Object.assign(new Error(message), { code }) : new Error(message);
}
