import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { expect, test } from './fixtures.ts';

const electron: unknown = createRequire(import.meta.url)('electron');

test('the page has one frozen bridge and no way to Node or Electron', async ({ studio: { page } }) => {
  const seen = await page.evaluate(() => ({
    bridge: Object.keys(window.studio),
    frozen: Object.isFrozen(window.studio),
    node:
      typeof Reflect.get(window, 'require') +
      typeof Reflect.get(window, 'process') +
      typeof Reflect.get(window, 'ipcRenderer'),
  }));
  expect(seen).toEqual({
    bridge: ['request', 'subscribe', 'pathOf'],
    frozen: true,
    node: 'undefinedundefinedundefined',
  });
});

test('the process sandbox is on and the window is isolated', async ({ studio: { app } }) => {
  const told = await app.evaluate(({ app: main, BrowserWindow }) => ({
    sandbox: main.commandLine.hasSwitch('enable-sandbox'),
    address: BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    windows: BrowserWindow.getAllWindows().length,
  }));
  expect(told).toMatchObject({ sandbox: true, windows: 1 });
  expect(told.address).toMatch(/^app:\/\/studio\//);
});

test('requests are checked: unknown routes, wrong inputs, wrong shapes', async ({ studio: { page } }) => {
  const ask = (route: string, input: unknown) =>
    page.evaluate(([name, value]) => window.studio.request(name as never, 1, value), [route, input] as const);
  expect(await ask('library.everything', {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_ROUTE' } });
  expect(await ask('toString', {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_ROUTE' } });
  expect(await ask('library.get', { id: '1; DROP TABLE job' })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT' },
  });
  expect(await ask('settings.set', { theme: 'purple' })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT' },
  });
  expect(await ask('jobs.enqueue', [])).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
});

test('no page but our own can be reached, and no other window opened', async ({ studio: { app, page } }) => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => void opened.push(url);
  });
  for (const address of ['https://example.com/', 'data:text/html,x', 'file:///etc/passwd']) {
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
  }
  await page.evaluate(() => window.open('https://example.com/elsewhere'));
  await page.evaluate(() => window.open('file:///etc/passwd'));
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[]))
    .toContain('https://example.com/elsewhere');
  expect(await app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])).not.toContain(
    'file:///etc/passwd',
  );
  await expect.poll(() => app.windows().length).toBe(1);
  await expect(page.getByRole('main')).toBeVisible();
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
  ).toMatch(/^app:\/\/studio\//);
});

test('the content policy holds: no inline script, no eval, no network', async ({ studio: { page } }) => {
  const result = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    const script = document.createElement('script');
    let refusedByTypes = false;
    try {
      script.text = 'window.hacked = true';
      document.body.append(script);
    } catch {
      refusedByTypes = true;
    }
    const fetched = await fetch('https://example.com/').then(
      () => 'fetched',
      () => 'refused',
    );
    // Later, because what a debugger evaluates itself may use eval.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line typescript/no-implied-eval -- this is what must be refused
          resolve(new Function('return "ran"')());
        } catch {
          resolve('refused');
        }
      });
    });
    return {
      hacked: Reflect.get(window, 'hacked'),
      fetched,
      evaluated,
      seen: refusedByTypes || violations.length > 0,
    };
  });
  expect(result).toEqual({ hacked: undefined, fetched: 'refused', evaluated: 'refused', seen: true });
});

test('no address reaches a file outside the window and the library', async ({ studio: { page } }) => {
  const paths = [
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/media/original/..%2f..%2flibrary.sqlite',
    '/media/original/999',
    '/media/original/1e999',
    '/media/thumb/256/-1',
    '/media/thumb/999/1',
    '/media/input/..%2fkeys.json',
    '/settings.json',
  ];
  const statuses = await page.evaluate(
    (all) => Promise.all(all.map(async (path) => (await fetch(path)).status)),
    paths,
  );
  expect(statuses).toEqual(paths.map(() => 404));
});

test('permissions of the machine are refused', async ({ studio: { page } }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'camera', 'microphone', 'notifications'];
    return Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
  });
  expect(states.filter((state) => state === 'granted')).toEqual([]);
});

test('a second start hands over to the first and ends', async ({ studio: { app, data } }) => {
  const second = app.evaluate(
    ({ app: main }) => new Promise<boolean>((resolve) => main.once('second-instance', () => resolve(true))),
  );
  const child = spawn(String(electron), ['.'], {
    env: { ...process.env, VIDEOPICAI_DATA: data, ELECTRON_STANDIN_HEADLESS: '1' },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(await second).toBe(true);
});
