import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppInfo, Handlers } from '../../shared/contract.ts';
import { fail } from '../../shared/domain/failure.ts';
import { err, ok } from '../../shared/result.ts';
import { monthlySpend, spendCsv } from './billing/spend.ts';
import type { Core } from './create-core.ts';
import { createLibraryHandlers } from './library/handlers.ts';
import { isDiskError, messageOf } from './media/disk-error.ts';
import { isMediaFormat } from './media/formats.ts';
import { createStorageHandlers } from './storage/handlers.ts';

/** What only the host knows of itself. */
export type HostInfo = {
  readonly info: () => AppInfo;
  /** Ends the program and starts it again, once the answer to the window is on its way. */
  readonly restart?: () => void;
};

/** One function for every route of the contract: a missing or extra one does not compile. */
export function createHandlers(core: Core, host: HostInfo): Handlers {
  const { queue, library, creations, models, providerSettings, inputs, importer, exporter } = core;
  const { settings, shell, paths, emit, clock } = core.ports;
  const done = {};
  // Kept here, so that the window can ask to see it without naming a path.
  let exportedTo: string | null = null;

  return {
    'app.info': () => {
      const info = host.info();
      return { ...info, notices: [...info.notices, ...core.storage.notices] };
    },
    'app.restart': () => {
      host.restart?.();
      return { restarting: host.restart !== undefined };
    },
    'app.openExternal': async ({ url }) => ({ opened: await shell.openExternal(url) }),
    'app.revealData': async () => {
      await shell.reveal(core.databasePath);
      return done;
    },
    'app.revealLogs': async () => {
      await shell.reveal(paths.logs);
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
    'providers.setKey': async ({ provider, key, withoutKeyring }) => {
      const stored = await providerSettings.setKey(provider, key, withoutKeyring);
      queue.reconsider(provider);
      return stored;
    },
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
    'providers.setServer': async (server, { signal }) => {
      const set = await providerSettings.setServer(server, signal);
      queue.reconsider('local-server');
      return set;
    },

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
      const picked = await shell.pickFiles('pictures', 'Choose pictures', settings.get().lastFolder);
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

    'jobs.enqueue': async (requests) => {
      const enqueued = await queue.enqueue(requests);
      return enqueued.ok ? ok({ jobIds: [...enqueued.value] }) : enqueued;
    },
    'jobs.list': ({ tab, limit, after }) => [...queue.list(tab, limit, after)],
    'jobs.get': ({ id }) => queue.get(id),
    'jobs.parents': ({ id }) => [...queue.parentsOf(id)],
    'jobs.status': () => queue.status(),
    'jobs.history': ({ id }) => [...queue.history(id)],
    'jobs.cancel': async ({ ids }) => {
      await queue.cancel(ids);
      return done;
    },
    'jobs.retry': async ({ ids }) => {
      await queue.retry(ids);
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

    'billing.spend': () => ({
      months: [...monthlySpend(core.ledger, clock.now())],
      capMicros: settings.get().monthlyCapMicros,
    }),
    'billing.spendCsv': async () => {
      const csv = spendCsv(monthlySpend(core.ledger, clock.now()));
      const folder = await shell.pickFolder('Save the table to', settings.get().lastFolder);
      if (folder === null) return ok({ csv, path: null });
      const path = join(folder, `spend-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`);
      try {
        await writeFile(path, csv);
        return ok({ csv, path });
      } catch (error) {
        if (!isDiskError(error)) throw error;
        return err(fail('disk', 'no', { detail: messageOf(error) }));
      }
    },
    'billing.setCap': ({ capMicros }) => {
      emit('settings.changed', settings.set({ monthlyCapMicros: capMicros }));
      queue.reconsider(null);
      return queue.status();
    },

    ...createLibraryHandlers(core),
    'library.index': (query) => creations.index(query),
    'library.facets': () => core.facets.read(),
    'library.get': ({ id }) => creations.get(id),
    'library.many': ({ ids }) => ids.flatMap((id) => creations.get(id) ?? []),
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
        return err(fail('disk', 'no', { detail: messageOf(error) }));
      }
    },
    'library.dragOut': async ({ ids }, { signal }) => {
      const files = await core.outgoing.prepare(ids, signal);
      if (files.kind === 'refused') return { kind: files.reason === 'too_much' ? 'too_much' : 'none' };
      if (files.kind === 'failed') return files;
      // Let go meanwhile: a drag that begins now would have no button to end it.
      signal.throwIfAborted();
      const begun = shell.dragOut(files.paths, files.icon);
      return begun ? { kind: 'begun', paths: [...files.paths] } : { kind: 'none' };
    },
    'library.setPoster': async ({ id, png }) => {
      await core.thumbnails.putPoster(id, png);
      emit('library.changed', { added: [], changed: [id], removed: [] });
      return done;
    },

    'library.credentials': async ({ id }, { signal }) => {
      const ref = creations.originalOf(id);
      if (!ref || !isMediaFormat(ref.format) || !core.originals.isPresent(ref))
        return { carried: null, credentials: null };
      // Loaded when first asked for: it brings a reader of CBOR.
      const { readCredentials } = await import('./exchange/credentials/read-credentials.ts');
      return {
        credentials: null,
        ...(await readCredentials(core.originals.pathOf(ref), ref.format, signal)),
      };
    },

    'import.start': ({ paths: chosen, keep }) => ({ runId: importer.start(chosen, keep) }),
    'import.pick': async ({ kind, keep }) => {
      const startIn = settings.get().lastFolder;
      const folder = kind === 'folder' ? await shell.pickFolder('Import a folder', startIn) : null;
      if (folder !== null) settings.set({ lastFolder: folder });
      const chosen =
        kind === 'files'
          ? await shell.pickFiles('media', 'Import pictures and videos', startIn)
          : folder === null
            ? []
            : [folder];
      return { runId: chosen.length === 0 ? null : importer.start(chosen, keep) };
    },
    'import.add': ({ bytes, modifiedAt }) => importer.add(bytes, modifiedAt),
    'import.runs': () => [...importer.recent()],
    'import.cancel': ({ runId }) => {
      importer.cancel(runId);
      return done;
    },
    'import.goOn': ({ runId }) => {
      importer.goOn(runId);
      return done;
    },
    'import.skipped': ({ runId, after, limit }) => [...importer.skipped(runId, after, limit)],

    'watched.list': () => [...core.watchedFolders.list()],
    'watched.add': async ({ keep }) => {
      const folder = await shell.pickFolder('Watch a folder', settings.get().lastFolder);
      if (folder === null) return ok(null);
      settings.set({ lastFolder: folder });
      return core.watchedFolders.add(folder, keep);
    },
    'watched.setKeep': ({ id, keep }) => {
      core.watchedFolders.setKeep(id, keep);
      return done;
    },
    'watched.remove': ({ id }) => {
      core.watchedFolders.remove(id);
      return done;
    },

    'export.preview': ({ ids, options }) => exporter.preview(ids, options),
    'export.run': async ({ ids, options }, { signal }) => {
      const folder = await shell.pickFolder('Export to', settings.get().lastFolder);
      if (folder === null) return null;
      emit('settings.changed', settings.set({ lastFolder: folder, exportOptions: options }));
      exportedTo = folder;
      return exporter.run(ids, folder, options, signal);
    },
    'export.reveal': async () => ({ revealed: exportedTo !== null && (await shell.reveal(exportedTo)) }),

    ...createStorageHandlers(core),
  };
}
