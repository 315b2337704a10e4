import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from './origin.ts';
import { webPreferences } from './web-preferences.ts';

const background = { dark: '#0e0f12', light: '#f7f7f8' };

/**
 * @param preload path of the built preload script
 * @param page where to start, such as `/library`; null: where the window starts by itself
 */
export function createWindow(preload: string, page: string | null): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'VideoPicAI Studio',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: { ...webPreferences, preload },
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  void window.loadURL(`${appOrigin}/${page ? `#${page}` : ''}`);
  return window;
}

/** A crashed page comes back by itself, but not for ever: three times a minute. */
function reloadAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length <= 3) window.webContents.reload();
  });
}

export function preloadPath(mainFolder: string): string {
  return join(mainFolder, '../preload/preload.cjs');
}

/** Brings the window to the front, from the dock, the taskbar or a second start. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
