import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { err, ok } from '../../shared/result.ts';
import { createIds } from './db/ids.ts';
import { lockLibrary } from './db/lock.ts';
import { openDatabase, type OpenProblem } from './db/open.ts';
import { createCreationRepository } from './library/creation-repository.ts';
import { createFacets } from './library/facets.ts';
import { createLibrary } from './library/library.ts';
import { createModelKeys } from './library/models.ts';
import { createInputFiles } from './media/input-files.ts';
import { createOriginals } from './media/originals.ts';
import { createMediaServer } from './media/serve-media.ts';
import { createThumbnailMaker } from './media/thumbnail-maker.ts';
import { openThumbnailStore } from './media/thumbnails.ts';
import { loadCatalogue } from './models/catalogue.ts';
import { createModelStore } from './models/model-store.ts';
import type { Ports } from './ports.ts';
import { createProviders } from './providers/create-providers.ts';
import { createProviderSettings } from './providers/provider-settings.ts';
import { createJobRepository } from './queue/job-repository.ts';
import { createQueue } from './queue/queue.ts';
import { createStagedFiles } from './queue/store-outputs.ts';
import { sleep } from './system-clock.ts';
import { appVersion } from './version.ts';

/**
 * Composes the program: everything below the host. Runs unchanged in Electron's main process, on the command
 * line and in tests.
 * @returns the problem, with nothing changed on disk, when the library cannot be opened
 */
export async function createCore(ports: Ports) {
  const { data } = ports.paths;
  const databasePath = join(data, 'library.sqlite');
  const unlock = lockLibrary(join(data, 'library.lock'));
  if (!unlock) return err<OpenProblem>({ kind: 'locked', path: databasePath });
  const opened = await openDatabase(databasePath);
  if (!opened.ok) {
    unlock();
    return opened;
  }
  const db = opened.value;
  const { emit, clock, settings } = ports;

  const originals = createOriginals(join(data, 'media'));
  const inputs = createInputFiles(join(data, 'inputs'));
  const creations = createCreationRepository(db, originals.isPresent);
  const thumbnailStore = openThumbnailStore(join(data, 'thumbnails.sqlite'));
  const thumbnails = createThumbnailMaker({ store: thumbnailStore, creations, originals, emit });
  const facets = createFacets(db);
  const library = createLibrary({
    creations,
    originals,
    thumbnails,
    emit,
    now: clock.now,
    databaseOk: () => db.pragma('quick_check(1)', { simple: true }) === 'ok',
  });
  const models = createModelStore({
    db,
    catalogue: loadCatalogue(ports.paths.resources),
    now: clock.now,
    hidden: () => settings.get().hiddenModels,
  });
  const { providers, sketch, ...remote } = createProviders(ports, models.list);
  const providerSettings = createProviderSettings({ ports, providers, models, ...remote });

  const jobs = createJobRepository(db);
  const modelKeys = createModelKeys(db);
  const staged = createStagedFiles(db);
  await staged.sweep(originals, creations);
  await originals.clearIncoming();
  await inputs.clearIncoming();
  const queue = createQueue({
    jobs,
    creations,
    thumbnails,
    inputs,
    originals,
    staged,
    providers,
    clock,
    settings,
    emit,
    sleep,
    fetch: ports.fetch,
    log: ports.log,
    findModel: models.find,
    keyOf: modelKeys.keyOf,
    newId: createIds(clock.now, jobs.newestId()),
    randomSeed: () => randomInt(0, 2 ** 32),
    appVersion,
  });

  return ok({
    ports,
    databasePath,
    queue,
    library,
    creations,
    facets,
    models,
    providerSettings,
    inputs,
    originals,
    thumbnails,
    thumbnailStore,
    serveMedia: createMediaServer({ creations, originals, thumbnails, inputs }),
    /** Stops work so that it can be taken up again, then closes the files. */
    async close(): Promise<void> {
      await queue.stop();
      await sketch.close();
      thumbnailStore.close();
      db.pragma('optimize');
      db.close();
      unlock();
    },
  });
}

export type Core = Extract<Awaited<ReturnType<typeof createCore>>, { ok: true }>['value'];
