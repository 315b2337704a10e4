import { EventEmitter } from 'node:events';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WebContents as ElectronWebContents, WebPreferences } from 'electron';
import { pageScripts } from '../chromium/page-scripts.ts';
import { PageTarget } from '../chromium/page-target.ts';
import { emitStoppable } from '../events.ts';
import { host } from '../host.ts';
import { strict } from '../not-offered.ts';
import { record, recorder } from '../recorded.ts';
import { app } from './app.ts';
import { ipcMain, type IpcEvent } from './ipc-main.ts';
import { NativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { PAGE_TOKEN, PageIpc, PRELOAD_WORLD, type OpenWish } from './page-ipc.ts';
import { PageRequests, type Navigation } from './page-requests.ts';
import { originOf, schemes } from './schemes.ts';
import { defaultSession, permissions } from './session.ts';
import { checkPreferences, preloadProcess, readPreload } from './web-preferences.ts';

/** What a page needs of its window. */
export interface PageOwner {
  readonly width: number;
  readonly height: number;
  firstPaint(): void;
  gone(): void;
  close(): void;
  openWindow(url: string, options: object): void;
}
type OpenHandler = (
  details: OpenWish & { disposition: string },
) => { action: 'deny' } | { action: 'allow'; overrideBrowserWindowOptions?: object };
type Offered = Pick<ElectronWebContents, 'id' | 'loadURL' | 'send' | 'getURL' | 'isDestroyed' | 'close'>;

export class WebContents extends EventEmitter implements Offered {
  static readonly all = new Set<WebContents>();
  private static lastId = 0;
  readonly id = ++WebContents.lastId;
  readonly session = defaultSession;
  readonly mainFrame = strict('webFrameMain', {
    url: '',
    origin: 'null',
    parent: null,
    routingId: 1,
    processId: 1,
  });
  targetId = '';
  private readonly owner: PageOwner;
  private readonly page: Promise<PageTarget>;
  private openHandler: OpenHandler = () => ({ action: 'allow' });
  private ipc: PageIpc | undefined;
  /** What loadURL or reload asked for: these do not ask will-navigate. */
  private expected: string | undefined;
  private loading = false;
  private destroyed = false;

  constructor(owner: PageOwner, preferences: WebPreferences) {
    super();
    checkPreferences(preferences);
    this.owner = owner;
    // oxlint-disable-next-line no-constructor-return -- every holder must have the strict object
    const self = strict('webContents', this);
    WebContents.all.add(self);
    this.page = self.attach(preferences); // so that `this` is the strict object everywhere
    this.page.catch((error: Error) => {
      if (!this.destroyed) console.error('electron stand-in:', error);
    });
    return self;
  }

  private async attach(preferences: WebPreferences): Promise<PageTarget> {
    const page = await PageTarget.open(this.owner.width, this.owner.height);
    this.targetId = page.targetId;
    const requests = new PageRequests(page, {
      webContentsId: this.id,
      mayNavigate: (navigation) => this.mayNavigate(navigation, page),
    });
    this.listen(page, requests);
    const scripts = pageScripts(PAGE_TOKEN, readPreload(preferences.preload), preloadProcess(preferences));
    await Promise.all([
      page.send('Page.enable'),
      page.send('Runtime.enable'),
      page.send('Inspector.enable'),
      page.send('Runtime.addBinding', { name: PAGE_TOKEN, executionContextName: PRELOAD_WORLD }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
      page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preload,
        worldName: PRELOAD_WORLD,
      }),
      page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      requests.intercept(page.sessionId),
      nativeTheme.show(page),
    ]);
    return page;
  }

  private listen(page: PageTarget, requests: PageRequests): void {
    page.onGone(() => this.owner.gone());
    this.ipc = new PageIpc(page, {
      event: () => this.ipcEvent(),
      onSend: (event, channel, args) => {
        this.emit('ipc-message', event, channel, ...args);
        ipcMain.emit(channel, event, ...args);
      },
      onOpen: (wish) => this.open(wish),
      onPreloadError: (error) => this.emit('preload-error', {}, '', error),
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      const url = schemes.toApp(frame.url);
      Object.assign(this.mainFrame, { url, origin: originOf(url) });
      this.expected = undefined;
      this.emit('did-navigate', {}, url, 200, 'OK');
    });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== page.frameId) return;
      this.mainFrame.url = schemes.toApp(url);
      this.emit('did-navigate-in-page', {}, this.mainFrame.url, true);
    });
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    page.on('Page.loadEventFired', () => {
      this.loading = false;
      this.emit('did-finish-load', {});
      this.owner.firstPaint();
    });
    page.on('Page.windowOpen', ({ url, windowName }) =>
      this.open({ url, frameName: windowName, features: '' }),
    );
    page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const isFrame = targetInfo.type === 'iframe';
      const intercepted = isFrame ? requests.intercept(sessionId) : Promise.resolve();
      const going = intercepted.then(() => page.send('Runtime.runIfWaitingForDebugger', {}, sessionId));
      going.catch(() => {}); // the frame or worker has gone already
    });
    page.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = args.map(({ value, description }) => String(value ?? description)).join(' ');
      this.emit('console-message', { level: type, message, frame: this.mainFrame });
    });
    page.on('Inspector.targetCrashed', () => {
      const details = { reason: 'crashed', exitCode: 1 };
      this.emit('render-process-gone', {}, details);
      app.emit('render-process-gone', {}, this, details);
    });
  }

  private mayNavigate({ url, frameId, isRedirect }: Navigation, page: PageTarget): boolean {
    const isMainFrame = frameId === page.frameId;
    if (isMainFrame && this.expected === url) return true;
    const details = { url, isSameDocument: false, isMainFrame, frame: isMainFrame ? this.mainFrame : null };
    if (isRedirect) return !emitStoppable(this, 'will-redirect', details, url);
    if (emitStoppable(this, 'will-frame-navigate', details)) return false;
    return !isMainFrame || !emitStoppable(this, 'will-navigate', details, url);
  }

  private ipcEvent(): IpcEvent {
    const reply = (channel: string, ...args: unknown[]) => this.send(channel, ...args);
    return {
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: 1,
      ports: [],
      reply,
    };
  }

  private open({ url, frameName, features }: OpenWish): void {
    const address = schemes.toApp(url);
    const answer = this.openHandler({ url: address, frameName, features, disposition: 'new-window' });
    if (answer.action === 'allow') this.owner.openWindow(address, answer.overrideBrowserWindowOptions ?? {});
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  /** Rejects as in Electron when the address cannot be shown. */
  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    await permissions.apply(url, this);
    this.expected = asRequested(url);
    this.loading = true;
    this.emit('did-start-loading', {});
    const loaded = new Promise<void>((resolve) => {
      this.once('did-finish-load', () => resolve());
    });
    const { errorText } = await page.send('Page.navigate', { url: schemes.toPage(url) });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText} (-2) loading '${url}'`);
    }
    await loaded;
  }
  async loadFile(path: string): Promise<void> {
    await this.loadURL(pathToFileURL(isAbsolute(path) ? path : join(host.appPath, path)).href);
  }
  reload(): void {
    this.expected = asRequested(this.getURL());
    void this.page.then((page) => page.send('Page.reload'));
  }

  /** Throws for a destroyed page, as Electron does: a common bug. */
  send(channel: string, ...args: unknown[]): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    this.ipc?.send(channel, args);
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return await (await this.page).evaluate(code);
  }
  async capturePage(): Promise<NativeImage> {
    const { data } = await (await this.page).send('Page.captureScreenshot', { format: 'png' });
    return new NativeImage(Buffer.from(data, 'base64'));
  }
  startDrag(item: { readonly file: string; readonly icon?: unknown }): void {
    if (!item.icon) throw new TypeError("Must specify non-empty 'icon' option");
    record('webContents.startDrag', item);
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  isLoading(): boolean {
    return this.loading;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  readonly focus = recorder('webContents.focus', undefined);
  readonly openDevTools = recorder('webContents.openDevTools', undefined);
  readonly closeDevTools = recorder('webContents.closeDevTools', undefined);
  readonly setZoomFactor = recorder('webContents.setZoomFactor', undefined);
  readonly setVisualZoomLevelLimits = recorder('webContents.setVisualZoomLevelLimits', Promise.resolve());
  readonly setBackgroundThrottling = recorder('webContents.setBackgroundThrottling', undefined);

  close(): void {
    this.owner.close();
  }
  /** Called by the window when it goes. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    WebContents.all.delete(this);
    void this.page.then((page) => page.close()).catch(() => {}); // it was never opened
    this.emit('destroyed', {});
  }
}

/** An address as Chromium will ask for it: normal form, without its fragment. */
function asRequested(url: string): string {
  const parsed = URL.parse(schemes.toPage(url));
  if (!parsed) return url;
  parsed.hash = '';
  return schemes.toApp(parsed.href);
}

const find = (is: (one: WebContents) => boolean) => [...WebContents.all].find(is);

export const webContents = strict('webContents', {
  getAllWebContents: () => [...WebContents.all],
  fromId: (id: number) => find((one) => one.id === id),
  fromDevToolsTargetId: (targetId: string) => find((one) => one.targetId === targetId),
});
