import { lstat, opendir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Something on the way to the library: a file to look at, or a place that cannot be looked into. */
export type Found = { readonly path: string; readonly reason: string | null };

/** Deeper than any real tree; a loop of mounts would go on for ever. */
const maxDepth = 64;

/**
 * Every file under the chosen files and folders, in the order they lie on disk. Links are not followed, so nothing is
 * found twice and nothing outside is found at all.
 * @param own folders that are not entered: the studio's
 */
export async function* findFiles(
  roots: readonly string[],
  own: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Found> {
  for (const root of roots) {
    signal.throwIfAborted();
    const kind = await kindOf(root);
    if (own.some((folder) => isInside(root, folder)))
      yield { path: root, reason: 'It is inside the studio’s own folder.' };
    else if (kind === 'folder') yield* filesIn(root, own, 0, signal);
    else yield { path: root, reason: kind === 'file' ? null : kind };
  }
}

async function* filesIn(
  folder: string,
  own: readonly string[],
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      signal.throwIfAborted();
      const path = join(folder, entry.name);
      if (await isNoText(path)) yield { path, reason: noText };
      else if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) yield { path, reason: null };
      else yield { path, reason: entry.isSymbolicLink() ? 'It is a link.' : 'It is not a file.' };
    }
  } catch (error) {
    if (signal.aborted) throw error;
    yield { path: folder, reason: 'The folder cannot be read.' };
  }
  for (const path of folders) {
    if (own.some((place) => isInside(path, place))) continue;
    if (depth >= maxDepth) yield { path, reason: 'It lies too deep.' };
    else yield* filesIn(path, own, depth + 1, signal);
  }
}

const noText = 'Its name is not valid text. Give it another name to import it.';

/**
 * Linux allows any bytes in a name. What is no UTF-8 is read with a character in its place, and under that name there is
 * nothing; but a name may also really hold that character.
 */
async function isNoText(path: string): Promise<boolean> {
  if (!path.includes('\ufffd')) return false;
  return lstat(path).then(
    () => false,
    () => true,
  );
}

/** `file`, `folder`, or why it is neither. Only what the person chose themselves may be a link. */
async function kindOf(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'It is not a file.';
  } catch {
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    return isThere ? 'It cannot be read.' : 'It is not there.';
  }
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && way !== path);
}

/**
 * Whether the chosen folder is still there, although a file of it is not. A drive that was pulled out leaves nothing, or
 * an empty folder where it was.
 */
export async function isSourceThere(roots: readonly string[], path: string): Promise<boolean> {
  const root = roots.find((candidate) => isInside(path, candidate)) ?? dirname(path);
  const folder = root === path ? dirname(path) : root;
  try {
    if (!(await stat(folder)).isDirectory()) return false;
    const entries = await opendir(folder);
    const first = await entries.read();
    await entries.close();
    return first !== null;
  } catch {
    return false;
  }
}
