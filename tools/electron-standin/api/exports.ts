import { notOffered } from '../not-offered.ts';

// Everything `import { … } from 'electron'` can name in the main process. Types and documentation are Electron's own.
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { clipboard, ClipboardItem } from './clipboard.ts';
export {
  globalShortcut,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  Tray,
} from './desktop.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu, MenuItem } from './menu.ts';
export { nativeImage } from './native-image.ts';
export { nativeTheme } from './native-theme.ts';
export { net } from './net.ts';
export { safeStorage } from './safe-storage.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
export { webContents } from './web-contents.ts';

// Named, so that a bundle which imports them loads; any use throws.
export const autoUpdater = notOffered('autoUpdater');
export const BaseWindow = notOffered('BaseWindow');
export const contentTracing = notOffered('contentTracing');
export const crashReporter = notOffered('crashReporter');
export const desktopCapturer = notOffered('desktopCapturer');
export const MessageChannelMain = notOffered('MessageChannelMain');
export const netLog = notOffered('netLog');
export const systemPreferences = notOffered('systemPreferences');
export const View = notOffered('View');
export const WebContentsView = notOffered('WebContentsView');
export const webFrameMain = notOffered('webFrameMain');
