import { rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Sharp } from 'sharp';
import type { ThumbnailSize } from '../../../shared/domain/media.ts';
import { maxPixels } from './inspect.ts';

/** Two sizes from one decode, and the average colour a tile shows before them. */
export type Thumbnail = {
  readonly small: Buffer;
  readonly large: Buffer;
  /** 0xRRGGBB. */
  readonly color: number;
};

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
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const large = await fit(
    sharp(source, { limitInputPixels: maxPixels, sequentialRead: true, failOn: 'error' }),
    512,
  )
    .flatten({ background: '#8a8a8a' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = large.info;
  const decoded = () => sharp(large.data, { raw: { width, height, channels } });
  const [small, big, color] = await Promise.all([
    fit(decoded(), 256).webp({ quality: 80, effort: 2 }).toBuffer(),
    decoded().jpeg({ quality: 82 }).toBuffer(),
    decoded().toColourspace('srgb').resize(1, 1, { fit: 'fill' }).removeAlpha().raw().toBuffer(),
  ]);
  const [red = 0, green = 0, blue = 0] = color.length >= 3 ? color : [color[0], color[0], color[0]];
  return { small, large: big, color: (red << 16) | (green << 8) | blue };
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
  const remove = db.prepare('DELETE FROM thumbnail WHERE id = ?');
  const size = db
    .prepare<[], number>('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size')
    .pluck();
  return {
    get(id: number, edge: ThumbnailSize): Buffer | null {
      return read[edge].get(id) ?? null;
    },
    put(id: number, thumbnail: Thumbnail): void {
      write.run(id, thumbnail.small, thumbnail.large);
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
    db.exec(
      'CREATE TABLE IF NOT EXISTS thumbnail (id INTEGER PRIMARY KEY, small BLOB NOT NULL, large BLOB NOT NULL) STRICT',
    );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
