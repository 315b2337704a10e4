import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Which packages the studio ships: whatever the sources of the window, the main process and the preload import, and
 * all that those need in turn. The bundler may leave some of it out; what is listed is never too little.
 */

const lockEntry = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
  peerDependenciesMeta: z.record(z.string(), z.unknown()).optional(),
});
const lockFile = z.object({ packages: z.record(z.string(), lockEntry) });

export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  /** As its author names it, usually an SPDX expression. */
  readonly licence: string;
  /** Its folder, relative to the root; other systems' native parts have none on this machine. */
  readonly folder: string;
};

export function isNativePart(name: string): boolean {
  return nativePart.test(name);
}

/** Shipped as a whole, next to the bundles; what it needs is for installing it only. */
const host = 'electron';
const isTypesOnly = (name: string) => name.startsWith('@types/');

/** sharp's native parts, one package for each system: only those that the studio is built for. */
const nativePart = /^@img\/sharp-/;
const builtFor = /-(?:darwin|linux|win32)-(?:arm64|x64)$/;

/** @param root of the project */
export function shippedPackages(root: string): readonly ShippedPackage[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const found = new Map<string, ShippedPackage>();

  function add(name: string, from: string): void {
    const folder = resolveIn(packages, name, from);
    if (folder === null || found.has(folder) || isTypesOnly(name)) return;
    if (nativePart.test(name) && !builtFor.test(name)) return;
    const entry = packages[folder];
    if (!entry) return;
    found.set(folder, { name, version: entry.version ?? '', licence: entry.license ?? '', folder });
    if (name === host) return;
    const needed = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const dependency of Object.keys(needed)) add(dependency, folder);
    // An optional peer that happens to be there is found by the bundler too.
    const peers = { ...entry.peerDependencies, ...entry.peerDependenciesMeta };
    for (const peer of Object.keys(peers)) add(peer, folder);
  }

  for (const name of importedPackages(root)) add(name, '');
  return [...found.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** Where Node would find a package that `from` asks for; null: an optional one that the lock file does not have. */
function resolveIn(packages: Readonly<Record<string, unknown>>, name: string, from: string): string | null {
  const candidate = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (candidate in packages) return candidate;
  if (from === '') return null;
  const above = from.lastIndexOf('/node_modules/');
  return resolveIn(packages, name, above === -1 ? '' : from.slice(0, above));
}

/** Names of the packages that the shipped sources import: code and style sheets, the command line left out. */
function importedPackages(root: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const room of ['shared', 'electron', 'renderer']) {
    for (const entry of readdirSync(join(root, room), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const isShipped = /\.(?:tsx?|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
      if (!entry.isFile() || !isShipped || /[\\/]electron[\\/]cli(?:[\\/]|\.ts$)/.test(path)) continue;
      const wanted = packagesIn(readFileSync(path, 'utf8'));
      // A suite that several tests share is no part of the program.
      if (wanted.includes('vitest')) continue;
      for (const name of wanted) names.add(name);
    }
  }
  return names;
}

function packagesIn(source: string): readonly string[] {
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
