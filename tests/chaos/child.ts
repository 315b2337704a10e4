// The process that is killed: the real core over the library in `data`, with providers that are doubles elsewhere.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { isFinal } from '../../shared/domain/job.ts';
import { mediaKind } from '../../shared/domain/media.ts';
import { localServerKind, providerId } from '../../shared/domain/provider.ts';
import { createCore, type Core } from '../../electron/core/create-core.ts';
import { createEvents } from '../../electron/core/events.ts';
import { queueSteps } from '../../electron/core/queue/steps.ts';
import { createSettingsFile } from '../../electron/core/settings/settings-file.ts';
import { systemClock } from '../../electron/core/system-clock.ts';

const orders = z.object({
  /** The project's folder. */
  root: z.string(),
  data: z.string(),
  provider: providerId,
  media: mediaKind,
  local: localServerKind.nullable(),
  /** Base address of the double; null: Sketch needs none. */
  url: z.string().nullable(),
  /** The first is the one that is killed. */
  prompts: z.array(z.string()).min(1),
  /** Dies right after this has happened to the first job. */
  dieAt: z.enum(queueSteps).nullable(),
});
export type Orders = z.infer<typeof orders>;

/** Waits are this much shorter than in life; the time of day is the real one. */
const haste = 50;

const given = orders.parse(JSON.parse(process.argv[2] ?? ''));
const events = createEvents();
let victim: number | null = null;

const opened = await createCore({
  clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / haste, signal) },
  secrets: {
    get: async () => 'key',
    describe: async () => null,
    set: async () => ({ kind: 'stored', storage: 'memory' }),
    remove: async () => undefined,
  },
  settings: createSettingsFile(join(given.data, 'settings.json')),
  shell: {
    openExternal: async () => false,
    reveal: async () => false,
    dragOut: () => false,
    pickFolder: async () => null,
    pickFiles: async () => [],
  },
  log: {
    info: () => undefined,
    error: (message, cause) => {
      console.error(message, cause);
      return 'chaos';
    },
  },
  emit: events.emit,
  fetch: globalThis.fetch,
  paths: { data: given.data, logs: join(given.data, 'logs'), resources: join(given.root, 'resources') },
  sketchWorker: pathToFileURL(join(given.root, 'electron/core/sketch/worker.ts')),
  ...(given.url ? { endpoints: { openai: `${given.url}/v1`, replicate: `${given.url}/v1` } } : {}),
  step: (step, jobId) => {
    if (step === given.dieAt && jobId === victim) process.kill(process.pid, 'SIGKILL');
  },
});
if (!opened.ok) throw new Error(`The library does not open: ${JSON.stringify(opened.error)}`);
const core = opened.value;
await connectLocalServer(core);

const known = core.queue.list('all', 500, null);
const done = Promise.withResolvers<void>();
const finished = () => core.queue.list('all', 500, null).every((job) => isFinal(job.state));
events.on('job.changed', ({ job }) => {
  if (isFinal(job.state) && finished()) done.resolve();
});
if (known.length === 0) {
  const enqueued = await core.queue.enqueue(given.prompts.map(toRequest));
  if (!enqueued.ok) throw new Error(JSON.stringify(enqueued.error));
  victim = enqueued.value[0] ?? null;
} else {
  victim = Math.min(...known.map((job) => job.id));
}
core.queue.start();
if (finished()) done.resolve();
await done.promise;
await core.close();
// The doubles do not end their sockets politely.
process.exit(0);

async function connectLocalServer({ providerSettings, models }: Core): Promise<void> {
  if (!given.local || !given.url || models.list().some((model) => model.provider === 'local-server')) return;
  const workflow = {
    1: {
      class_type: given.media === 'video' ? 'SaveVideo' : 'SaveImage',
      inputs: { text: '%prompt%', seed: '%seed%' },
    },
  };
  const server = { address: given.url, kind: given.local, workflow: JSON.stringify(workflow) };
  const set = await providerSettings.setServer(server, AbortSignal.timeout(10_000));
  if (!set.ok) throw new Error(JSON.stringify(set.error));
}

function toRequest(prompt: string) {
  const model = core.models
    .list()
    .find(
      (entry) =>
        entry.provider === given.provider &&
        entry.media === given.media &&
        !entry.retired &&
        entry.price !== null &&
        !entry.parameters.some((parameter) => parameter.kind === 'file' && parameter.required),
    );
  if (!model) throw new Error(`No model of ${given.provider} makes ${given.media}`);
  const size = given.provider === 'sketch' && given.media === 'video' ? { size: '512x512', seconds: 2 } : {};
  return { modelId: model.id, prompt, negative: '', count: 1, seed: null, parameters: size, inputs: [] };
}
