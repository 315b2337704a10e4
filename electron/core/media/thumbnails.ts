import { rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { OutputInfo, Sharp } from 'sharp';
import type { ThumbnailSize } from '../../../shared/domain/media.ts';
import { type Look, lookOf } from './look-hash.ts';
import { openPicture } from './open-picture.ts';

/** Two sizes from one decode, the average colour a tile shows before them, and what the picture looks like. */
export type Thumbnail = {
  readonly small: Buffer;
  readonly large: Buffer;
  /** 0xRRGGBB. */
  readonly color: number;
  readonly look: Look;
};

/** A thumbnail of a creation. */
export type MadeThumbnail = { readonly id: number; readonly thumbnail: Thumbnail };

/** 256 px as WebP (smallest), 512 px as JPEG (fastest to show while scrolling). */
export const thumbnailMime = { 256: 'image/webp', 512: 'image/jpeg' } as const satisfies Record<
  ThumbnailSize,
  string
>;

/**
 * Decodes a picture wholly, so it also proves that the file is not cut off.
 * @param source path of a picture, or its bytes
 * @throws when it cannot be decoded; the message says why
 */
export async function makeThumbnail(source: string | Uint8Array): Promise<Thumbnail> {
  const large = await shrink(await openPicture(source), 512);
  const small = fit(await decoded(large), 256);
  const [smallBytes, largeBytes, color, look] = await Promise.all([
    encode(small, 256),
    encode(await decoded(large), 512),
    (await decoded(large)).toColourspace('srgb').resize(1, 1, { fit: 'fill' }).removeAlpha().raw().toBuffer(),
    lookOf(await decoded(large)),
  ]);
  const [red = 0, green = 0, blue = 0] = color.length >= 3 ? color : [color[0], color[0], color[0]];
  return { small: smallBytes, large: largeBytes, color: (red << 16) | (green << 8) | blue, look };
}

/**
 * One size of a picture that the library has: a decoder that is asked for few pixels need not make them all.
 * @param path of a picture
 * @throws when it cannot be decoded; the message says why
 */
export async function makeThumbnailSize(path: string, edge: ThumbnailSize): Promise<Buffer> {
  return encode(fit(await openPicture(path), edge).flatten({ background }), edge);
}

/**
 * What a picture looks like, from its thumbnail: the original is not decoded again.
 * @throws when it is no picture
 */
export async function lookOfThumbnail(bytes: Uint8Array): Promise<Look> {
  return lookOf(await openPicture(bytes));
}

/** What shows through transparent pictures. */
const background = '#8a8a8a';

type Pixels = { readonly data: Buffer; readonly info: OutputInfo };

function shrink(image: Sharp, edge: ThumbnailSize): Promise<Pixels> {
  return fit(image, edge).flatten({ background }).raw().toBuffer({ resolveWithObject: true });
}

async function decoded({ data, info: { width, height, channels } }: Pixels): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(data, { raw: { width, height, channels } });
}

function encode(image: Sharp, edge: ThumbnailSize): Promise<Buffer> {
  return (edge === 256 ? image.webp({ quality: 80, effort: 2 }) : image.jpeg({ quality: 82 })).toBuffer();
}

function fit(image: Sharp, edge: ThumbnailSize): Sharp {
  return image.autoOrient().resize(edge, edge, { fit: 'inside', withoutEnlargement: true });
}

/**
 * A cache, in one file that may be deleted at any time: neighbours in the grid are neighbours on disk.
 * @param path the database file; a damaged one is replaced
 */
export function openThumbnailStore(path: string) {
  const db = openCache(path);
  const read = {
    256: db.prepare<[number], Buffer>('SELECT small FROM thumbnail WHERE id = ?').pluck(),
    512: db.prepare<[number], Buffer>('SELECT large FROM thumbnail WHERE id = ?').pluck(),
  };
  const write = db.prepare('INSERT OR REPLACE INTO thumbnail(id, small, large) VALUES (?, ?, ?)');
  const writeSize = {
    256: db.prepare(addSize('small')),
    512: db.prepare(addSize('large')),
  };
  const has = db.prepare<[number], number>('SELECT 1 FROM thumbnail WHERE id = ?').pluck();
  const remove = db.prepare('DELETE FROM thumbnail WHERE id = ?');
  const size = db
    .prepare<[], number>('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size')
    .pluck();
  return {
    get(id: number, edge: ThumbnailSize): Buffer | null {
      return read[edge].get(id) ?? null;
    },
    has(id: number): boolean {
      return has.get(id) !== undefined;
    },
    put(made: readonly MadeThumbnail[]): void {
      db.transaction(() => {
        for (const { id, thumbnail } of made) write.run(id, thumbnail.small, thumbnail.large);
      })();
    },
    /** Adds one size; the other stays as it is. */
    putSize(id: number, edge: ThumbnailSize, bytes: Buffer): void {
      writeSize[edge].run(id, bytes);
    },
    remove(ids: readonly number[]): void {
      db.transaction(() => {
        for (const id of ids) remove.run(id);
      })();
    },
    /** Answers how many there were. */
    clear(): number {
      const { changes } = db.prepare('DELETE FROM thumbnail').run();
      db.exec('VACUUM');
      return changes;
    },
    sizeBytes(): number {
      return size.get() ?? 0;
    },
    close(): void {
      db.close();
    },
  };
}
export type ThumbnailStore = ReturnType<typeof openThumbnailStore>;

function addSize(column: 'small' | 'large'): string {
  return `INSERT INTO thumbnail(id, ${column}) VALUES (?, ?)
    ON CONFLICT(id) DO UPDATE SET ${column} = excluded.${column}`;
}

/** What a file of another one holds is made again. */
const cacheVersion = 2;

function openCache(path: string): Sqlite.Database {
  try {
    return createCache(path);
  } catch {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
    return createCache(path);
  }
}

function createCache(path: string): Sqlite.Database {
  const db = new Sqlite(path);
  try {
    db.pragma('journal_mode = WAL');
    // Losing the newest thumbnails in a power cut costs nothing: they are made again.
    db.pragma('synchronous = NORMAL');
    if (db.pragma('user_version', { simple: true }) !== cacheVersion) {
      db.exec(`DROP TABLE IF EXISTS thumbnail; PRAGMA user_version = ${cacheVersion}`);
    }
    db.exec('CREATE TABLE IF NOT EXISTS thumbnail (id INTEGER PRIMARY KEY, small BLOB, large BLOB) STRICT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
