import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { contract } from '../../../shared/contract.ts';
import { describeHistory } from '../../../shared/messages/en/history.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createCore } from '../create-core.ts';
import { createEvents } from '../events.ts';
import { createHandlers } from '../handlers.ts';
import type { Shell } from '../ports.ts';
import { createSettingsFile } from '../settings/settings-file.ts';
import { systemClock } from '../system-clock.ts';

const context = { signal: new AbortController().signal, cancel: () => undefined };
const info = () => {
  throw new Error('not asked');
};

async function openCore(shell: Partial<Shell>) {
  const data = tempFolder();
  const opened = await createCore({
    clock: systemClock,
    secrets: {
      get: async () => null,
      describe: async () => null,
      set: async () => ({ kind: 'stored', storage: 'memory' }),
      remove: async () => undefined,
    },
    settings: createSettingsFile(join(data, 'settings.json')),
    shell: {
      openExternal: async () => false,
      reveal: async () => false,
      dragOut: () => false,
      pickFolder: async () => null,
      pickFiles: async () => [],
      ...shell,
    },
    log: { info: () => undefined, error: () => 'log' },
    emit: createEvents().emit,
    fetch: globalThis.fetch,
    paths: { data, logs: data, resources: join(import.meta.dirname, '../../../resources') },
    sketchWorker: new URL('../sketch/worker.ts', import.meta.url),
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const core = opened.value;
  onTestFinished(() => core.close());
  return createHandlers(core, { info });
}

test('the cap, the overview and the table, as the window asks for them', async () => {
  const folder = tempFolder();
  const handlers = await openCore({ pickFolder: async () => folder });
  const status = await handlers['billing.setCap']({ capMicros: 5_000_000 }, context);
  expect(contract['billing.setCap'].output.parse(status)).toMatchObject({ heldByCap: null });
  const overview = await handlers['billing.spend']({}, context);
  expect(contract['billing.spend'].output.parse(overview)).toMatchObject({
    capMicros: 5_000_000,
    months: [{ spentMicros: 0, providers: [] }],
  });
  const saved = await handlers['billing.spendCsv']({}, context);
  if (!saved.ok || saved.value.path === null) throw new Error('not saved');
  expect(readFileSync(saved.value.path, 'utf8')).toBe(saved.value.csv);
  expect(saved.value.csv).toMatch(/^month,provider,/);
});

test('closing the dialog saves nothing; a folder that is gone is a named failure', async () => {
  const closed = await openCore({});
  expect(await closed['billing.spendCsv']({}, context)).toMatchObject({ ok: true, value: { path: null } });
  const gone = await openCore({ pickFolder: async () => '/nowhere/at/all' });
  expect(await gone['billing.spendCsv']({}, context)).toMatchObject({ ok: false, error: { code: 'disk' } });
});

test("a job's history in sentences", async () => {
  const handlers = await openCore({});
  const enqueued = await handlers['jobs.enqueue'](
    contract['jobs.enqueue'].input.parse([{ modelId: 'sketch/picture', prompt: 'a boat' }]),
    context,
  );
  if (!enqueued.ok) throw new Error(enqueued.error.detail);
  const id = enqueued.value.jobIds[0]!;
  await handlers['jobs.cancel']({ ids: [id] }, context);
  await handlers['jobs.retry']({ ids: [id] }, context);
  const history = contract['jobs.history'].output.parse(await handlers['jobs.history']({ id }, context));
  expect(history.map((entry) => describeHistory(entry, 'Sketch'))).toEqual([
    'Added to the queue.',
    'You cancelled it.',
    'You started it again.',
  ]);
});
