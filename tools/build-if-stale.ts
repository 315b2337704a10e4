import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createBuilder } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const OUTPUTS = ['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html'];
const SOURCES = ['electron', 'renderer', 'resources', 'shared', 'package-lock.json', 'vite.config.ts'];

/** Builds the app when a part of it is missing or older than any source. Throws when the build fails. */
export async function buildIfStale(root = ROOT): Promise<'fresh' | 'built'> {
  if (!isStale(root)) return 'fresh';
  const configFile = join(root, 'vite.config.ts');
  const builder = await createBuilder({ configFile, logLevel: 'warn' });
  await builder.buildApp();
  return 'built';
}

/** True when an output is missing or older than a source. */
export function isStale(root: string): boolean {
  const outputs = OUTPUTS.map((path) => join(root, path));
  if (!outputs.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((path) => newest(join(root, path)) > oldest);
}

/** When the newest file in a folder, or the file itself, was changed (ms); 0 for none. Tests are no sources. */
function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  let latest = stats.mtimeMs; // a file was added or removed
  for (const name of readdirSync(path)) {
    if (!/\.test\.tsx?$/.test(name)) latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}
