import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const REMEDIES =
  'No Chromium was found. Install one (Debian, Ubuntu: sudo apt-get install chromium; elsewhere: npx playwright install chromium) or name it in CHROMIUM_PATH.';

/** A Chromium of this machine: CHROMIUM_PATH, then Playwright's own where it is installed, then the system's. */
export function browserPath(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? playwrightBrowser() ?? systemBrowser();
}

/** The same for whoever must not wait for Playwright to load unless it is the only source. */
export function findBrowser(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? systemBrowser() ?? playwrightBrowser();
}

/**
 * A Chromium in any case: where there is none and the system has apt-get, it is installed.
 * Throws with the remedies when that is impossible.
 */
export function ensureBrowser(): string {
  const found = findBrowser() ?? (installBrowser() ? systemBrowser() : undefined);
  if (found === undefined) throw new Error(REMEDIES);
  return found;
}

function playwrightBrowser(): string | undefined {
  const require = createRequire(import.meta.url);
  const { chromium }: typeof import('@playwright/test') = require('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function systemBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...usualPlaces()].find(isExecutable);
}

/** Where browsers live on systems that do not put them on PATH. */
function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== 'win32') return [];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
    (name) => process.env[name] ?? [],
  );
  return roots.flatMap((root) => [
    join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** True when Debian's chromium could be installed; asks for no password. */
function installBrowser(): boolean {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true']).status !== 0) return false;
  console.error('No Chromium was found: installing it with apt-get (a few minutes).');
  const apt = (...args: string[]) => {
    const [command = '', ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  return apt('update') && apt('install', '-y', 'chromium');
}
