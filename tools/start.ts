// `npm start`: builds what has changed and opens the app, in Electron or in its stand-in.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBrowser } from './browser-path.ts';
import { buildIfStale } from './build-if-stale.ts';
import { electronPath } from './electron-path.ts';

const ROOT = join(import.meta.dirname, '..');
const UNSEEN = `There is no display, so the app runs unseen. To see it: \`ssh -X\`, set DISPLAY, or \`xvfb-run -a npm start\` with a VNC server.
To look into it from here: \`npm start -- --remote-debugging-port=9222\`, then chrome://inspect in a Chromium.`;

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Runs the app to its end. Returns its exit code. */
async function start(args: readonly string[]): Promise<number> {
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
  return await run(path, [...switches, '.', ...args]);
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

async function run(executable: string, args: readonly string[]): Promise<number> {
  const child = spawn(executable, args, { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return await promise;
}
