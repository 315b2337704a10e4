import { chromium } from '../host.ts';
import { originOf, schemes } from './schemes.ts';

type RequestHandler = (
  webContents: object | null,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void;
type CheckHandler = (
  webContents: object | null,
  permission: string,
  requestingOrigin: string,
  details: { requestingUrl: string; isMainFrame: boolean },
) => boolean;

/** Chromium's names and Electron's for them. */
const PERMISSIONS: readonly (readonly [chromium: string, electron: string])[] = [
  ['camera', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['display-capture', 'display-capture'],
  ['geolocation', 'geolocation'],
  ['idle-detection', 'idle-detection'],
  ['local-fonts', 'local-fonts'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['storage-access', 'storage-access'],
];

/** The app's answers to permission requests. Without a handler everything is granted, as in Electron. */
export class Permissions {
  private request: RequestHandler | null = null;
  private check: CheckHandler | null = null;

  setRequestHandler(handler: RequestHandler | null): void {
    this.request = handler;
  }

  setCheckHandler(handler: CheckHandler | null): void {
    this.check = handler;
  }

  /**
   * Tells Chromium the answers for a page before it is loaded, so that a refusal is a real one in the page.
   * @param url as the app names it
   */
  async apply(url: string, webContents: object): Promise<void> {
    const origin = URL.parse(schemes.toPage(url))?.origin;
    if (!origin || origin === 'null') return;
    for (const [name, permission] of PERMISSIONS) {
      const setting = (await this.isGranted(permission, url, webContents)) ? 'granted' : 'denied';
      // A Chromium without this permission refuses it anyway.
      const told = chromium().send('Browser.setPermission', { permission: { name }, setting, origin });
      await told.catch(() => {});
    }
  }

  private async isGranted(permission: string, requestingUrl: string, webContents: object): Promise<boolean> {
    const details = { requestingUrl, isMainFrame: true };
    const { request } = this;
    if (this.check && !this.check(webContents, permission, `${originOf(requestingUrl)}/`, details))
      return false;
    if (!request) return true;
    return await new Promise((resolve) => {
      request(webContents, permission, resolve, details);
    });
  }
}
