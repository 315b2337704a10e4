import { dirname } from 'node:path';
import { type BrowserWindow, dialog, nativeImage, shell } from 'electron';
import type { SettingsStore, Shell } from '../core/ports.ts';
import { createDragOut } from './drag-out.ts';
import { openExternalLink } from './external-links.ts';

const imageEndings = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif'];
const videoEndings = ['mp4', 'm4v', 'mov', 'webm'];
const filters = {
  pictures: [{ name: 'Pictures', extensions: imageEndings }],
  media: [{ name: 'Pictures and videos', extensions: [...imageEndings, 'svg', ...videoEndings] }],
};

/** Dialogs start where the last one ended: since Electron 43 they forget. */
export function createShell(window: () => BrowserWindow | undefined, settings: SettingsStore): Shell {
  async function pick(options: Electron.OpenDialogOptions): Promise<readonly string[]> {
    const parent = window();
    const picked = parent
      ? await dialog.showOpenDialog(parent, options)
      : await dialog.showOpenDialog(options);
    return picked.canceled ? [] : picked.filePaths;
  }

  return {
    openExternal: (url) => openExternalLink(url, (address) => shell.openExternal(address)),

    async reveal(path) {
      shell.showItemInFolder(path);
      return true;
    },

    dragOut: createDragOut(
      () => window()?.webContents,
      (png) => nativeImage.createFromBuffer(png),
    ),

    async pickFolder(title, startIn) {
      const [folder] = await pick({
        title,
        properties: ['openDirectory', 'createDirectory'],
        ...(startIn ? { defaultPath: startIn } : {}),
      });
      return folder ?? null;
    },

    async pickFiles(what, title, startIn) {
      const paths = await pick({
        title,
        properties: ['openFile', 'multiSelections'],
        filters: filters[what],
        ...(startIn ? { defaultPath: startIn } : {}),
      });
      const [first] = paths;
      if (first) settings.set({ lastFolder: dirname(first) });
      return paths;
    },
  };
}
