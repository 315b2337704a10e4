import { EventEmitter } from 'node:events';
import type { App as ElectronApp } from 'electron';
import { emitStoppable } from '../events.ts';
import { host } from '../host.ts';
import { strict } from '../not-offered.ts';
import { recorder } from '../recorded.ts';
import { openWindows } from '../registry.ts';
import { AppPaths } from './app-paths.ts';
import { InstanceLock } from './single-instance.ts';

type Offered = Pick<
  ElectronApp,
  | 'getPath'
  | 'getName'
  | 'getVersion'
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'enableSandbox'
  | 'isPackaged'
>;

class App extends EventEmitter implements Offered {
  readonly isPackaged = false;
  readonly runningUnderARM64Translation = false;
  readonly paths = new AppPaths();
  private readonly whenIsReady = Promise.withResolvers<void>();
  private ready = false;
  private quitting = false;
  private ended = false;
  private givenName: string | undefined;
  private lock: InstanceLock | undefined;

  get commandLine() {
    return strict('app.commandLine', host.commandLine);
  }
  get name(): string {
    return this.getName();
  }
  set name(name: string) {
    this.setName(name);
  }

  isReady(): boolean {
    return this.ready;
  }
  whenReady(): Promise<void> {
    return this.whenIsReady.promise;
  }
  getAppPath(): string {
    return host.appPath;
  }
  getVersion(): string {
    return host.manifest.version ?? '0.0.0';
  }
  getName(): string {
    return this.givenName ?? host.manifest.productName ?? host.manifest.name ?? 'Electron';
  }
  setName(name: string): void {
    this.givenName = name;
  }
  getLocale(): string {
    return 'en-US';
  }
  getSystemLocale(): string {
    return 'en-US';
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }
  getPath(name: string): string {
    return this.paths.get(name, this.getName());
  }
  setPath(name: string, path: string): void {
    // Chromium's profile lies there: real Electron ignores the change, which hides the mistake.
    if (name === 'userData' || name === 'sessionData') this.beforeReady(`setPath('${name}')`);
    this.paths.set(name, path);
  }

  /** Sets the switch real Electron sets too, so a spec can ask for it on both. */
  enableSandbox(): void {
    this.beforeReady('enableSandbox');
    host.commandLine.removeSwitch('no-sandbox');
    host.commandLine.appendSwitch('enable-sandbox');
  }
  disableHardwareAcceleration(): void {
    this.beforeReady('disableHardwareAcceleration');
    host.commandLine.appendSwitch('disable-gpu');
  }
  beforeReady(call: string): void {
    if (this.ready) throw new Error(`app.${call} can only be called before app is ready`);
  }

  requestSingleInstanceLock(additionalData?: unknown): boolean {
    this.lock ??= new InstanceLock(this.getPath('userData'));
    return this.lock.request({ argv: process.argv, cwd: process.cwd(), additionalData });
  }
  hasSingleInstanceLock(): boolean {
    return this.lock?.isHeld ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.lock?.release();
  }

  readonly setAsDefaultProtocolClient = recorder('app.setAsDefaultProtocolClient', true);
  readonly removeAsDefaultProtocolClient = recorder('app.removeAsDefaultProtocolClient', true);
  readonly isDefaultProtocolClient = recorder('app.isDefaultProtocolClient', false);
  readonly setAppUserModelId = recorder('app.setAppUserModelId', undefined);
  readonly setAboutPanelOptions = recorder('app.setAboutPanelOptions', undefined);
  readonly showAboutPanel = recorder('app.showAboutPanel', undefined);
  readonly setBadgeCount = recorder('app.setBadgeCount', true);
  readonly setLoginItemSettings = recorder('app.setLoginItemSettings', undefined);
  readonly addRecentDocument = recorder('app.addRecentDocument', undefined);
  readonly clearRecentDocuments = recorder('app.clearRecentDocuments', undefined);
  readonly relaunch = recorder('app.relaunch', undefined);
  readonly focus = recorder('app.focus', undefined);
  readonly show = recorder('app.show', undefined);
  readonly hide = recorder('app.hide', undefined);

  /** Called once, when Chromium runs. */
  becomeReady(): void {
    this.ready = true;
    this.whenIsReady.resolve();
    this.emit('ready', {}, {});
    if (!this.lock?.isHeld) return;
    this.lock.listen(({ argv, cwd, additionalData }) => {
      this.emit('second-instance', {}, [...argv], cwd, additionalData);
    });
  }

  quit(): void {
    if (this.quitting) return;
    this.quitting = true;
    if (this.mayQuit()) this.end(0);
    else this.quitting = false;
  }
  private mayQuit(): boolean {
    if (emitStoppable(this, 'before-quit')) return false;
    for (const window of openWindows) {
      window.close();
      if (!window.isDestroyed()) return false;
    }
    return !emitStoppable(this, 'will-quit');
  }

  exit(exitCode = 0): void {
    for (const window of openWindows) window.destroy();
    this.end(exitCode);
  }
  private end(exitCode: number): void {
    if (this.ended) return;
    this.quitting = true;
    this.ended = true;
    this.emit('quit', {}, exitCode);
    const closed = host.chromium?.close() ?? Promise.resolve();
    void closed.then(() => process.exit(exitCode));
  }
  /** A window has gone: with the last one the app ends, unless somebody listens to window-all-closed. */
  windowGone(): void {
    if (openWindows.size > 0 || this.quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
}

export const app = strict('app', new App());
