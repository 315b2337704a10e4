import { parentPort, workerData } from 'node:worker_threads';
import { createCreationRepository } from '../../../electron/core/library/creation-repository.ts';
import { everything } from '../../../shared/domain/creation.ts';
import { openOurs } from '../library/build.ts';

/** The library's side of the channel: answers with nothing, or with what `library.page` answers in a running studio. */
const creations = createCreationRepository(await openOurs(String(workerData)), () => true);
await creations.warm(async () => undefined, new AbortController().signal);
const answers = {
  empty: () => null,
  page: () => creations.page(everything, 0, 200),
} as const;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort?.on('message', (asked: keyof typeof answers) => parentPort?.postMessage(answers[asked]()));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
parentPort?.postMessage('ready');
