import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFakeElectron } from './fake-electron.ts';
import { checkFuses } from './fuses.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fuses-'));
  writeFakeElectron(folder, '45.0.0');
});
afterEach(() => rmSync(folder, { recursive: true }));

const failures = async () =>
  (await checkFuses(join(folder, 'electron')))
    .filter((check) => check.detail !== undefined)
    .map((check) => `${check.name}: ${check.detail}`);

test('an executable with every fuse on fails where one must be off', async () => {
  expect(await failures()).toEqual([
    'fuse RunAsNode is off: it is ENABLE',
    'fuse EnableNodeOptionsEnvironmentVariable is off: it is ENABLE',
    'fuse EnableNodeCliInspectArguments is off: it is ENABLE',
    'fuse LoadBrowserProcessSpecificV8Snapshot is off: it is ENABLE',
    'fuse GrantFileProtocolExtraPrivileges is off: it is ENABLE',
  ]);
});

test('the fuses that were turned are read back from the executable', async () => {
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
  expect(await failures()).toEqual(['fuse OnlyLoadAppFromAsar is on: it is DISABLE']);
});
