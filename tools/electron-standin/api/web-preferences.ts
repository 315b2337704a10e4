import { readFileSync } from 'node:fs';
import type { WebPreferences } from 'electron';

/** Values that would undo what keeps a page away from the machine. */
const REFUSED: Readonly<Record<string, boolean>> = {
  allowRunningInsecureContent: true,
  contextIsolation: false,
  experimentalFeatures: true,
  nodeIntegration: true,
  nodeIntegrationInSubFrames: true,
  nodeIntegrationInWorker: true,
  sandbox: false,
  webSecurity: false,
  webviewTag: true,
} satisfies Partial<WebPreferences>;
/** Preferences that change nothing a spec could see. */
const HARMLESS: ReadonlySet<string> = new Set<keyof WebPreferences>([
  'additionalArguments',
  'backgroundThrottling',
  'devTools',
  'navigateOnDragDrop',
  'preload',
  'safeDialogs',
  'spellcheck',
  'v8CacheOptions',
]);

/** Throws for an unsafe preference, and for one that the stand-in does not know. */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (name in REFUSED) {
      if (value === REFUSED[name])
        throw new Error(`electron stand-in: webPreferences.${name}: ${value} is refused`);
    } else if (!HARMLESS.has(name)) {
      throw new Error(`electron stand-in: webPreferences.${name} is not offered`);
    }
  }
}

/** The preload's text; like Electron, says so and goes on without when it cannot be read. */
export function readPreload(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    console.error(`Unable to load preload script: ${file}\n${String(error)}`);
    return '';
  }
}

/** The `process` of a sandboxed preload. */
export function preloadProcess(preferences: WebPreferences): object {
  const { electron, chrome, node } = process.versions;
  return {
    type: 'renderer',
    platform: process.platform,
    arch: process.arch,
    sandboxed: true,
    contextIsolated: true,
    versions: { electron, chrome, node },
    env: {},
    argv: preferences.additionalArguments ?? [],
  };
}
