import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const STANDIN = join(import.meta.dirname, 'electron-standin');
const DOWNLOAD_LIMIT_MS = 300_000;

interface ElectronPath {
  /** Electron's executable. */
  readonly path: string;
  readonly isStandin: boolean;
}

/**
 * Electron's executable: the real one when it is installed or can be downloaded, else the stand-in.
 * Sets ELECTRON_OVERRIDE_DIST_PATH for this process and its children: Electron's own package and Playwright honour it.
 * @param options.download false: do not try to download a missing Electron
 */
export function electronPath({ download = true }: { readonly download?: boolean } = {}): ElectronPath {
  const require = createRequire(import.meta.url);
  const packageDir = dirname(require.resolve('electron/package.json'));
  const isInstalled = () => existsSync(join(packageDir, 'dist', 'version'));
  if (!process.env['ELECTRON_OVERRIDE_DIST_PATH'] && !isInstalled()) {
    if (download) {
      const installer = join(packageDir, 'install.js');
      spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS });
    }
    if (!isInstalled()) useStandin();
  }
  const isStandin = process.env['ELECTRON_OVERRIDE_DIST_PATH'] === STANDIN;
  const path: string = require('electron');
  return { path, isStandin };
}

function useStandin(): void {
  if (process.platform === 'win32') {
    throw new Error(
      'Electron is not installed and could not be downloaded; its stand-in does not run on Windows.',
    );
  }
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = STANDIN;
  // About says on what it runs.
  process.env['VIDEOPICAI_HOST'] = 'stand-in';
  console.error("Electron is not installed: using the stand-in (Node and this machine's Chromium).");
}
