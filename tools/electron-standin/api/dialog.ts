import { isHeadless } from '../host.ts';
import { strict } from '../not-offered.ts';
import { record } from '../recorded.ts';
import { BrowserWindow } from './browser-window.ts';

interface FileOptions {
  readonly title?: string;
  readonly defaultPath?: string;
}

interface MessageOptions {
  readonly cancelId?: number;
  readonly defaultId?: number;
}
/** Electron's dialogs take an optional window first. */
type Arguments<O> = readonly [options?: O] | readonly [window: BrowserWindow | null, options: O];

function optionsOf<O extends object>(args: Arguments<O>): O | undefined {
  return args.length === 2 ? args[1] : args[0];
}

/** Headless, nobody can answer: cancelled. With a display, Chromium's own prompt asks for a path. */
async function askPath(fallbackTitle: string, { title = fallbackTitle, defaultPath = '' }: FileOptions = {}) {
  const window = isHeadless() ? null : BrowserWindow.getFocusedWindow();
  const question = `prompt(${JSON.stringify(title)}, ${JSON.stringify(defaultPath)})`;
  const answer = await window?.webContents.executeJavaScript(question);
  return typeof answer === 'string' ? answer : '';
}

/** Specs replace these in the main process, on real Electron as well: `dialog.showOpenDialog = async () => …`. */
export const dialog = strict('dialog', {
  async showOpenDialog(...args: Arguments<FileOptions>) {
    record('dialog.showOpenDialog', optionsOf(args));
    const path = await askPath('Full path of the file to open', optionsOf(args));
    return { canceled: path === '', filePaths: path === '' ? [] : [path] };
  },
  async showSaveDialog(...args: Arguments<FileOptions>) {
    record('dialog.showSaveDialog', optionsOf(args));
    const filePath = await askPath('Full path to save as', optionsOf(args));
    return { canceled: filePath === '', filePath };
  },
  /** Answers with the cancelling button, else the default one, else the first. */
  showMessageBox(...args: Arguments<MessageOptions>) {
    record('dialog.showMessageBox', optionsOf(args));
    const { cancelId, defaultId } = optionsOf(args) ?? {};
    return Promise.resolve({ response: cancelId ?? defaultId ?? 0, checkboxChecked: false });
  },
  showErrorBox(title: string, content: string) {
    record('dialog.showErrorBox', title, content);
    console.error(`${title}: ${content}`);
  },
});
