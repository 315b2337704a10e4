import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Which rooms a room may look into. Everything may look into itself. */
const allowed: Record<string, readonly string[]> = {
  shared: [],
  'electron/core': ['shared', 'electron/core/sketch'],
  // Drawing on Node, which needs nothing else of the studio.
  'electron/core/sketch': ['shared'],
  'electron/cli': ['shared', 'electron/core'],
  'electron/desktop': ['shared', 'electron/core'],
  electron: ['shared', 'electron/core', 'electron/desktop', 'electron/cli'],
  renderer: ['shared'],
  supabase: ['shared'],
  'supabase/functions': ['shared'],
  'supabase/local': ['shared', 'supabase', 'electron/core/sketch', 'tests/doubles'],
  // Doubles of providers' HTTP: in tests, and as the embedded cloud's stand-ins.
  'tests/doubles': ['shared'],
  'supabase/tests': ['shared', 'supabase', 'supabase/functions', 'supabase/local', 'tests/doubles'],
};

/** `to` is a room, or a package by its name with `npm:` before it. */
type Import = { readonly file: string; readonly from: string; readonly to: string };

const files = ['shared', 'electron', 'renderer', 'supabase', 'tests/doubles']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));

const sources = files.filter((file) => !/\.test\.tsx?$/.test(file) && !file.includes('contract-suite'));
const imports = sources.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) => ({
    file,
    from: roomOf(file),
    to: specifier.startsWith('.')
      ? roomOf(
          relative(root, resolve(root, dirname(file), specifier))
            .split(sep)
            .join('/'),
        )
      : `npm:${specifier}`,
  }));
}

/** The smallest room that a file is in. */
function roomOf(file: string): string {
  const parts = file.split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.findLast((folder) => folder in allowed) ?? parts[0] ?? '';
}

test('sees the whole program', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(imports.length).toBeGreaterThan(600);
});

test('dependencies point one way', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      to !== from && (to in allowed || to === 'tools' || to === 'tests') && !allowed[from]?.includes(to),
  );
  expect(wrong).toEqual([]);
});

test('only the desktop knows Electron', () => {
  const users = new Set(imports.filter(({ to }) => to === 'npm:electron').map(({ file }) => file));
  const outside = [...users].filter(
    (file) =>
      !file.startsWith('electron/desktop/') && file !== 'electron/main.ts' && file !== 'electron/preload.ts',
  );
  expect(outside).toEqual([]);
  expect(users.size).toBeGreaterThan(5);
});

test('raw IPC is in two files', () => {
  const users = sources.filter((file) =>
    /\bipc(?:Main|Renderer)\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(users.toSorted()).toEqual(['electron/desktop/ipc.ts', 'electron/preload.ts']);
});

test('the shared room has no Node and no state of its own', () => {
  const shared = imports.filter(
    ({ from, to }) => from === 'shared' && (to.startsWith('npm:node:') || to === 'npm:react'),
  );
  expect(shared).toEqual([]);
  const mutable = sources
    .filter((file) => file.startsWith('shared/'))
    .filter((file) => /^(?:export )?let /m.test(readFileSync(join(root, file), 'utf8')));
  expect(mutable).toEqual([]);
});
