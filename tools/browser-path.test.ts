import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ensureBrowser, findBrowser } from './browser-path.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browsers-'));
  vi.stubEnv('CHROMIUM_PATH', undefined);
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder);
  vi.stubEnv('PATH', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
});
function put(name: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, mode);
  return path;
}

test('CHROMIUM_PATH comes first', () => {
  put('chromium', 0o755);
  vi.stubEnv('CHROMIUM_PATH', '/opt/mine');
  expect(findBrowser()).toBe('/opt/mine');
});

test.runIf(process.platform === 'linux')(
  'a browser on PATH is found, Chromium before Chrome; a plain file is none',
  () => {
    put('chromium', 0o644);
    const chrome = put('google-chrome', 0o755);
    expect(findBrowser()).toBe(chrome);
    const chromium = put('chromium-browser', 0o755);
    expect(findBrowser()).toBe(chromium);
  },
);

test.runIf(process.platform === 'linux')('with none, and no apt-get, the remedies are told', () => {
  expect(() => ensureBrowser()).toThrow(
    /apt-get install chromium.*playwright install chromium.*CHROMIUM_PATH/,
  );
});
