import { join } from 'node:path';
import type { EventName, StudioEvents } from '../../shared/contract.ts';
import { everything } from '../../shared/domain/creation.ts';
import type { ImportRun } from '../../shared/domain/exchange.ts';
import { createIds } from '../../electron/core/db/ids.ts';
import { openDatabase } from '../../electron/core/db/open.ts';
import { createExporter } from '../../electron/core/exchange/exporter.ts';
import { createImportRepository } from '../../electron/core/exchange/import-repository.ts';
import { createImporter } from '../../electron/core/exchange/importer.ts';
import { createCreationRepository } from '../../electron/core/library/creation-repository.ts';
import { createLineage } from '../../electron/core/library/lineage.ts';
import { createOriginals } from '../../electron/core/media/originals.ts';
import { createThumbnailMaker } from '../../electron/core/media/thumbnail-maker.ts';
import { openThumbnailStore } from '../../electron/core/media/thumbnails.ts';
import { createStagedFiles } from '../../electron/core/queue/staged-files.ts';

/** Import and export over a real library in `folder`. Opening the same folder again is a start after a quit. */
export async function createExchangeRig(folder: string) {
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
  const originals = createOriginals(join(folder, 'media'));
  const creations = createCreationRepository(db, originals.isPresent);
  const thumbnailStore = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const thumbnails = createThumbnailMaker({ store: thumbnailStore, creations, originals, emit });
  const imports = createImportRepository(db, createLineage(db));
  const staged = createStagedFiles(db);
  const errors: unknown[] = [];
  const importer = createImporter({
    imports,
    originals,
    creations,
    thumbnails,
    staged,
    newId: createIds(Date.now, 0),
    now: Date.now,
    emit,
    log: {
      info: () => undefined,
      error: (_message, cause) => `log-${errors.push(cause)}`,
    },
    ownFolders: [folder],
  });
  const ids = () => [...creations.index(everything).ids];

  return {
    db,
    originals,
    creations,
    imports,
    staged,
    importer,
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
    async importAll(
      ...paths: readonly string[]
    ): Promise<ImportRun & { readonly reasons: Record<string, string> }> {
      const id = importer.start(paths);
      await importer.settled();
      const run = imports.get(id);
      if (!run) throw new Error('The import is gone');
      return {
        ...run,
        reasons: Object.fromEntries(imports.skipped(id, 0, 1000).map((file) => [file.path, file.reason])),
      };
    },
    close(): void {
      thumbnailStore.close();
      db.close();
    },
  };
}
