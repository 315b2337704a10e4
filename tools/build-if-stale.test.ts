import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { isStale } from './build-if-stale.ts';

let root: string;

function write(path: string, ageS: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  const time = Date.now() / 1000 - ageS;
  utimesSync(file, time, time);
  utimesSync(dirname(file), time, time);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stale-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write('electron/core/queue.ts', 100);
  write('electron/main.ts', 100);
  for (const path of ['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html'])
    write(path, 50);
});

test('a build newer than its sources is fresh', () => {
  expect(isStale(root)).toBe(false);
});

test('a changed source deep down makes it stale, a changed test does not', () => {
  write('electron/core/queue.test.ts', 10);
  utimesSync(join(root, 'electron/core'), 0, 0);
  expect(isStale(root)).toBe(false);
  write('electron/core/queue.ts', 10);
  expect(isStale(root)).toBe(true);
});

test('a missing part makes it stale', () => {
  rmSync(join(root, 'dist/preload/preload.cjs'));
  expect(isStale(root)).toBe(true);
});
