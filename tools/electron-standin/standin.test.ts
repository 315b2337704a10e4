import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

// The fixture is an ordinary Electron app; everything here would read the same on real Electron, except where a
// comment says so.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] = import.meta.dirname;
const FIXTURE = join(import.meta.dirname, 'fixture');

interface Bridge {
  readonly requireFs: string;
  readonly sandboxed: boolean;
  echo(value: unknown): Promise<unknown>;
  call(channel: string, ...args: unknown[]): Promise<unknown>;
  ping(onPong: (...args: unknown[]) => void): void;
  pathOf(file: File): string;
}
declare global {
  var bridge: Bridge;
  var seen: {
    requests: string[];
    origins: string[];
    denied: string[];
    second: { argv: string[]; cwd: string; data: unknown }[];
  };
  var electronStandin: { calls: { api: string; args: unknown[] }[] };
}

function dataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'standin-'));
}
function environment(data: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), FIXTURE_DATA: data, ELECTRON_STANDIN_HEADLESS: '1' };
}
function launch(data: string): Promise<ElectronApplication> {
  return _electron.launch({ args: ['.'], cwd: FIXTURE, env: environment(data) });
}

describe('an app on the stand-in', () => {
  const data = dataFolder();
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    app = await launch(data);
    page = await app.firstWindow();
    await page.getByRole('heading', { name: 'Fixture' }).waitFor();
  });
  afterAll(async () => {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('has its name, version, paths and a ready window', async () => {
    const told = await app.evaluate(({ app: main, BrowserWindow }) => ({
      name: main.getName(),
      version: main.getVersion(),
      userData: main.getPath('userData'),
      sessionData: main.getPath('sessionData'),
      visible: BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    }));
    expect(told).toEqual({
      name: 'Fixture',
      version: '1.2.3',
      userData: data,
      sessionData: data,
      visible: [true],
    });
  });

  test('a call carries structured values there and back, and its sender is the app', async () => {
    const back = await page.evaluate(async () => {
      const value = { at: new Date(5), bytes: new Uint8Array([7]), map: new Map([[1, 2n]]), none: undefined };
      const echoed = (await bridge.echo(value)) as typeof value;
      return [echoed.at.getTime(), echoed.bytes[0], echoed.map.get(1) === 2n, 'none' in echoed];
    });
    expect(back).toEqual([5, 7, true, true]);
    expect(await app.evaluate(() => seen.origins.at(-1))).toBe('app://studio');
  });

  test('the main process sends to the page', async () => {
    const pong = page.evaluate(
      () =>
        new Promise((resolve) =>
          bridge.ping((date, bytes) => resolve([date instanceof Date, Object.values(bytes as object)])),
        ),
    );
    expect(await pong).toEqual([true, [1, 2]]);
  });

  test("calls fail in Electron's words", async () => {
    const failure = (channel: string, ...args: unknown[]) =>
      page.evaluate(
        ([name, ...rest]) => bridge.call(name as string, ...rest).catch((error: Error) => error.message),
        [channel, ...args],
      );
    expect(await failure('nope')).toBe(
      "Error invoking remote method 'nope': Error: No handler registered for 'nope'",
    );
    const uncloneable = page.evaluate(() => {
      try {
        return bridge.echo(() => 1).catch((error: Error) => error.message);
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(await uncloneable).toBe('An object could not be cloned.');
  });

  test('the page has no Node, a frozen bridge and a secure origin; the preload is sandboxed', async () => {
    const told = await page.evaluate(() => ({
      node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')],
      frozen: Object.isFrozen(bridge),
      secure: isSecureContext,
      requireFs: bridge.requireFs,
      sandboxed: bridge.sandboxed,
    }));
    expect(told).toEqual({
      node: ['undefined', 'undefined'],
      frozen: true,
      secure: true,
      requireFs: 'module not found: node:fs',
      sandboxed: true,
    });
  });

  test("the handler's policy header is honoured", async () => {
    expect(await page.title()).toBe('Fixture'); // the inline script would have changed it
    expect(await page.evaluate(() => fetch('https://example.com/').then(() => 'went', String))).toContain(
      'Failed to fetch',
    );
  });

  test('ranges reach the handler, bodies too, from pages and workers', async () => {
    const [status, contentRange, size] = await page.evaluate(async () => {
      const response = await fetch('/video', { headers: { range: 'bytes=10-19' } });
      return [
        response.status,
        response.headers.get('content-range'),
        (await response.arrayBuffer()).byteLength,
      ];
    });
    expect([status, contentRange, size]).toEqual([206, 'bytes 10-19/1000', 10]);
    const media = page.evaluate(async () => {
      const video = document.createElement('video');
      const failed = new Promise((resolve) => {
        video.addEventListener('error', () => resolve(video.error?.code), { once: true });
      });
      video.src = '/video';
      return await failed;
    });
    expect(await media).toBe(4); // read, and found to be no video: the handler was asked
    const wanted = app.evaluate(() => seen.requests.filter((url) => url.endsWith('/video')).length);
    expect(await wanted).toBe(2);
    const posted = page.evaluate(() =>
      fetch('/echo', { method: 'POST', body: 'żółw' }).then((answer) => answer.text()),
    );
    expect(await posted).toBe('żółw');
    const worker = page.evaluate(
      () =>
        new Promise((resolve) =>
          new Worker('/worker.js').addEventListener('message', (event) => resolve(event.data)),
        ),
    );
    expect(await worker).toBe('from a worker');
  });

  test('paths reach the handler as Chromium leaves them: dot segments resolved, encoded slashes kept', async () => {
    await page.evaluate(() =>
      Promise.all(['/a/%2e%2e/b', '/%2e%2e%2f%2e%2e%2fsecret', '/..%5csecret'].map((path) => fetch(path))),
    );
    const asked = await app.evaluate(() => seen.requests.slice(-3).toSorted());
    expect(asked).toEqual([
      'app://studio/%2e%2e%2f%2e%2e%2fsecret',
      'app://studio/..%5csecret',
      'app://studio/b',
    ]);
  });

  test('permissions are what the handler says', async () => {
    const states = page.evaluate(async () => {
      const names = ['geolocation', 'notifications'] as const;
      return await Promise.all(
        names.map(async (name) => (await navigator.permissions.query({ name })).state),
      );
    });
    expect(await states).toEqual(['denied', 'granted']);
  });

  test('navigation elsewhere is refused, for the page and its frames', async () => {
    const before = page.url();
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/frame';
      document.body.append(frame);
    });
    await expect.poll(() => app.evaluate(() => seen.denied)).toEqual(['https://example.com/frame']);
    await page.evaluate(() => {
      location.href = 'https://example.com/away';
    });
    await expect.poll(() => app.evaluate(() => seen.denied)).toContain('https://example.com/away');
    expect(page.url()).toBe(before);
    await page.getByRole('heading', { name: 'Fixture' }).waitFor();
  });

  test('a window the page opens is refused and handed to the system', async () => {
    expect(await page.evaluate(() => window.open('https://example.com/popup'))).toBeNull();
    await page.getByRole('link', { name: 'Docs' }).click();
    await expect
      .poll(() =>
        app.evaluate(() =>
          electronStandin.calls.filter(({ api }) => api === 'shell.openExternal').map(({ args }) => args[0]),
        ),
      )
      .toEqual(['https://example.com/popup', 'https://example.com/docs']);
    // Chromium opens a link's window before the stand-in closes it, unseen and without a request.
    await expect.poll(() => app.windows().length).toBe(1);
  });

  test("a chosen file's path is known, a made one's is empty", async () => {
    const path = join(FIXTURE, 'worker.js');
    await page.getByLabel('File').setInputFiles(path);
    await expect.poll(() => page.locator('output').textContent()).toBe(path);
    expect(await page.evaluate(() => bridge.pathOf(new File(['x'], 'made.txt')))).toBe('');
  });

  test('secrets are sealed, and the weak backend is told', async () => {
    const answer = (await page.evaluate(() => bridge.call('secret', 'sk-123'))) as {
      sealed: Record<string, number>;
    };
    expect(answer).toMatchObject({ result: 'sk-123', shouldReEncrypt: false, backend: 'basic_text' });
    expect(Buffer.from(Object.values(answer.sealed)).includes('sk-123')).toBe(false);
  });

  test('the sandbox was switched on for all pages, and the scheme registered', async () => {
    // On both hosts: app.enableSandbox() sets this switch.
    expect(await app.evaluate(({ app: main }) => main.commandLine.hasSwitch('enable-sandbox'))).toBe(true);
    // On the stand-in only.
    const calls = await app.evaluate(() => electronStandin.calls);
    expect(calls).toContainEqual({ api: 'app.setAsDefaultProtocolClient', args: ['fixture'] });
  });

  test('unsafe pages and unknown calls are refused by name', async () => {
    const refusal = (webPreferences: object) =>
      app.evaluate(({ BrowserWindow }, preferences) => {
        try {
          return String(new BrowserWindow({ webPreferences: preferences }).id);
        } catch (error) {
          return (error as Error).message;
        }
      }, webPreferences);
    expect(await refusal({ contextIsolation: false })).toBe(
      'electron stand-in: webPreferences.contextIsolation: false is refused',
    );
    expect(await refusal({ sandbox: false })).toContain('sandbox: false is refused');
    expect(await refusal({ nodeIntegration: true })).toContain('nodeIntegration: true is refused');
    const unknown = app.evaluate(({ app: main }) => Reflect.get(main, 'getAppMetrics') as unknown);
    await expect(unknown).rejects.toThrow('electron stand-in: app.getAppMetrics is not offered');
  });

  test('the theme is seen by the page', async () => {
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await expect
      .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(true);
  });

  test('a dialog is answered by the spec; the clipboard and menus work for specs', async () => {
    const answers = await app.evaluate(async ({ clipboard, dialog, Menu }) => {
      const unanswered = await dialog.showOpenDialog({});
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/a.png'] });
      const answered = await dialog.showOpenDialog({});
      await clipboard.writeText('copied');
      let chosen = 0;
      const click = () => {
        chosen++;
      };
      Menu.setApplicationMenu(
        Menu.buildFromTemplate([{ label: 'File', submenu: [{ id: 'open', label: 'Open', click }] }]),
      );
      Menu.getApplicationMenu()?.getMenuItemById('open')?.click();
      return [unanswered.canceled, answered.filePaths, await clipboard.readText(), chosen];
    });
    expect(answers).toEqual([true, ['/a.png'], 'copied', 1]);
  });

  test('a utility process answers', async () => {
    const path = join(FIXTURE, 'utility.mjs');
    const answer = await app.evaluate(async ({ utilityProcess }, module) => {
      const child = utilityProcess.fork(module);
      const { promise, resolve } = Promise.withResolvers<unknown>();
      child.on('message', resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      child.postMessage({ add: [1, 2] });
      const sum = await promise;
      child.kill();
      return sum;
    }, path);
    expect(answer).toEqual({ sum: 3 });
  });

  test('a window shown is focused and one page is pictured', async () => {
    const told = await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) return undefined;
      window.minimize();
      const minimized = [window.isMinimized(), window.isFocused()];
      window.restore();
      window.focus();
      const picture = await window.webContents.capturePage();
      return { minimized, focused: window.isFocused(), size: picture.getSize() };
    });
    expect(told).toEqual({ minimized: [true, false], focused: true, size: { width: 900, height: 600 } });
  });

  test('a second instance tells the first and ends', async () => {
    const second = spawn(join(import.meta.dirname, 'electron'), ['.', 'fixture://open/1'], {
      cwd: FIXTURE,
      env: environment(data),
      stdio: 'ignore',
    });
    const [exitCode] = (await once(second, 'exit')) as [number];
    expect(exitCode).toBe(0);
    await expect.poll(() => app.evaluate(() => seen.second.length)).toBe(1);
    const heard = await app.evaluate(() => seen.second[0]);
    expect(heard).toMatchObject({ cwd: FIXTURE, data: { from: 'fixture' } });
    expect(heard?.argv.at(-1)).toBe('fixture://open/1');
  });
});

test('a crashed page is told to the app, which loads it anew', async () => {
  const data = dataFolder();
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const app = await launch(data);
  const page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Fixture' }).waitFor();
  const told = app.evaluate(
    ({ app: main }) =>
      new Promise<unknown[]>((resolve) => {
        main.once('render-process-gone', (_event, contents, details) => {
          contents.once('did-finish-load', () => {
            const echoed = contents.executeJavaScript(`bridge.echo('alive')`);
            void echoed.then((value) => resolve([contents.id, details.reason, value]));
          });
          contents.reload();
        });
      }),
  );
  const devTools = await app.context().newCDPSession(page);
  void devTools.send('Page.crash').catch(() => {}); // it takes its own answer with it
  expect(await told).toEqual([1, 'crashed', 'alive']);
  await app.close();
});

test('closing the last window ends the app and leaves no process', async () => {
  const data = dataFolder();
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const app = await launch(data);
  const page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Fixture' }).waitFor();
  const closed = app.waitForEvent('close');
  await page.close();
  await closed;
  await expect.poll(() => processesNaming(data)).toEqual([]);
});

/** The processes whose command line names this folder: Chromium's name their profile. */
function processesNaming(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-ewwo', 'pid,args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder));
}
