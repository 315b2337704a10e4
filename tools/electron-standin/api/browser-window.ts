import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { emitStoppable } from '../events.ts';
import { strict } from '../not-offered.ts';
import { recorder } from '../recorded.ts';
import { openWindows } from '../registry.ts';
import { app } from './app.ts';
import { WebContents, type PageOwner } from './web-contents.ts';

/** A window's state is kept and its events are sent; without a window manager nothing of it is seen. */
export class BrowserWindow extends EventEmitter {
  private static readonly all = new Set<BrowserWindow>();
  private static focused: BrowserWindow | undefined;
  private static lastId = 0;
  readonly id = ++BrowserWindow.lastId;
  readonly webContents: WebContents;
  title: string;
  private bounds: Rectangle;
  private visible: boolean;
  private shownOnce = false;
  private destroyed = false;
  private state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal';

  static getAllWindows(): BrowserWindow[] {
    return [...this.all];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return this.focused ?? null;
  }
  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return [...this.all].find((window) => window.webContents.id === contents?.id) ?? null;
  }
  static fromId(id: number): BrowserWindow | null {
    return [...this.all].find((window) => window.id === id) ?? null;
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, show = true, title = app.getName() } = options;
    this.bounds = { x, y, width, height };
    this.visible = show;
    this.title = title;
    // oxlint-disable-next-line no-constructor-return -- every holder must have the strict object
    const self = strict('BrowserWindow', this);
    this.webContents = new WebContents(self.owner(), options.webPreferences ?? {});
    BrowserWindow.all.add(self);
    openWindows.add(self);
    app.emit('browser-window-created', {}, self);
    app.emit('web-contents-created', {}, this.webContents);
    if (show) self.focus();
    return self;
  }

  private owner(): PageOwner {
    return {
      width: this.bounds.width,
      height: this.bounds.height,
      firstPaint: () => {
        if (!this.shownOnce) this.emit('ready-to-show', {});
        this.shownOnce = true;
      },
      gone: () => this.destroy(),
      close: () => this.close(),
      openWindow: (url, options) => void new BrowserWindow(options).loadURL(url),
    };
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(path: string): Promise<void> {
    return this.webContents.loadFile(path);
  }

  close(): void {
    if (!this.destroyed && !emitStoppable(this, 'close')) this.destroy();
  }
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.blur();
    BrowserWindow.all.delete(this);
    openWindows.delete(this);
    this.webContents.destroy();
    this.emit('closed');
    queueMicrotask(() => app.windowGone());
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (!this.visible) this.emit('show');
    this.visible = true;
  }
  hide(): void {
    this.blur();
    if (this.visible) this.emit('hide');
    this.visible = false;
  }
  isVisible(): boolean {
    return this.visible;
  }
  focus(): void {
    if (BrowserWindow.focused === this || !this.visible) return;
    BrowserWindow.focused?.blur();
    BrowserWindow.focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }
  blur(): void {
    if (BrowserWindow.focused !== this) return;
    BrowserWindow.focused = undefined;
    this.emit('blur');
    app.emit('browser-window-blur', {}, this);
  }
  isFocused(): boolean {
    return BrowserWindow.focused === this;
  }

  minimize(): void {
    this.change('minimized', 'minimize');
    this.blur();
  }
  restore(): void {
    this.change('normal', 'restore');
  }
  maximize(): void {
    this.change('maximized', 'maximize');
  }
  unmaximize(): void {
    this.change('normal', 'unmaximize');
  }
  setFullScreen(on: boolean): void {
    this.change(on ? 'fullscreen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen');
  }
  private change(state: typeof this.state, event: string): void {
    if (this.state === state) return;
    this.state = state;
    this.emit(event);
  }
  isMinimized(): boolean {
    return this.state === 'minimized';
  }
  isMaximized(): boolean {
    return this.state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.state === 'fullscreen';
  }
  isNormal(): boolean {
    return this.state === 'normal';
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }
  getNormalBounds(): Rectangle {
    return this.getBounds();
  }
  getContentBounds(): Rectangle {
    return this.getBounds();
  }
  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }
  getPosition(): number[] {
    return [this.bounds.x, this.bounds.y];
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setTitle(title: string): void {
    this.title = title;
  }
  getTitle(): string {
    return this.title;
  }

  readonly center = recorder('win.center', undefined);
  readonly setMinimumSize = recorder('win.setMinimumSize', undefined);
  readonly setBackgroundColor = recorder('win.setBackgroundColor', undefined);
  readonly setProgressBar = recorder('win.setProgressBar', undefined);
  readonly flashFrame = recorder('win.flashFrame', undefined);
  readonly setIcon = recorder('win.setIcon', undefined);
  readonly setOverlayIcon = recorder('win.setOverlayIcon', undefined);
  readonly setTitleBarOverlay = recorder('win.setTitleBarOverlay', undefined);
  readonly setRepresentedFilename = recorder('win.setRepresentedFilename', undefined);
  readonly setDocumentEdited = recorder('win.setDocumentEdited', undefined);
  readonly setContentProtection = recorder('win.setContentProtection', undefined);
  readonly setMenu = recorder('win.setMenu', undefined);
  readonly removeMenu = recorder('win.removeMenu', undefined);
  readonly setMenuBarVisibility = recorder('win.setMenuBarVisibility', undefined);
  readonly setAutoHideMenuBar = recorder('win.setAutoHideMenuBar', undefined);
}
