import { stat, statfs } from 'node:fs/promises';
import type { Handlers } from '../../../shared/contract.ts';
import { ok } from '../../../shared/result.ts';
import type { Core } from '../create-core.ts';

type StorageRoute = Extract<keyof Handlers, `storage.${string}`>;

/** The routes of this room. */
export function createStorageHandlers(core: Core): Pick<Handlers, StorageRoute> {
  const { storage, originals, inputs, thumbnails, thumbnailStore, largePictures } = core;
  const { settings, shell } = core.ports;

  return {
    'storage.use': async () => {
      let originalsBytes = 0;
      for await (const file of originals.files()) originalsBytes += file.sizeBytes;
      // The newest changes are in the log until it is written back.
      const [database, log, disk] = await Promise.all([
        stat(core.databasePath),
        stat(`${core.databasePath}-wal`).catch(() => null),
        statfs(originals.folder).catch(() => null),
      ]);
      return {
        originalsBytes,
        thumbnailsBytes: thumbnailStore.sizeBytes() + (await largePictures.sizeBytes()),
        databaseBytes: database.size + (log?.size ?? 0),
        inputsBytes: await inputs.sizeBytes(),
        freeBytes: disk ? disk.bavail * disk.bsize : null,
      };
    },
    'storage.check': (_, { signal }) => storage.check(signal),
    'storage.repair': (_, { signal }) => storage.repair(signal),
    'storage.rebuildThumbnails': async () => {
      await largePictures.clear();
      return { removed: thumbnails.clear() };
    },
    'storage.examine': ({ id }) => storage.examine(id),
    'storage.locate': async ({ damaged }, { signal }) => {
      const folder = await shell.pickFolder('Look for missing files in', settings.get().lastFolder);
      if (folder === null) return ok(null);
      settings.set({ lastFolder: folder });
      return storage.locate(folder, damaged, signal);
    },
    'storage.references': () => storage.references(),
    'storage.copyReferences': () => {
      storage.copyReferences();
      return storage.references();
    },
    'storage.cancelCopies': async () => {
      await storage.callOffCopies();
      return storage.references();
    },
    'storage.backup': () => storage.backUp(),
    'storage.backups': () => storage.backups(),
    'storage.restore': ({ name }) => storage.restore(name),
    'storage.move': async ({ folder }) => {
      const chosen = folder ?? (await shell.pickFolder('Move the library to', settings.get().lastFolder));
      return chosen === null ? ok(null) : storage.move(chosen);
    },
    'storage.moveStatus': () => storage.moveStatus(),
    'storage.cancelMove': () => storage.callOffMove(),
  };
}
