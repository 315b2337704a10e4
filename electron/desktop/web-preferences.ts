import type { WebPreferences } from 'electron';

/** Written out in full: nothing of the window's isolation is left to a default. */
export const webPreferences = {
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
} as const satisfies WebPreferences;
