import { stat, statfs } from 'node:fs/promises';
import type { AppInfo, Handlers } from '../../shared/contract.ts';
import { fail } from '../../shared/domain/failure.ts';
import { err, ok } from '../../shared/result.ts';
import type { Core } from './create-core.ts';
import { isDiskError } from './queue/store-outputs.ts';

/** What only the host knows of itself. */
export type HostInfo = {
  readonly info: () => AppInfo;
};

/** One function for every route of the contract: a missing or extra one does not compile. */
export function createHandlers(core: Core, host: HostInfo): Handlers {
  const { queue, library, creations, models, providerSettings, inputs } = core;
  const { settings, shell, paths, emit, clock } = core.ports;
  const done = {};

  return {
    'app.info': () => host.info(),
    'app.openExternal': async ({ url }) => ({ opened: await shell.openExternal(url) }),
    'app.revealData': async () => {
      await shell.reveal(core.databasePath);
      return done;
    },
    'app.cancel': ({ requestId }, { cancel }) => {
      cancel(requestId);
      return done;
    },

    'settings.get': () => settings.get(),
    'settings.set': (patch) => {
      const next = settings.set(patch);
      emit('settings.changed', next);
      return next;
    },

    'providers.list': () => providerSettings.list(),
    'providers.setKey': ({ provider, key, withoutKeyring }) =>
      providerSettings.setKey(provider, key, withoutKeyring),
    'providers.testKey': ({ provider }, { signal }) => providerSettings.testKey(provider, signal),
    'providers.removeKey': async ({ provider }) => {
      await providerSettings.removeKey(provider);
      return done;
    },
    'providers.acknowledge': ({ provider }) => {
      providerSettings.acknowledge(provider);
      return done;
    },
    'providers.detectServer': ({ address }, { signal }) => providerSettings.detectServer(address, signal),
    'providers.setServer': (server, { signal }) => providerSettings.setServer(server, signal),

    'models.list': () => [...models.list()],
    'models.refresh': (_, { signal }) => providerSettings.refreshModels(signal),
    'models.setHidden': ({ id, hidden }) => {
      providerSettings.setModelHidden(id, hidden);
      return done;
    },
    'models.addReplicate': ({ slug }, { signal }) => providerSettings.addReplicateModel(slug, signal),
    'models.remove': ({ id }) => {
      providerSettings.removeModel(id);
      return done;
    },

    'inputs.add': ({ bytes }) => inputs.add(bytes),
    'inputs.addFromCreation': async ({ id }) => {
      const ref = creations.originalOf(id);
      if (!ref || !core.originals.isPresent(ref)) {
        return err(fail('invalid_input', 'no', { detail: 'The file of this creation is missing.' }));
      }
      return inputs.addFile(core.originals.pathOf(ref));
    },
    'inputs.pick': async () => {
      const picked = await shell.pickImages('Choose pictures', settings.get().lastFolder);
      const added = await Promise.all(picked.map((path) => inputs.addFile(path)));
      for (const result of added) {
        if (result.ok) continue;
        emit('app.notice', {
          id: `input-${clock.now()}`,
          kind: 'error',
          text: result.error.detail ?? 'The file could not be read.',
        });
      }
      return added.flatMap((result) => (result.ok ? [result.value] : []));
    },

    'jobs.enqueue': (requests) => {
      const enqueued = queue.enqueue(requests);
      return enqueued.ok ? ok({ jobIds: [...enqueued.value] }) : enqueued;
    },
    'jobs.list': ({ tab, limit, after }) => [...queue.list(tab, limit, after)],
    'jobs.get': ({ id }) => queue.get(id),
    'jobs.status': () => queue.status(),
    'jobs.cancel': ({ ids }) => {
      queue.cancel(ids);
      return done;
    },
    'jobs.retry': ({ ids }) => {
      queue.retry(ids);
      return done;
    },
    'jobs.move': ({ id, before }) => {
      queue.move(id, before);
      return done;
    },
    'jobs.runNext': ({ id }) => {
      queue.runNext(id);
      return done;
    },
    'jobs.pause': ({ provider, paused }) => queue.pause(provider, paused),
    'jobs.clear': ({ ids }) => {
      queue.clear(ids);
      return done;
    },

    'library.index': (query) => creations.index(query),
    'library.facets': () => core.facets.read(clock.now()),
    'library.get': ({ id }) => creations.get(id),
    'library.many': ({ ids }) => ids.flatMap((id) => creations.get(id) ?? []),
    'library.favourite': ({ ids, value }) => {
      library.favourite(ids, value);
      return done;
    },
    'library.trash': ({ ids, value }) => {
      library.trash(ids, value);
      return done;
    },
    'library.erase': async ({ ids }) => ({ erased: await library.erase(ids) }),
    'library.reveal': async ({ id }) => {
      const ref = creations.originalOf(id);
      return { revealed: ref !== null && (await shell.reveal(core.originals.pathOf(ref))) };
    },
    'library.saveCopies': async ({ ids }) => {
      const folder = await shell.pickFolder('Save copies to', settings.get().lastFolder);
      if (folder === null) return ok(null);
      settings.set({ lastFolder: folder });
      try {
        return ok({ saved: await library.saveCopies(ids, folder), folder });
      } catch (error) {
        if (!isDiskError(error)) throw error;
        return err(fail('disk', 'no', { detail: error instanceof Error ? error.message : String(error) }));
      }
    },
    'library.setPoster': async ({ id, png }) => {
      await core.thumbnails.putPoster(id, png);
      emit('library.changed', { added: [], changed: [id], removed: [] });
      return done;
    },

    'storage.use': async () => {
      let originalsBytes = 0;
      for await (const file of core.originals.files()) originalsBytes += file.sizeBytes;
      const [database, disk] = await Promise.all([
        stat(core.databasePath),
        statfs(paths.data).catch(() => null),
      ]);
      return {
        originalsBytes,
        thumbnailsBytes: core.thumbnailStore.sizeBytes(),
        databaseBytes: database.size,
        inputsBytes: await inputs.sizeBytes(),
        freeBytes: disk ? disk.bavail * disk.bsize : null,
      };
    },
    'storage.check': (_, { signal }) => library.check(signal),
    'storage.rebuildThumbnails': () => ({ removed: core.thumbnails.clear() }),
  };
}
