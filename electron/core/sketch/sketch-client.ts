import { Worker } from 'node:worker_threads';
import type { SketchOutput, SketchPreview, SketchRequest, WorkerReply, WorkerRequest } from './protocol.ts';

interface SketchListener {
  readonly signal?: AbortSignal;
  /** 0…1, never going back. */
  readonly onProgress?: (fraction: number) => void;
  /** One small picture with the composition of the final one, before the long work starts. */
  readonly onPreview?: (preview: SketchPreview) => void;
}

export interface SketchClient {
  /**
   * Renders one request; calls wait for each other. Rejects with the signal's reason on abort, and
   * with an Error when rendering fails or the worker dies; the next call gets a fresh worker.
   */
  readonly generate: (request: SketchRequest, listener?: SketchListener) => Promise<SketchOutput>;
  /** Ends the worker; running and waiting calls reject. */
  readonly close: () => Promise<void>;
}

interface SketchClientOptions {
  /** The worker's module: `worker.ts` from source, `sketch-worker.js` when bundled. */
  readonly workerUrl: URL;
  /** How long an idle worker is kept, milliseconds. */
  readonly idleMs?: number;
}

/** Runs Sketch in one worker thread, started at the first request and let go when idle. */
export function createSketchClient({ workerUrl, idleMs = 30_000 }: SketchClientOptions): SketchClient {
  let worker: Worker | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let jobs = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const closing = new AbortController();

  const startWorker = (): Worker => {
    const started = new Worker(workerUrl, { name: 'sketch' });
    const forget = (): void => {
      if (worker === started) worker = null;
    };
    // Held for the worker's whole life: an 'error' nobody listens for would end the app.
    started.on('error', forget);
    started.on('exit', forget);
    worker = started;
    return started;
  };

  const stopWorker = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const stopping = worker;
    worker = null;
    await stopping?.terminate();
  };

  const run = async (
    request: SketchRequest,
    listener: SketchListener,
    signal: AbortSignal,
  ): Promise<SketchOutput> => {
    signal.throwIfAborted();
    clearTimeout(idleTimer);
    const active = worker ?? startWorker();
    active.ref();
    jobs += 1;
    const outcome = await exchange(active, { job: jobs, request }, listener, signal);
    if (outcome.kind === 'aborted') {
      // The worker computes in long stretches and hears nothing meanwhile: only ending it frees the processor.
      await stopWorker();
      throw signal.reason;
    }
    if (outcome.kind === 'crashed') {
      await stopWorker();
      throw new Error(`Sketch stopped unexpectedly: ${outcome.message}`);
    }
    if (outcome.kind === 'failed') {
      // A failed encoder may have left its memory in any state.
      await stopWorker();
      throw new Error(`Sketch could not make this: ${outcome.message}`);
    }
    active.unref();
    idleTimer = setTimeout(() => void stopWorker(), idleMs).unref();
    return outcome.output;
  };

  return {
    generate: (request, listener = {}) => {
      const signal = AbortSignal.any([closing.signal, ...(listener.signal ? [listener.signal] : [])]);
      const turn = queue;
      const result = untilAborted(turn, signal).then(() => run(request, listener, signal));
      // The next call waits for the turn before this one too: an abort while waiting must not let it jump ahead.
      queue = Promise.allSettled([turn, result]);
      return result;
    },
    close: async () => {
      closing.abort(new DOMException('Sketch was closed.', 'AbortError'));
      await queue;
      await stopWorker();
    },
  };
}

type Outcome =
  | { readonly kind: 'done'; readonly output: SketchOutput }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'aborted' };

/** Sends one job and follows it to its end, whichever comes first. */
function exchange(
  worker: Worker,
  message: WorkerRequest,
  listener: SketchListener,
  signal: AbortSignal,
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const hear = (reply: WorkerReply): void => {
    if (reply.job !== message.job) return;
    try {
      if (reply.kind === 'progress') listener.onProgress?.(reply.fraction);
      else if (reply.kind === 'preview') listener.onPreview?.(reply.preview);
      else resolve(reply);
    } catch (error) {
      reject(error);
    }
  };
  const fail = (error: Error): void => resolve({ kind: 'crashed', message: error.message });
  const exit = (code: number): void => resolve({ kind: 'crashed', message: `exit code ${code}` });
  const abort = (): void => resolve({ kind: 'aborted' });
  worker.on('message', hear);
  worker.on('error', fail);
  worker.on('exit', exit);
  signal.addEventListener('abort', abort);
  // A worker thread has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(message);
  return promise.finally(() => {
    worker.off('message', hear);
    worker.off('error', fail);
    worker.off('exit', exit);
    signal.removeEventListener('abort', abort);
  });
}

/** Waits for `turn`, or rejects with the signal's reason as soon as it aborts. */
async function untilAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    await Promise.race([turn, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
