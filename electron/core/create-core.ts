import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { ok } from '../../shared/result.ts';
import { createLedger } from './billing/ledger.ts';
import { createIds } from './db/ids.ts';
import { createExporter } from './exchange/exporter.ts';
import { createOutgoing } from './exchange/outgoing.ts';
import { createImportRepository } from './exchange/import-repository.ts';
import { createImporter } from './exchange/importer.ts';
import { createIntake } from './exchange/intake-client.ts';
import { createWatchedFolders } from './exchange/watched-folders.ts';
import { createWatchedRepository } from './exchange/watched-repository.ts';
import { createCreationRepository } from './library/creation-repository.ts';
import { createFacets } from './library/facets.ts';
import { createLookLearner } from './library/learn-looks.ts';
import { createLibrary } from './library/library.ts';
import { createLineage } from './library/lineage.ts';
import { createMarks } from './library/marks.ts';
import { createModelKeys } from './library/models.ts';
import { createOrganiser } from './library/organiser.ts';
import { startPurging } from './library/purge-trash.ts';
import { createInputFiles } from './media/input-files.ts';
import { createLargePictures } from './media/large-pictures.ts';
import { createOriginals } from './media/originals.ts';
import { createReferences } from './media/references.ts';
import { createMediaServer } from './media/serve-media.ts';
import { createThumbnailMaker } from './media/thumbnail-maker.ts';
import { createTouchedOriginals } from './media/touched-originals.ts';
import { openThumbnailStore } from './media/thumbnails.ts';
import { createTileCache } from './media/tile-cache.ts';
import { loadCatalogue } from './models/catalogue.ts';
import { createModelStore } from './models/model-store.ts';
import type { Ports } from './ports.ts';
import { createProviders } from './providers/create-providers.ts';
import { createProviderSettings } from './providers/provider-settings.ts';
import { createJobHistory } from './queue/job-history.ts';
import { createJobRepository } from './queue/job-repository.ts';
import { createQueue } from './queue/queue.ts';
import { defaultOutputLimits } from './queue/receive-output.ts';
import { createStagedFiles } from './queue/staged-files.ts';
import { startLibrary } from './storage/start-library.ts';
import { createStorage } from './storage/storage.ts';
import { appVersion } from './version.ts';

/** Tiles of some twenty pictures of 100 megapixels. */
const maxTileBytes = 2 * 1024 ** 3;

/**
 * Composes the program: everything below the host. Runs unchanged in Electron's main process, on the command
 * line and in tests.
 * @returns the problem, with nothing changed on disk, when the library cannot be opened
 */
export async function createCore(ports: Ports) {
  const { data } = ports.paths;
  const { emit, clock, settings } = ports;
  const started = await startLibrary(data, { now: clock.now, databaseWorker: ports.databaseWorker });
  if (!started.ok) return started;
  const { home, db } = started.value;

  const references = createReferences(db);
  const onTouched = createTouchedOriginals({
    references,
    originals: () => originals,
    creations: () => creations,
    emit,
  });
  const originals = createOriginals(home.media, references, onTouched);
  const inputs = createInputFiles(home.inputs);
  const creations = createCreationRepository(db, originals.isPresent, clock.now);
  const thumbnailStore = openThumbnailStore(home.thumbnails);
  const thumbnails = createThumbnailMaker({ store: thumbnailStore, creations, originals, emit });
  const largePictures = createLargePictures({
    cache: createTileCache(home.tiles, maxTileBytes, clock.now),
    creations,
    originals,
    log: ports.log,
  });
  const outgoing = createOutgoing({
    creations,
    originals,
    thumbnails,
    folder: join(data, 'outgoing'),
    now: clock.now,
  });
  const facets = createFacets(db);
  const organiser = createOrganiser(db, clock.now, creations.readLooks);
  const library = createLibrary({
    creations,
    marks: createMarks(db, creations.touch),
    originals,
    thumbnails,
    largePictures,
    emit,
    now: clock.now,
  });
  const looks = createLookLearner({
    creations,
    originals,
    store: thumbnailStore,
    thumbnails,
    clock,
    log: ports.log,
  });
  const stopPurging = startPurging({ library, settings, clock, log: ports.log });
  const models = createModelStore({
    db,
    catalogue: loadCatalogue(ports.paths.resources),
    now: clock.now,
    hidden: () => settings.get().hiddenModels,
  });
  const { providers, sketch, ...remote } = createProviders(ports, models.list);
  const providerSettings = createProviderSettings({ ports, providers, models, ...remote });

  const ledger = createLedger(db);
  const history = createJobHistory(db);
  const lineage = createLineage(db);
  const jobs = createJobRepository(db, { now: clock.now, history, ledger, lineage });
  const modelKeys = createModelKeys(db);
  const staged = createStagedFiles(db);
  history.prune(clock.now());
  jobs.dropUnfinished();
  await staged.rescue(originals);
  await staged.sweep(originals, creations);
  await originals.clearIncoming();
  await inputs.clearIncoming();
  const newId = createIds(clock.now, jobs.newestId());
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
    ledger,
    lineage,
    limits: defaultOutputLimits,
    impatient: ports.impatient ?? false,
    step: ports.step,
    sleep: clock.sleep,
    fetch: ports.fetch,
    log: ports.log,
    findModel: models.find,
    keyOf: modelKeys.keyOf,
    newId,
    randomSeed: () => randomInt(0, 2 ** 32),
    appVersion,
  });

  const ownFolders = [data, home.folder];
  const intake = createIntake(ports.intakeWorker);
  const watched = createWatchedRepository(db);
  const importer = createImporter({
    imports: createImportRepository(db, lineage),
    watched,
    originals,
    references,
    creations,
    thumbnails,
    staged,
    intake,
    newId,
    now: clock.now,
    after: clock.after,
    emit,
    log: ports.log,
    unsettled: (folderId, path) => watchedFolders.unsettled(folderId, path),
    ownFolders,
  });
  const watchedFolders = createWatchedFolders({ watched, importer, ownFolders, clock, emit });

  const storage = createStorage({
    data,
    library: started.value,
    creations,
    originals,
    references,
    inputs,
    intake,
    ownFolders,
    thumbnails: thumbnailStore,
    thumbnailMaker: thumbnails,
    clock,
    emit,
  });
  storage.start();
  void outgoing.sweep().catch((error: unknown) => ports.log.error('Files dragged out', error));

  return ok({
    ports,
    databasePath: home.database,
    storage,
    queue,
    importer,
    watchedFolders,
    outgoing,
    exporter: createExporter({ creations, originals, emit, now: clock.now }),
    ledger,
    library,
    organiser,
    looks,
    creations,
    facets,
    models,
    providerSettings,
    inputs,
    originals,
    thumbnails,
    thumbnailStore,
    largePictures,
    serveMedia: createMediaServer({ creations, originals, thumbnails, inputs, largePictures }),
    /** Stops work so that it can be taken up again, then closes the files. */
    async close(): Promise<void> {
      stopPurging();
      library.close();
      watchedFolders.close();
      await looks.stop();
      await importer.stop();
      await queue.stop();
      await sketch.close();
      await storage.close();
      await largePictures.close();
      await intake.close();
      thumbnailStore.close();
      db.pragma('optimize');
      db.close();
      started.value.endedWell();
      started.value.unlock();
    },
  });
}

export type Core = Extract<Awaited<ReturnType<typeof createCore>>, { ok: true }>['value'];
