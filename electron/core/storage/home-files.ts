import { existsSync } from 'node:fs';
import { opendir, rm, rmdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Home } from './home.ts';

/** Path below the library's folder, and length. */
export type HomeFile = { readonly path: string; readonly sizeBytes: number };

/** Never change once they have their name: can be copied while the library is in use. */
const steadyFolders = ['media', 'inputs', 'backups', 'damaged'] as const;
/** Made again where they are missing: never copied. */
const caches = ['tiles'] as const;
const databases = ['library.sqlite', 'thumbnails.sqlite'] as const;
/** State of the process that has the library open: never copied. */
const passing = ['library.running'] as const;

/** Originals, inputs, backups; not what is only half received. */
export async function* steadyFiles(home: Home): AsyncGenerator<HomeFile> {
  for (const folder of steadyFolders) {
    const root = join(home.folder, folder);
    if (!existsSync(root)) continue;
    for await (const entry of await opendir(root, { recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || isPartial(relative(home.folder, path))) continue;
      const found = await stat(path).catch(() => null);
      // Deleted by the person since the folder was read.
      if (found) yield { path: relative(home.folder, path), sizeBytes: found.size };
    }
  }
}

/** Bytes of everything that is copied when the library moves. */
export async function sizeOfHome(home: Home): Promise<number> {
  let total = 0;
  for await (const { sizeBytes } of steadyFiles(home)) total += sizeBytes;
  for (const name of databases) {
    total += (await stat(join(home.folder, name)).catch(() => null))?.size ?? 0;
  }
  return total;
}

/** Whether a folder has anything in it that a library would have there. */
export function holdsLibrary(home: Home): boolean {
  return [...steadyFolders, ...databases].some((name) => existsSync(join(home.folder, name)));
}

export async function isWholeAt(home: Home, file: HomeFile): Promise<boolean> {
  const found = await stat(join(home.folder, file.path)).catch(() => null);
  return found?.size === file.sizeBytes;
}

/** Removes what is the library's, and its folders where nothing else is in them. The folder itself stays. */
export async function removeHome(home: Home): Promise<void> {
  for (const name of databases) {
    for (const ending of ['', '-wal', '-shm', '.part']) {
      await rm(join(home.folder, `${name}${ending}`), { force: true });
    }
  }
  for (const name of passing) await rm(join(home.folder, name), { force: true });
  for (const folder of [...steadyFolders, ...caches]) await removeFolder(home, folder);
}

async function removeFolder(home: Home, folder: string): Promise<void> {
  const root = join(home.folder, folder);
  if (!existsSync(root)) return;
  const folders: string[] = [root];
  for await (const entry of await opendir(root, { recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else await rm(path, { force: true });
  }
  // The deepest first; one with a stranger's file in it stays.
  for (const path of folders.toSorted((a, b) => b.length - a.length))
    await rmdir(path).catch(() => undefined);
}

function isPartial(path: string): boolean {
  return path.endsWith('.part') || path.includes('.incoming');
}
