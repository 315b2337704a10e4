import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBrowser } from './browser-path.ts';
import { buildIfStale } from './build-if-stale.ts';
import { electronPath } from './electron-path.ts';

const ROOT = join(import.meta.dirname, '..');
const UNSEEN = `There is no display, so the app runs unseen. To see it: \`ssh -X\`, set DISPLAY, or \`xvfb-run -a npm start\` with a VNC server.
To look into it from here: \`npm start -- --remote-debugging-port=9222\`, then chrome://inspect in a Chromium.`;

/**
 * Builds what has changed and runs the app, in Electron or in its stand-in, to its end.
 * @param args for the app
 * @param options.env on top of this process's own
 * @param options.stop tells the app to quit, which may ask first whether to lose what is being made
 * @returns the app's exit code
 * @throws with a remedy when it cannot be built or started
 */
export async function openStudio(
  args: readonly string[],
  { env = {}, stop }: { readonly env?: Readonly<Record<string, string>>; readonly stop: AbortSignal },
): Promise<number> {
  if ((await buildIfStale()) === 'built') console.error('The app was built anew.');
  const { path, isStandin } = electronPath();
  const switches: string[] = [];
  if (isStandin) ensureBrowser();
  if (!hasDisplay()) {
    if (!isStandin)
      throw new Error('Electron needs a display: set DISPLAY, use `ssh -X`, or `xvfb-run -a npm start`.');
    console.error(UNSEEN);
  }
  if (!isStandin && process.platform === 'linux' && process.getuid?.() === 0) {
    console.error("Running as root: Chromium's sandbox is off (--no-sandbox). Prefer an ordinary user.");
    switches.push('--no-sandbox');
  }
  if (stop.aborted) return 0;
  const child = spawn(path, [...switches, '.', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  stop.addEventListener('abort', () => child.kill());
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return await promise;
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}
