import { join } from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor, protocol, session } from 'electron';
import { channels, type Notice } from '../shared/contract.ts';
import { type Core, createCore } from './core/create-core.ts';
import { describeOpenProblem } from './core/db/open.ts';
import { createEvents } from './core/events.ts';
import { createHandlers } from './core/handlers.ts';
import { createLogFile } from './core/log-file.ts';
import { dataFolder, productName } from './core/settings/data-folder.ts';
import { setAsideDamagedSettings } from './core/settings/settings-file.ts';
import { systemClock } from './core/system-clock.ts';
import { registerAppScheme } from './desktop/app-protocol.ts';
import { describeApp } from './desktop/app-info.ts';
import { linkAmong, pageOfLink } from './desktop/deep-links.ts';
import { createIpc } from './desktop/ipc.ts';
import { setMenu } from './desktop/menu.ts';
import { guardNavigation } from './desktop/navigation.ts';
import { createNotifier } from './desktop/notifications.ts';
import { appScheme } from './desktop/origin.ts';
import { restrictPermissions } from './desktop/permissions.ts';
import { createAppHandler } from './desktop/serve-app.ts';
import { guardQuit } from './desktop/quit-guard.ts';
import { createSecrets } from './desktop/safe-storage.ts';
import { createSettingsStore } from './desktop/settings-store.ts';
import { createShell } from './desktop/shell.ts';
import { followTheme } from './desktop/theme.ts';
import { createWindow, preloadPath, present } from './desktop/window.ts';

/**
 * The desktop's composition root. What must happen before Electron is ready stands at the top level and is
 * synchronous: an `await` up here would keep Electron from ever becoming ready.
 */
const folder = import.meta.dirname;
const data = dataFolder();
const resources = join(app.getAppPath(), 'resources');
let window: BrowserWindow | undefined;
let core: Core | undefined;
const quitting = new AbortController();
let firstPage = pageAsked(process.argv);

app.setName(productName);
app.setPath('userData', data);
registerAppScheme();
app.enableSandbox();
const log = createLogFile(join(data, 'logs'), Date.now);

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(start).catch(refuseToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const settingsAside = setAsideDamagedSettings(join(data, 'settings.json'), Date.now());
  const settings = createSettingsStore(data);
  const shell = createShell(() => window, settings);
  const windows = () => (window && !window.isDestroyed() ? [window] : []);
  const ipc = createIpc({ windows, log });
  const notifier = createNotifier({
    window: () => windows()[0],
    settings,
    open: () => openPage('/activity'),
  });
  const events = createEvents();
  events.onAny(ipc.emit);
  events.on('job.changed', notifier.jobChanged);
  events.on('queue.changed', notifier.queueChanged);
  followTheme(settings, events);
  const opened = await createCore({
    clock: systemClock,
    secrets: createSecrets(join(data, 'keys.json')),
    settings,
    shell,
    log,
    emit: events.emit,
    fetch: globalThis.fetch,
    paths: { data, logs: join(data, 'logs'), resources },
    sketchWorker: new URL('./sketch-worker.js', import.meta.url),
    databaseWorker: new URL('./database-worker.js', import.meta.url),
    intakeWorker: new URL('./intake-worker.js', import.meta.url),
  });
  if (!opened.ok) {
    dialog.showErrorBox('The library cannot be opened', describeOpenProblem(opened.error));
    app.exit(1);
    return;
  }
  core = opened.value;

  guardNavigation(app, (url) => shell.openExternal(url));
  restrictPermissions(session.defaultSession);
  protocol.handle(appScheme, createAppHandler(join(folder, '../renderer'), core.serveMedia));
  const notices = settingsAside ? [settingsNotice(settingsAside)] : [];
  const info = () => describeApp({ data, notices });
  ipc.serve(createHandlers(core, { info, restart }));
  setMenu(openPage);
  showWindow(firstPage);
  core.queue.start();
  core.importer.resume();
  core.watchedFolders.start();
  void core.providerSettings
    .refreshStaleModels(quitting.signal)
    .catch((error: unknown) => log.error('Models', error));
  powerMonitor.on('resume', core.queue.wake);
}

function showWindow(page: string | null): void {
  window = createWindow(preloadPath(folder), page);
}

/** Shows a page of the window, opening the window where there is none. */
function openPage(page: string | null): void {
  if (!window || window.isDestroyed()) {
    showWindow(page);
    return;
  }
  present(window);
  if (page) window.webContents.send(channels.event, 'app.navigate', { to: page });
}

/** Ends and starts again, as moving or restoring the library needs it. */
function restart(): void {
  app.relaunch();
  app.quit();
}

function pageAsked(args: readonly string[]): string | null {
  const link = linkAmong(args);
  return link === null ? null : pageOfLink(link);
}

function settingsNotice(aside: string): Notice {
  return {
    id: 'settings-damaged',
    kind: 'warning',
    text: `The settings file was damaged, so the studio started with defaults. The old file is kept as ${aside}.`,
  };
}

function refuseToStart(error: unknown): void {
  const logId = log.error('The studio could not start', error);
  dialog.showErrorBox(
    'The studio could not start',
    `The reason is in the log (${logId}) in ${join(data, 'logs')}.`,
  );
  app.exit(1);
}

app.on('second-instance', (_event, args) => {
  if (core) openPage(pageAsked(args));
});
// macOS hands links over here, at a cold start before anything is ready.
app.on('open-url', (event, link) => {
  event.preventDefault();
  if (core) openPage(pageOfLink(link));
  else firstPage = pageOfLink(link);
});
app.on('activate', () => {
  if (core && (!window || window.isDestroyed())) showWindow(null);
});
// Generation goes on without a window where the system expects programs to stay (macOS).
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

guardQuit({ app, atStake: () => core?.queue.lostByQuitting() ?? 0, stay: () => openPage(null) });

let closing = false;
app.on('will-quit', (event) => {
  if (!core || closing) return;
  closing = true;
  quitting.abort();
  event.preventDefault();
  void core.close().finally(() => app.exit(0));
});
