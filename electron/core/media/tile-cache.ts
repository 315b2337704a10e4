import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { renditionEndings, tileEndings } from './pyramid.ts';

type Kept = { sizeBytes: number; usedAt: number };

/**
 * What was made of large pictures, a folder each, named by creation: `<id>/screen.jpg` and `<id>/levels/…`. A cache:
 * may be deleted at any time, and what was not looked at for longest goes when there is too much.
 * @param maxBytes that are kept in all; the two last looked at stay, however large
 */
export function createTileCache(folder: string, maxBytes: number, now: () => number) {
  const making = join(folder, '.making');
  // Half-made when the last run ended.
  rmSync(making, { recursive: true, force: true });
  const kept = new Map<number, Kept>();
  for (const id of existsSync(folder) ? readdirSync(folder).map(Number).filter(Number.isSafeInteger) : []) {
    kept.set(id, { sizeBytes: Number.NaN, usedAt: statSync(join(folder, String(id))).mtimeMs });
  }

  const folderOf = (id: number) => join(folder, String(id));

  async function measured(): Promise<number> {
    let total = 0;
    for (const [id, entry] of kept) {
      if (Number.isNaN(entry.sizeBytes)) entry.sizeBytes = await sizeOf(folderOf(id));
      total += entry.sizeBytes;
    }
    return total;
  }

  /** Remembers, for later runs too, that it was looked at. */
  async function use(id: number): Promise<void> {
    const entry = kept.get(id);
    if (!entry) return;
    entry.usedAt = now();
    await utimes(folderOf(id), entry.usedAt / 1000, entry.usedAt / 1000).catch(() => undefined);
  }

  return {
    scratchOf: (id: number, kind: string) => join(making, `${id}-${kind}`),
    targetOf: (id: number, kind: 'screen' | 'levels') => join(folderOf(id), kind),

    /** Null until it is made. */
    renditionOf(id: number): string | null {
      return firstThere(join(folderOf(id), 'screen'), renditionEndings);
    },
    hasTiles(id: number): boolean {
      return existsSync(join(folderOf(id), 'levels'));
    },
    /** @param height of the level, counted from the smallest */
    tileOf(id: number, height: number, x: number, y: number): string | null {
      return firstThere(join(folderOf(id), 'levels', String(height), `${x}_${y}`), tileEndings);
    },

    use,

    /** After something was made: counts it, and makes room. */
    async added(id: number): Promise<void> {
      kept.set(id, { sizeBytes: Number.NaN, usedAt: 0 });
      await use(id);
      let total = await measured();
      const oldestFirst = [...kept].toSorted(([, a], [, b]) => a.usedAt - b.usedAt).slice(0, -2);
      for (const [old, { sizeBytes }] of oldestFirst) {
        if (total <= maxBytes) return;
        kept.delete(old);
        await rm(folderOf(old), { recursive: true, force: true });
        total -= sizeBytes;
      }
    },

    async remove(ids: readonly number[]): Promise<void> {
      for (const id of ids) {
        if (kept.delete(id)) await rm(folderOf(id), { recursive: true, force: true });
      }
    },

    async clear(): Promise<void> {
      kept.clear();
      await rm(folder, { recursive: true, force: true });
    },

    sizeBytes: measured,
  };
}
export type TileCache = ReturnType<typeof createTileCache>;

function firstThere(path: string, endings: readonly string[]): string | null {
  return endings.map((ending) => `${path}.${ending}`).find((candidate) => existsSync(candidate)) ?? null;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let total = 0;
  for (const entry of entries) {
    if (entry.isFile())
      total += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  }
  return total;
}
