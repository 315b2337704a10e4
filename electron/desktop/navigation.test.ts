import { expect, test } from 'vitest';
import { openExternalLink } from './external-links.ts';
import { isOwnAddress } from './origin.ts';
import { isGranted } from './permissions.ts';
import { webPreferences } from './web-preferences.ts';

test.each([
  ['app://studio/', true],
  ['app://studio/index.html#/create', true],
  ['app://studio.evil/', false],
  ['app://evil@studio/', false],
  ['app://other/', false],
  ['https://studio/', false],
  ['https://example.com/?app://studio/', false],
  ['file:///etc/passwd', false],
  ['about:blank', false],
  ['data:text/html,x', false],
  ['javascript:alert(1)', false],
  ['', false],
])('%s is ours: %s', (address, ours) => {
  expect(isOwnAddress(address)).toBe(ours);
});

test.each([
  ['https://replicate.com/account', true],
  ['http://replicate.com/', false],
  ['file:///etc/passwd', false],
  ['ms-settings:privacy', false],
  ['javascript:alert(1)', false],
  ['https://user:pass@example.com/', false],
  ['not an address', false],
])('%s opens in the browser: %s', async (address, opens) => {
  const opened: string[] = [];
  expect(await openExternalLink(address, async (url) => opened.push(url))).toBe(opens);
  expect(opened).toHaveLength(opens ? 1 : 0);
});

test('two permissions, for our own pages only', () => {
  const asked = [
    'fullscreen',
    'clipboard-sanitized-write',
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'hid',
    'usb',
    'serial',
    'display-capture',
    'idle-detection',
    'unknown',
  ];
  expect(asked.filter((permission) => isGranted(permission, 'app://studio/'))).toEqual([
    'fullscreen',
    'clipboard-sanitized-write',
  ]);
  expect(asked.filter((permission) => isGranted(permission, 'https://example.com/'))).toEqual([]);
});

test('the window is isolated, word for word', () => {
  expect(webPreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    v8CacheOptions: 'bypassHeatCheck',
  });
});
