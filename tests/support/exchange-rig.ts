import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventName, StudioEvents } from '../../shared/contract.ts';
import { everything } from '../../shared/domain/creation.ts';
import type { ImportRun, KeepOriginals } from '../../shared/domain/exchange.ts';
import { createIds } from '../../electron/core/db/ids.ts';
import { openDatabase } from '../../electron/core/db/open.ts';
import { createExporter } from '../../electron/core/exchange/exporter.ts';
import { createImportRepository } from '../../electron/core/exchange/import-repository.ts';
import type { WatchTiming } from '../../electron/core/exchange/folder-watch.ts';
import { createImporter } from '../../electron/core/exchange/importer.ts';
import { createIntake } from '../../electron/core/exchange/intake-client.ts';
import { createWatchedFolders } from '../../electron/core/exchange/watched-folders.ts';
import { createWatchedRepository } from '../../electron/core/exchange/watched-repository.ts';
import { createCreationRepository } from '../../electron/core/library/creation-repository.ts';
import { createLineage } from '../../electron/core/library/lineage.ts';
import { createOriginals } from '../../electron/core/media/originals.ts';
import { createReferences } from '../../electron/core/media/references.ts';
import { createTouchedOriginals } from '../../electron/core/media/touched-originals.ts';
import { createThumbnailMaker } from '../../electron/core/media/thumbnail-maker.ts';
import { openThumbnailStore } from '../../electron/core/media/thumbnails.ts';
import type { Clock } from '../../electron/core/ports.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createStagedFiles } from '../../electron/core/queue/staged-files.ts';

type RigOptions = {
  /** Files are read in a thread, as in the studio. */
  readonly threads?: boolean;
  readonly clock?: Clock;
  readonly timing?: WatchTiming;
};

/** Import and export over a real library in `folder`. Opening the same folder again is a start after a quit. */
export async function createExchangeRig(
  folder: string,
  {
    threads = false,
    clock = systemClock,
    timing = { quietMs: 20, patienceMs: 1000, retryMs: 20, rescanMs: 60_000 },
  }: RigOptions = {},
) {
  mkdirSync(folder, { recursive: true });
  const opened = await openDatabase(join(folder, 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  type Happened = { readonly name: EventName; readonly payload: unknown };
  const events: Happened[] = [];
  const listeners = new Set<(event: Happened) => void>();
  const emit = (name: EventName, payload: unknown) => {
    const event = { name, payload };
    events.push(event);
    for (const hear of listeners) hear(event);
  };
  const references = createReferences(db);
  const onTouched = createTouchedOriginals({
    references,
    originals: () => originals,
    creations: () => creations,
    emit,
  });
  const originals = createOriginals(join(folder, 'media'), references, onTouched);
  const creations = createCreationRepository(db, originals.isPresent);
  const thumbnailStore = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const thumbnails = createThumbnailMaker({ store: thumbnailStore, creations, originals, emit });
  const imports = createImportRepository(db, createLineage(db));
  const staged = createStagedFiles(db);
  const errors: unknown[] = [];
  const entry = new URL('../../electron/core/exchange/intake-worker.ts', import.meta.url);
  const intake = createIntake(threads ? entry : undefined);
  const watched = createWatchedRepository(db);
  const importer = createImporter({
    imports,
    watched,
    intake,
    references,
    originals,
    creations,
    thumbnails,
    staged,
    newId: createIds(Date.now, 0),
    now: Date.now,
    after: clock.after,
    emit,
    log: {
      info: () => undefined,
      error: (_message, cause) => `log-${errors.push(cause)}`,
    },
    unsettled: (id, path) => watchedFolders.unsettled(id, path),
    ownFolders: [folder],
  });
  const watchedFolders = createWatchedFolders({
    watched,
    importer,
    ownFolders: [folder],
    clock,
    emit,
    timing,
  });
  const ids = () => [...creations.index(everything).ids];

  return {
    db,
    originals,
    creations,
    imports,
    staged,
    importer,
    intake,
    references,
    watched,
    watchedFolders,
    thumbnails,
    thumbnailStore,
    exporter: createExporter({ creations, originals, emit, now: Date.now }),
    events,
    errors,
    thumbnail: (id: number) => thumbnailStore.get(id, 256),
    ids,
    all: () => ids().flatMap((id) => creations.get(id) ?? []),
    /** The next event of a kind that fits. */
    when<E extends EventName>(name: E, fits: (payload: StudioEvents[E]) => boolean): Promise<void> {
      return new Promise((resolve) => {
        const hear = (event: Happened) => {
          if (event.name !== name || !fits(event.payload as StudioEvents[E])) return;
          listeners.delete(hear);
          resolve();
        };
        listeners.add(hear);
      });
    },
    heard: (hear: (event: Happened) => void) => void listeners.add(hear),
    importAll: (...paths: readonly string[]) => importAs('copy', ...paths),
    referAll: (...paths: readonly string[]) => importAs('reference', ...paths),
    close(): void {
      watchedFolders.close();
      void intake.close();
      thumbnailStore.close();
      db.close();
    },
  };

  async function importAs(
    keep: KeepOriginals,
    ...paths: readonly string[]
  ): Promise<ImportRun & { readonly reasons: Record<string, string> }> {
    const id = importer.start(paths, keep);
    await importer.settled();
    const run = imports.get(id);
    if (!run) throw new Error('The import is gone');
    return {
      ...run,
      reasons: Object.fromEntries(imports.skipped(id, 0, 1000).map((file) => [file.path, file.reason])),
    };
  }
}
