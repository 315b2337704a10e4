import { join } from 'node:path';
import { findBrowser } from '../browser-path.ts';
import { app } from './api/app.ts';
import { chromiumFlags } from './chromium/chromium-flags.ts';
import { Chromium } from './chromium/chromium.ts';
import { watchPages } from './chromium/page-target.ts';
import { host, isHeadless } from './host.ts';

/** How long an app may go on without Chromium. */
const CLOSING_LIMIT_MS = 5000;

/** Starts Chromium and makes the app ready. The app ends with Chromium, and Chromium with the app. */
export async function start(): Promise<void> {
  const executable = findBrowser();
  if (executable === undefined) {
    throw new Error(
      'electron stand-in: no Chromium; install one (Debian: apt-get install chromium) or set CHROMIUM_PATH',
    );
  }
  const headless = isHeadless();
  const browser = new Chromium(
    executable,
    chromiumFlags({
      profileDir: join(app.getPath('sessionData'), 'Chromium'),
      switches: host.commandLine.words,
      headless,
      isRoot: process.getuid?.() === 0,
    }),
  );
  host.chromium = browser;
  void endWith(browser);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  const { product } = await browser.send('Browser.getVersion');
  Object.defineProperty(process.versions, 'chrome', { value: product.split('/')[1] });
  await watchPages(browser, !headless);
  app.becomeReady();
}

/** Without Chromium the app ends, in order: it may have data to close, and may put quitting off for that. */
async function endWith(browser: Chromium): Promise<void> {
  await browser.exited;
  app.quit();
  setTimeout(() => app.exit(0), CLOSING_LIMIT_MS);
}
