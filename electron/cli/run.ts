import { join } from 'node:path';
import { createCore } from '../core/create-core.ts';
import { describeOpenProblem } from '../core/db/open.ts';
import { createEvents } from '../core/events.ts';
import { createLogFile } from '../core/log-file.ts';
import { isDiskError } from '../core/media/disk-error.ts';
import type { SettingsStore } from '../core/ports.ts';
import { dataFolder } from '../core/settings/data-folder.ts';
import { createSettingsFile, setAsideDamagedSettings } from '../core/settings/settings-file.ts';
import { systemClock } from '../core/system-clock.ts';
import { complain } from './complain.ts';
import { createEnvironmentSecrets } from './environment-secrets.ts';
import { generate, listModels } from './generate.ts';
import type { CliOptions } from './options.ts';

/**
 * The command line's composition root: the same core and the same library as the window.
 * @returns the exit code
 */
export async function run(options: CliOptions): Promise<number> {
  const data = options.data ?? dataFolder();
  const events = createEvents();
  const aside = setAsideDamagedSettings(join(data, 'settings.json'), Date.now());
  if (aside) process.stderr.write(`The settings file was damaged; it is kept as ${aside}.\n`);
  const opened = await createCore({
    clock: systemClock,
    secrets: createEnvironmentSecrets(process.env),
    settings: neverPaused(createSettingsFile(join(data, 'settings.json'))),
    shell: {
      openExternal: async () => false,
      reveal: async () => false,
      dragOut: () => false,
      pickFolder: async () => null,
      pickFiles: async () => [],
    },
    log: createLogFile(join(data, 'logs'), Date.now),
    emit: events.emit,
    fetch: globalThis.fetch,
    paths: { data, logs: join(data, 'logs'), resources: join(import.meta.dirname, '../../resources') },
    sketchWorker: new URL('../core/sketch/worker.ts', import.meta.url),
    databaseWorker: new URL('../core/storage/database-worker.ts', import.meta.url),
    impatient: true,
  });
  if (!opened.ok) return complain(describeOpenProblem(opened.error), 1);
  const core = opened.value;
  for (const notice of core.storage.notices) process.stderr.write(`${notice.text}\n`);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  try {
    if (options.listModels) {
      listModels(core, options.json);
      return 0;
    }
    return await generate(core, options, events, interrupt.signal);
  } catch (error) {
    // Everything made is in the library already; only the copy asked for could not be written.
    if (isDiskError(error)) return complain(error instanceof Error ? error.message : String(error), 1);
    throw error;
  } finally {
    await core.close();
  }
}

/** A pause in the window is about what waits there; who types a command wants it done. */
function neverPaused(settings: SettingsStore): SettingsStore {
  return { ...settings, get: () => ({ ...settings.get(), queuePaused: false, pausedProviders: [] }) };
}
