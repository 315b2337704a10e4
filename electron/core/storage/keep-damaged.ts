import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { syncFolder } from './durable-file.ts';
import type { Home } from './home.ts';

/**
 * Keeps the database as it is, with its log, in a folder of its own: under a second name where the file system can
 * do that, which takes neither time nor space.
 */
export async function keepDamaged(home: Home, kept: string): Promise<void> {
  const partial = `${kept}.part`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const ending of ['', '-wal']) {
    const from = `${home.database}${ending}`;
    if (!existsSync(from)) continue;
    const to = join(partial, `library.sqlite${ending}`);
    await link(from, to).catch(() => copyFile(from, to));
  }
  await rename(partial, kept);
  await syncFolder(home.damaged);
}

/** Moves a file that is not what its name promises out of the way, if there is one: nothing is deleted. */
export async function setAside(path: string, folder: string): Promise<void> {
  if (!existsSync(path)) return;
  await mkdir(folder, { recursive: true });
  await rename(path, join(folder, basename(path)));
}
