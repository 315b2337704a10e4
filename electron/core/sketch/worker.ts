import { parentPort } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from './protocol.ts';
import { render } from './render.ts';

/** The worker's entry: one job at a time, in the order they come; the client ends it to cancel. */
const port = parentPort;
if (!port) throw new Error('the Sketch worker runs in a worker thread');

const reply = (message: WorkerReply): void => port.postMessage(message);

port.on('message', ({ job, request }: WorkerRequest) => {
  render(request, {
    onProgress: (fraction) => reply({ kind: 'progress', job, fraction }),
    onPreview: (preview) => reply({ kind: 'preview', job, preview }),
  }).then(
    (output) => reply({ kind: 'done', job, output }),
    (error: unknown) =>
      reply({ kind: 'failed', job, message: error instanceof Error ? error.message : String(error) }),
  );
});
