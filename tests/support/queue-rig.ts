import { join } from 'node:path';
import type { EventName, StudioEvents } from '../../shared/contract.ts';
import { isFinal, type JobId, type JobState, type JobView } from '../../shared/domain/job.ts';
import { modelEntry, type ModelEntry } from '../../shared/domain/model.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { ok } from '../../shared/result.ts';
import { createIds } from '../../electron/core/db/ids.ts';
import { openDatabase } from '../../electron/core/db/open.ts';
import { createCreationRepository } from '../../electron/core/library/creation-repository.ts';
import { createLineage } from '../../electron/core/library/lineage.ts';
import { createModelKeys } from '../../electron/core/library/models.ts';
import { createInputFiles } from '../../electron/core/media/input-files.ts';
import { createOriginals } from '../../electron/core/media/originals.ts';
import { createThumbnailMaker } from '../../electron/core/media/thumbnail-maker.ts';
import { openThumbnailStore } from '../../electron/core/media/thumbnails.ts';
import type { Provider } from '../../electron/core/providers/provider.ts';
import { createJobRepository } from '../../electron/core/queue/job-repository.ts';
import { createQueue } from '../../electron/core/queue/queue.ts';
import { createJobHistory } from '../../electron/core/queue/job-history.ts';
import { createStagedFiles } from '../../electron/core/queue/staged-files.ts';
import { defaultOutputLimits, type OutputLimits } from '../../electron/core/queue/receive-output.ts';
import type { OnStep } from '../../electron/core/queue/steps.ts';
import { createLedger } from '../../electron/core/billing/ledger.ts';
import { createSettingsFile } from '../../electron/core/settings/settings-file.ts';

export const pictureModel: ModelEntry = modelEntry.parse({
  id: 'replicate/test/picture',
  provider: 'replicate',
  slug: 'test/picture',
  name: 'Test Picture',
  media: 'image',
  summary: '',
  parameters: [
    { key: 'prompt', title: 'Prompt', kind: 'text', role: 'prompt', required: true, maxLength: 1000 },
    { key: 'seed', title: 'Seed', kind: 'number', integer: true, role: 'seed' },
    { key: 'steps', title: 'Steps', kind: 'number', integer: true, min: 1, max: 50, default: 4 },
  ],
  price: { unit: 'image', usd: 0.01, asOf: '2026-11-01', source: 'test' },
  ai: true,
});

/** A clock that tests move: timers run when their time has come. */
export function createTestClock(start = 1_790_000_000_000) {
  let wall = start;
  let passed = 0;
  let timers: { at: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: passed + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((entry) => entry !== timer);
    };
  };
  return {
    now: () => wall,
    after,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const callOff = after(ms, resolve);
        signal.addEventListener('abort', () => {
          callOff();
          reject(signal.reason as Error);
        });
      }),
    advance(ms: number): void {
      wall += ms;
      passed += ms;
      const due = timers.filter((entry) => entry.at <= passed);
      timers = timers.filter((entry) => entry.at > passed);
      for (const { run } of due) run();
    },
    /** Somebody sets the clock, or the computer slept: the time of day is another, no timer has moved. */
    jump(ms: number): void {
      wall += ms;
    },
    timers: () => timers.length,
  };
}

export type RigOptions = {
  readonly models?: readonly ModelEntry[];
  readonly limits?: Partial<OutputLimits>;
  readonly step?: OnStep;
  readonly impatient?: boolean;
};

/** The real queue over a real library in `folder`; only the providers are the test's own. */
export async function createQueueRig(
  folder: string,
  provider: Provider | readonly Provider[],
  options: RigOptions = {},
) {
  const models = options.models ?? [pictureModel];
  const providers: readonly Provider[] = 'id' in provider ? [provider] : provider;
  const opened = await openDatabase(join(folder, 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  const clock = createTestClock();
  const events: { [E in EventName]: { name: E; payload: StudioEvents[E] } }[EventName][] = [];
  const watchers = new Set<() => void>();
  const emit = (name: EventName, payload: unknown) => {
    events.push({ name, payload } as (typeof events)[number]);
    for (const watch of watchers) watch();
  };
  const originals = createOriginals(join(folder, 'media'));
  const creations = createCreationRepository(db, originals.isPresent);
  const thumbnailStore = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const thumbnails = createThumbnailMaker({ store: thumbnailStore, creations, originals, emit });
  const inputs = createInputFiles(join(folder, 'inputs'));
  const ledger = createLedger(db);
  const lineage = createLineage(db);
  const jobs = createJobRepository(db, { now: clock.now, history: createJobHistory(db), ledger, lineage });
  const staged = createStagedFiles(db);
  const settings = createSettingsFile(join(folder, 'settings.json'));
  const queue = createQueue({
    jobs,
    creations,
    thumbnails,
    inputs,
    originals,
    staged,
    settings,
    emit,
    clock,
    ledger,
    lineage,
    limits: { ...defaultOutputLimits, ...options.limits },
    step: options.step,
    impatient: options.impatient ?? false,
    providers: new Map(providers.map((entry) => [entry.id, entry])),
    sleep: async () => undefined,
    fetch: globalThis.fetch,
    log: { info: () => undefined, error: () => 'test-log' },
    findModel: (id) => models.find((model) => model.id === id) ?? null,
    keyOf: createModelKeys(db).keyOf,
    newId: createIds(clock.now, jobs.newestId()),
    randomSeed: () => 7,
    appVersion: 'test',
  });

  /** Settles when a condition over the events so far holds. */
  function until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watch = () => {
        if (!condition()) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
    });
  }

  return {
    db,
    clock,
    queue,
    jobs,
    ledger,
    creations,
    thumbnailStore,
    originals,
    staged,
    settings,
    events,
    until,
    defaults: defaultSettings,
    untilState: (id: JobId, state: JobState) => until(() => queue.get(id)?.state === state),
    async finished(id: JobId): Promise<JobView> {
      await until(() => isFinal(queue.get(id)?.state ?? 'queued'));
      const job = queue.get(id);
      if (!job) throw new Error(`No job ${id}`);
      return job;
    },
    async enqueue(prompt: string, more: object = {}): Promise<JobId> {
      const request = {
        modelId: pictureModel.id,
        prompt,
        negative: '',
        count: 1,
        seed: null,
        parameters: {},
        inputs: [],
      };
      const added = await queue.enqueue([{ ...request, ...more }]);
      if (!added.ok) throw new Error(JSON.stringify(added.error));
      return added.value[0]!;
    },
    async close(): Promise<void> {
      await queue.stop();
      thumbnailStore.close();
      db.close();
    },
  };
}

/** A provider that does what the test says; everything else succeeds with the given picture. */
export function scriptedProvider(picture: Uint8Array, script: Partial<Provider> = {}): Provider {
  return {
    id: 'replicate',
    name: 'Replicate',
    concurrency: 2,
    repeatable: false,
    submit: async () =>
      ok({
        kind: 'finished',
        outcome: { outputs: [{ source: { kind: 'bytes', bytes: picture } }], costMicros: null },
      }),
    check: async () => ok({ account: null }),
    ...script,
  };
}
