import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { shippedPackages } from './licences/shipped-packages.ts';
import { collectLicences } from './make-licences.ts';

const root = join(import.meta.dirname, '..');
const listed = z
  .array(z.object({ name: z.string(), version: z.string(), licence: z.string().min(1), text: z.string() }))
  .parse(JSON.parse(readFileSync(join(root, 'resources/licences.json'), 'utf8')));

test('About names every package that is shipped, in the version that is shipped', () => {
  const wanted = shippedPackages(root).map(({ name, version }) => `${name} ${version}`);
  expect(wanted.length).toBeGreaterThan(50);
  expect(listed.map(({ name, version }) => `${name} ${version}`)).toEqual(wanted);
});

test('each licence is there in full, as it is in the package', () => {
  expect(listed.filter(({ text }) => text.length < 200).map(({ name }) => name)).toEqual([]);
  expect(listed).toEqual(collectLicences());
});

test('native modules, the font and Electron are among them, tools are not', () => {
  const names = listed.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['better-sqlite3', 'sharp', '@fontsource-variable/inter', 'electron']),
  );
  expect(names.filter((name) => /vitest|oxlint|^@types\/|^vite$|playwright/.test(name))).toEqual([]);
});

test('nothing that the bundler put into the last build is missing', () => {
  const names = new Set(listed.map(({ name }) => name));
  const maps = globSync('dist/**/*.map', { cwd: root });
  const bundled = maps.flatMap((map) => {
    const { sources } = z
      .object({ sources: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(join(root, map), 'utf8')));
    return sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  });
  expect(bundled.length > 0 || !existsSync(join(root, 'dist'))).toBe(true);
  expect([...new Set(bundled)].filter((name) => !names.has(name))).toEqual([]);
});
