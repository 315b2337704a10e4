import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Chromium } from './chromium/chromium.ts';
import { CommandLine } from './command-line.ts';

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
}

/** What this process was launched with. Electron's API is a set of process-wide objects, hence this one too. */
interface Host {
  appPath: string;
  manifest: Manifest;
  commandLine: CommandLine;
  chromium: Chromium | undefined;
}

export const host: Host = {
  appPath: '.',
  manifest: {},
  commandLine: new CommandLine(),
  chromium: undefined,
};

/** Reads the app's package.json. Throws when the folder has none. */
export function setHost(appPath: string, switches: readonly string[]): void {
  host.appPath = resolve(appPath);
  host.manifest = JSON.parse(readFileSync(join(host.appPath, 'package.json'), 'utf8'));
  host.commandLine = new CommandLine(switches);
}

export function chromium(): Chromium {
  if (!host.chromium) throw new Error('electron stand-in: Chromium runs only after the app is ready');
  return host.chromium;
}

/** True when no window can be shown, or none is wanted. */
export function isHeadless(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, ELECTRON_STANDIN_HEADLESS } = process.env;
  if (ELECTRON_STANDIN_HEADLESS) return true;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
}
