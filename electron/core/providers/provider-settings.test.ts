import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { err, ok } from '../../../shared/result.ts';
import { createTestClock, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { openDatabase } from '../db/open.ts';
import { createModelStore } from '../models/model-store.ts';
import { createSettingsFile } from '../settings/settings-file.ts';
import { createProviderSettings } from './provider-settings.ts';

async function createRig(key: string | null) {
  const folder = tempFolder();
  const opened = await openDatabase(join(folder, 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const clock = createTestClock();
  const settings = createSettingsFile(join(folder, 'settings.json'));
  const models = createModelStore({
    db: opened.value,
    catalogue: [pictureModel],
    now: clock.now,
    hidden: () => [],
  });
  let asked = 0;
  const provider = scriptedProvider(new Uint8Array(), {
    listModels: async () => {
      asked += 1;
      return ok([{ ...pictureModel, parameters: [] }]);
    },
  });
  const providerSettings = createProviderSettings({
    ports: {
      clock,
      settings,
      emit: () => undefined,
      secrets: {
        get: async () => key,
        describe: async () => (key ? { hint: key.slice(-4), storage: 'memory' } : null),
        set: async () => ({ kind: 'stored', storage: 'memory' }),
        remove: async () => undefined,
      },
    },
    providers: new Map([[provider.id, provider]]),
    models,
    detectServer: async () => err(fail('server_down', 'no')),
    fetchReplicateModel: async () => err(fail('network', 'no')),
  });
  return { clock, models, providerSettings, asked: () => asked };
}

const signal = new AbortController().signal;

test('models are asked for once a day, and only from providers that are set up', async () => {
  const rig = await createRig('r8_key-0000');
  await rig.providerSettings.refreshStaleModels(signal);
  await rig.providerSettings.refreshStaleModels(signal);
  expect(rig.asked()).toBe(1);
  expect(rig.models.find(pictureModel.id)?.parameters).toEqual([]);
  rig.clock.advance(25 * 3_600_000);
  await rig.providerSettings.refreshStaleModels(signal);
  expect(rig.asked()).toBe(2);

  const without = await createRig(null);
  await without.providerSettings.refreshStaleModels(signal);
  expect(without.asked()).toBe(0);
});

test('only the last four characters of a key are told', async () => {
  const { providerSettings } = await createRig('r8_secret-wxyz');
  const replicate = (await providerSettings.list()).find((status) => status.id === 'replicate');
  expect(replicate).toMatchObject({ configured: true, keyHint: 'wxyz', keyStorage: 'memory' });
  expect(JSON.stringify(await providerSettings.list())).not.toContain('secret');
});
