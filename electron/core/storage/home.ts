import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { OpenProblem } from '../db/open.ts';
import { removeDurably, writeJson } from './durable-file.ts';

/**
 * Where the library is. Settings, keys and logs always stay in the data folder; database, originals, inputs,
 * thumbnails and backups are the library's and may live elsewhere, named by one small file.
 */
export type Home = {
  readonly folder: string;
  readonly database: string;
  readonly media: string;
  readonly inputs: string;
  readonly thumbnails: string;
  /** Tiles of large pictures: a cache. */
  readonly tiles: string;
  readonly backups: string;
  /** Damaged databases, kept. */
  readonly damaged: string;
};

const location = z.object({ folder: z.string().min(1) });
const pointerName = 'library-location.json';

export function homeAt(folder: string): Home {
  return {
    folder,
    database: join(folder, 'library.sqlite'),
    media: join(folder, 'media'),
    inputs: join(folder, 'inputs'),
    thumbnails: join(folder, 'thumbnails.sqlite'),
    tiles: join(folder, 'tiles'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
  };
}

/**
 * @param data the person's data folder
 * @returns `missing` when the library was moved to a place that is not there now, such as a drive taken out: a new,
 * empty library must not be begun for it
 */
export function findHome(data: string): Result<Home, OpenProblem> {
  const read = pointedTo(data);
  if (!read.ok) return read;
  const home = homeAt(read.value);
  const isThere = home.folder === data || existsSync(home.database) || existsSync(home.media);
  return isThere ? ok(home) : err({ kind: 'missing', path: home.folder });
}

/** The folder that is named, whether it is there or not. */
export function pointedTo(data: string): Result<string, OpenProblem> {
  const path = join(data, pointerName);
  if (!existsSync(path)) return ok(data);
  try {
    return ok(location.parse(JSON.parse(readFileSync(path, 'utf8'))).folder);
  } catch (error) {
    return err({ kind: 'unwritable', path, detail: error instanceof Error ? error.message : String(error) });
  }
}

/** From the next start on, the library is there. */
export async function pointTo(data: string, folder: string): Promise<void> {
  const pointer = join(data, pointerName);
  if (folder === data) await removeDurably(pointer);
  else await writeJson(pointer, { folder });
}
