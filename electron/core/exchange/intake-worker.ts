import { parentPort } from 'node:worker_threads';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { IntakeReply, IntakeRequest } from './intake-client.ts';
import { runIntakeTask, SourceError } from './intake-task.ts';

/** The thread's entry: tasks run beside each other, each until its end or until it is called off. */
const port = parentPort;
if (!port) throw new Error('The intake worker runs in a worker thread');

const running = new Map<number, AbortController>();

port.on('message', (message: IntakeRequest) => {
  if (message.task === null) {
    running.get(message.id)?.abort();
    return;
  }
  const { id, task } = message;
  const own = new AbortController();
  running.set(id, own);
  void runIntakeTask(task, own.signal)
    .then(
      (result): IntakeReply => ({ id, ok: true, result }),
      (error: unknown): IntakeReply => ({ id, ok: false, ...describe(error) }),
    )
    .then((reply) => {
      running.delete(id);
      // A thread has no origin to name.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      port.postMessage(reply);
    });
});

/** What of an error is needed on the other side: a thread's errors lose their class and code on the way. */
function describe(error: unknown) {
  const kind = error instanceof SourceError ? 'source' : isDiskError(error) ? 'disk' : 'bug';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { kind, code, message: kind === 'bug' ? stackOf(error) : messageOf(error) } as const;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
