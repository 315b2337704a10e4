import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changeSettings,
  defaultSettings,
  parseSettings,
  settingsPatch,
} from '../../../shared/domain/settings.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { dataFolder } from './data-folder.ts';
import { createSettingsFile, setAsideDamagedSettings } from './settings-file.ts';

test('changes are on disk at once and read again', () => {
  const path = join(tempFolder(), 'settings.json');
  createSettingsFile(path).set({ theme: 'light', lastFolder: '/pictures' });
  expect(createSettingsFile(path).get()).toEqual({
    ...defaultSettings,
    theme: 'light',
    lastFolder: '/pictures',
  });
  expect(readdirSync(join(path, '..'))).toEqual(['settings.json']);
});

test('a damaged file is kept aside, a good one is left alone', () => {
  const folder = tempFolder();
  const path = join(folder, 'settings.json');
  expect(setAsideDamagedSettings(path, 1)).toBeNull();
  writeFileSync(path, '{"theme":"light"');
  const aside = setAsideDamagedSettings(path, 42);
  expect(aside).toBe(join(folder, 'settings.damaged-42.json'));
  expect(readFileSync(aside ?? '', 'utf8')).toBe('{"theme":"light"');
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, '{}');
  expect(setAsideDamagedSettings(path, 43)).toBeNull();
});

test('one wrong field costs that field alone', () => {
  expect(parseSettings({ theme: 'purple', gridRowHeight: 300, notifications: 'yes' })).toEqual({
    ...defaultSettings,
    gridRowHeight: 300,
  });
});

test('whatever a file holds, settings come out whole', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(parseSettings(JSON.parse(json))).toMatchObject({ railCollapsed: expect.any(Boolean) });
    }),
  );
});

test('a patch changes what it names and nothing else', () => {
  const before = { ...defaultSettings, gridRowHeight: 300, welcomed: true };
  expect(changeSettings(before, settingsPatch.parse({ theme: 'dark' }))).toEqual({
    ...before,
    theme: 'dark',
  });
  expect(changeSettings(before, { theme: undefined })).toEqual(before);
  expect(settingsPatch.parse({ acknowledgedProviders: ['openai'] })).toEqual({});
});

test('app and command line agree on the folder', () => {
  expect(dataFolder({ VIDEOPICAI_DATA: '/x' }, 'linux', '/home/a')).toBe('/x');
  expect(dataFolder({}, 'linux', '/home/a')).toBe('/home/a/.config/VideoPicAI Studio');
  expect(dataFolder({ XDG_CONFIG_HOME: '/c' }, 'linux', '/home/a')).toBe('/c/VideoPicAI Studio');
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/VideoPicAI Studio');
});
