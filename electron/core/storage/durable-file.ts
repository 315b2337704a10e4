import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/**
 * Files that are either whole and on disk or not there: everything is written under a temporary name, synced and
 * renamed, and a name counts only once its folder is on disk too.
 */

const pieceBytes = 1024 * 1024;

/** A rename is durable once its folder is on disk. Windows does that by itself and refuses the call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a complete file its name, over what had it before. */
export async function putInPlace(temp: string, path: string): Promise<void> {
  await syncFile(temp);
  await rename(temp, path);
  await syncFolder(dirname(path));
}

/** Removes a file if it is there, for good. */
export async function removeDurably(path: string): Promise<void> {
  if (!existsSync(path)) return;
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** A small JSON file that outlives a crash at any point: the old or the new content, never half. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temp = `${path}.tmp`;
  const file = await open(temp, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    await file.close();
    await rm(temp, { force: true });
    throw error;
  }
  await file.close();
  await putInPlace(temp, path);
}

/** @returns null when there is no such file, or it is not what the schema says */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) hash.update(chunk);
  return hash.digest();
}

/**
 * Copies a file and reads the copy again: the name appears only when both have the same hash.
 * @throws the disk's own error, or the signal's reason; the target is not there then
 */
export async function copyVerified(from: string, to: string, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const temp = `${to}.part`;
  const hash = createHash('sha256');
  try {
    const target = await open(temp, 'w');
    try {
      for await (const chunk of createReadStream(from, { highWaterMark: pieceBytes })) {
        signal?.throwIfAborted();
        hash.update(chunk);
        await target.writeFile(chunk);
      }
      await target.sync();
    } finally {
      await target.close();
    }
    if (!(await sha256Of(temp)).equals(hash.digest())) throw new CopyDiffersError(to);
    await rename(temp, to);
    await syncFolder(dirname(to));
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** What was written is not what is read back: the drive is failing. */
class CopyDiffersError extends Error {
  override readonly name = 'CopyDiffersError';
  readonly code = 'EIO';
  constructor(path: string) {
    super(`The copy at ${path} differs from what was written; the drive may be failing.`);
  }
}
