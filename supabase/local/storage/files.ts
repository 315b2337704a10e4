import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Place } from './objects.ts';

export type Files = {
  /** Where the bytes of a version are. Names do not become paths. */
  pathOf(place: Place, version: string): string;
  /** Gives bytes that were received elsewhere their place. */
  adopt(from: string, place: Place, version: string): Promise<void>;
  copy(
    from: { readonly place: Place; readonly version: string },
    to: { readonly place: Place; readonly version: string },
  ): Promise<void>;
  remove(place: Place, version: string): Promise<void>;
  /** A name for bytes that are still arriving, in `partsFolder`. */
  pathOfPart(id: string): string;
  readonly partsFolder: string;
};

/** The files of all buckets, under one folder. A new version is a new file; nothing is overwritten. */
export async function openFiles(folder: string): Promise<Files> {
  const parts = join(folder, 'parts');
  await mkdir(parts, { recursive: true });
  const pathOf = ({ bucket, name }: Place, version: string): string => {
    const hash = createHash('sha256')
      .update(JSON.stringify([bucket, name, version]))
      .digest('hex');
    return join(folder, hash.slice(0, 2), hash.slice(2));
  };
  return {
    pathOf,
    adopt: async (from, place, version) => {
      const to = pathOf(place, version);
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    },
    copy: async (from, to) => {
      const path = pathOf(to.place, to.version);
      await mkdir(dirname(path), { recursive: true });
      await copyFile(pathOf(from.place, from.version), path);
    },
    remove: async (place, version) => await rm(pathOf(place, version), { force: true }),
    pathOfPart: (id) => join(parts, id),
    partsFolder: parts,
  };
}

/** @returns the MD5 of a file in hexadecimal, which is what its entity tag is made of */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
